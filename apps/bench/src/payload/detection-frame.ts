import { randomInteger, randomSmallNumber } from "./random.ts";
import type { Random } from "./random.ts";

const MAX_BOXES = 12;
const WIDTH_PX = 1920;
const HEIGHT_PX = 1080;

/** Class names and texts that are not ASCII, need escapes, or look like the boundary between two frames. */
const NAMES: readonly string[] = [
  "Straßenschild",
  "看板",
  "вывеска",
  "ナンバープレート",
  "señal {de} tráfico",
  "logo",
];
const TEXTS: readonly string[] = [
  "Zürich – Genève 😀",
  '}]},{"time":17,"bounding_poly":[{',
  "C:\\temp\\[a]\tb\n{",
  "日本語のテキスト「}」]",
  "\u2028 line \u2029 separators \u0001",
  "𝒳 }}}] ]]",
];

/** Creates a frame of a detection model: 1 to 12 boxes with vertices, classes and recognized text. */
export function createDetectionFrame(
  random: Random,
  { index }: { readonly index: number },
): { readonly json: unknown; readonly items: number } {
  const items = randomInteger(random, 1, MAX_BOXES);
  const bounding_poly = Array.from({ length: items }, () => createBox(random));
  return { json: { time: index / 2, bounding_poly }, items };
}

function createBox(random: Random): unknown {
  const [left, right] = createSpan(random, WIDTH_PX);
  const [top, bottom] = createSpan(random, HEIGHT_PX);
  return {
    vertices: [
      { x: left, y: bottom },
      { x: left, y: top },
      { x: right, y: top },
      { x: right, y: bottom },
    ],
    dimensions: { left, top, right, bottom },
    classes: [
      { class: pick(random, NAMES), score: random() },
      { class: pick(random, NAMES), score: randomSmallNumber(random) },
    ],
    meta: { text: `${pick(random, TEXTS)} ${pick(random, TEXTS)}`, angle: random() * 360 },
  };
}

function createSpan(random: Random, sizePx: number): readonly [number, number] {
  const start = random() * sizePx;
  return [start, start + random() * (sizePx - start)];
}

function pick(random: Random, from: readonly string[]): string {
  return from[randomInteger(random, 0, from.length - 1)] ?? "";
}
