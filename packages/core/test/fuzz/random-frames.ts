import { array, object, SPACINGS, text } from "./json-tree.ts";
import type { JsonTree, Spacing } from "./json-tree.ts";
import { deepJson, randomJson, randomNumber, randomScalar, randomString } from "./random-json.ts";
import type { Random } from "./random.ts";

/** A frame of one shape. `extra` is inserted where it may contain a lookalike of the shape's boundary. */
type Shape = (random: Random, extra: readonly JsonTree[]) => JsonTree;

const score = (random: Random): JsonTree =>
  object([
    ["class", text(random.chance(0.7) ? '"yes_smoking"' : randomString(random))],
    ["score", text(randomNumber(random))],
  ]);

const several = (random: Random, make: (random: Random) => JsonTree, most = 4): JsonTree =>
  array(Array.from({ length: random.between(1, most) }, () => make(random)));

const time = (random: Random): JsonTree => text(String(random.below(1000) / 10));

const beside = (key: string, extra: readonly JsonTree[]): [string, JsonTree][] =>
  extra.length === 0 ? [] : [[key, array(extra)]];

const point = (random: Random): JsonTree =>
  object([
    ["x", text(randomNumber(random))],
    ["y", text("1")],
  ]);

const SHAPES: readonly [Shape, ...Shape[]] = [
  (random, extra) =>
    object([["time", time(random)], ...beside("parts", extra), ["classes", several(random, score)]]),
  (random, extra) =>
    object([["time", time(random)], ["classes", several(random, score, 12)], ...beside("parts", extra)]),
  (random, extra) =>
    object([
      ["time", time(random)],
      ...beside("parts", extra),
      ["note", text(randomString(random))],
      [
        "bounding_poly",
        several(random, () =>
          object([
            ["vertices", several(random, point)],
            ["classes", several(random, score)],
          ]),
        ),
      ],
    ]),
  (random, extra) =>
    object([["timestamp", time(random)], ...beside("x", extra), ["name", text(randomString(random))]]),
  (random, extra) =>
    array([time(random), ...extra, array([array([text(randomString(random)), score(random)])])]),
  (random, extra) => array([text(randomString(random)), ...extra]),
  (random) => text(randomString(random)),
  (random) => text(randomNumber(random)),
  (_random, extra) => object(beside("", extra)),
  (_random, extra) => array(extra),
];

/**
 * Creates the elements of an array of frames: usually of one shape, as Hive sends them. Some lists contain unusual
 * elements or frames inside frames (whose boundaries are lookalikes), or change their shape or spacing at some element.
 */
export function randomFrames(random: Random, count: number): JsonTree[] {
  let shape = random.chance(0.5) ? SHAPES[0] : random.pick(SHAPES);
  /** Set by a change: the spacing of later frames, if it differs from that of the document. */
  let spacing: Spacing | null = null;
  const oddRate = random.pick([0, 0, 0, 0.02, 0.3]);
  const nestRate = random.pick([0, 0, 0, 0.05, 0.3]);
  const changeAt = random.chance(0.1) ? random.below(count) : -1;
  const frames: JsonTree[] = [];
  for (let index = 0; index < count; index++) {
    if (index === changeAt) {
      if (random.chance(0.5)) shape = random.pick(SHAPES);
      else spacing = random.pick(SPACINGS);
    }
    const frame = random.chance(oddRate) ? oddFrame(random) : shapedFrame(shape, random, nestRate);
    frames.push(spacing === null ? frame : { kind: "spaced", tree: frame, spacing });
  }
  return frames;
}

function shapedFrame(shape: Shape, random: Random, nestRate: number): JsonTree {
  const inner = random.chance(nestRate) ? random.between(1, 2) : 0;
  return shape(
    random,
    Array.from({ length: inner }, () => shape(random, random.chance(0.1) ? [shape(random, [])] : [])),
  );
}

function oddFrame(random: Random): JsonTree {
  const kind = random.below(20);
  if (kind === 0) return deepJson(random.size(200));
  if (kind === 1)
    return object([
      ["time", time(random)],
      ["time", time(random)],
    ]);
  return kind < 10 ? randomScalar(random) : randomJson(random);
}
