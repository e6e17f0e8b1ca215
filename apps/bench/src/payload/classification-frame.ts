import { VISUAL_HEADS } from "@hivekit/core/classes";
import { smallNumber } from "./random.ts";
import type { Random } from "./random.ts";

/** How likely a frame has one of the heads that not every model answers. Then a frame has about 100 classes. */
const LATER_HEAD_CHANCE = 0.4;
const SECONDS_PER_FRAME = 1.001;

/**
 * A frame of the visual moderation model: a class for each answer of each head, with scores that sum to 1 within a head.
 *
 * All heads of the models of 2020 and 2023 are there, of the later ones some: no two frames have the same size.
 */
export function classificationFrame(
  random: Random,
  { index, isV3 }: { readonly index: number; readonly isV3: boolean },
): { readonly json: unknown; readonly items: number } {
  const heads = VISUAL_HEADS.filter(({ since }) => since !== "later" || random() < LATER_HEAD_CHANCE);
  const scored = heads.flatMap(({ classes }) => {
    const scores = scoresOf(random, classes.length);
    return classes.map((name, place) => [name, scores[place] ?? 0] as const);
  });
  const timeSeconds = index * SECONDS_PER_FRAME;
  const json = isV3
    ? {
        extra: [
          { name: "frame_index", value: index },
          { name: "timestamp", value: timeSeconds },
        ],
        classes: scored.map(([name, value]) => ({ class: name, value })),
      }
    : { time: timeSeconds, classes: scored.map(([name, score]) => ({ class: name, score })) };
  return { json, items: scored.length };
}

/** Scores of one head: one class has nearly all, as in live replies; some of the others are so small that they have an exponent. */
function scoresOf(random: Random, count: number): readonly number[] {
  const scores: number[] = [];
  let left = 1;
  for (let place = 1; place < count; place++) {
    const score = left * smallNumber(random);
    scores.push(score);
    left -= score;
  }
  return random() < 0.5 ? [left, ...scores] : [...scores, left];
}
