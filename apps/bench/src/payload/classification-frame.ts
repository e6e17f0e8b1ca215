import { VISUAL_HEADS } from "@hivekit/core/classes";
import { randomSmallNumber } from "./random.ts";
import type { Random } from "./random.ts";

/** The probability of a head that only later models have. It results in about 100 classes per frame. */
const LATER_HEAD_CHANCE = 0.4;
const SECONDS_PER_FRAME = 1.001;

/**
 * Creates a frame of the visual moderation model. The scores of the classes of a head sum to 1.
 *
 * It has all heads of the models of 2020 and 2023, and some later ones, so frames differ in size.
 */
export function createClassificationFrame(
  random: Random,
  { index, isV3 }: { readonly index: number; readonly isV3: boolean },
): { readonly json: unknown; readonly items: number } {
  const heads = VISUAL_HEADS.filter(({ since }) => since !== "later" || random() < LATER_HEAD_CHANCE);
  const scored = heads.flatMap(({ classes }) => {
    const scores = createScores(random, classes.length);
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

/**
 * Creates the scores of a head: one class has nearly the full score, as in real replies. The others are so small that
 * their JSON has an exponent.
 */
function createScores(random: Random, count: number): readonly number[] {
  const scores: number[] = [];
  let left = 1;
  for (let place = 1; place < count; place++) {
    const score = left * randomSmallNumber(random);
    scores.push(score);
    left -= score;
  }
  return random() < 0.5 ? [left, ...scores] : [...scores, left];
}
