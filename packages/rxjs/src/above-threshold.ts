import type { ClassName, Frame } from "@hivekit/core";
import { filter } from "rxjs";
import type { MonoTypeOperatorFunction } from "rxjs";
import { checkClasses, scoreCheck } from "./check-options.ts";
import { ClassPlaces, NOT_REQUESTED } from "./score-reader.ts";

/**
 * The minimum score of each class, with Hive's exact class names. A score is a probability, 0 to 1, or, for a class of
 * a text model, a whole-number level up to 3. At least one class.
 */
export type ScoreThresholds = { readonly [Name in ClassName]?: number | undefined };

/**
 * Emits the frames in which at least one of the classes reaches its minimum score, in the frame itself or in one of its
 * boxes.
 *
 * If no frame is emitted, the media is not necessarily harmless: frames that the model did not evaluate are not emitted
 * either, and a misspelled class never occurs. For a decision, see `takeUntilVerdict`. For durations, pass all frames
 * to `segments`.
 *
 * @returns an operator that completes and fails as its source does.
 * @throws HiveConfigError if a score is not a number from 0 to 1, 2 or 3, or if there is no class. Its `option` is the
 * class.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { aboveThreshold, framesOf } from "@hivekit/rxjs";
 *
 * const hive = new HiveClient({ apiKey: "demo-visual", api: "v2", baseUrl: "http://127.0.0.1:8787" });
 * framesOf(hive, { url: "http://127.0.0.1:9000/clip.mp4" })
 *   .pipe(aboveThreshold({ yes_smoking: 0.9, gun_in_hand: 0.8 }))
 *   .subscribe((frame) => console.log("look at", frame.timeSeconds));
 * ```
 */
export function aboveThreshold(thresholds: ScoreThresholds): MonoTypeOperatorFunction<Frame> {
  checkClasses("aboveThreshold", thresholds, scoreCheck);
  const given = Object.entries(thresholds).flatMap(([name, score]) =>
    score === undefined ? [] : [{ name, score }],
  );
  const places = new ClassPlaces(given.map(({ name }) => name));
  const minimums = given.map(({ score }) => score);
  const isReached = (place: number, score: number | null): boolean =>
    place !== NOT_REQUESTED && score !== null && score >= (minimums[place] ?? Infinity);
  return filter(
    ({ classes, boxes }) =>
      classes.some((entry, index) => isReached(places.findAt(index, entry.class), entry.score)) ||
      boxes.some((box) => box.classes.some((entry) => isReached(places.find(entry.class), entry.score))),
  );
}
