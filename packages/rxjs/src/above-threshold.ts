import type { ClassName, Frame } from "@hivekit/core";
import { filter } from "rxjs";
import type { MonoTypeOperatorFunction } from "rxjs";
import { checkClasses, checkScore } from "./check-options.ts";
import { createScoreReader } from "./score-reader.ts";

/**
 * Classes, exactly as Hive writes them, and the least score that counts: a probability, 0 to 1, or for a class of a text model a whole
 * level up to 3. One class at least.
 */
export type ScoreThresholds = { readonly [Name in ClassName]?: number | undefined };

/**
 * Lets those frames pass in which one of the classes has its least score or more, as a class of the frame or of one of its boxes.
 *
 * That nothing passes does not mean that nothing is there: frames that the model did not judge do not pass either, and a misspelt
 * class never comes. For a decision, see `takeUntilVerdict`. Frames that pass do not say how long something lasts: for that, give
 * `segments` all frames.
 *
 * @returns an operator that emits, completes and fails as its source does.
 * @throws HiveConfigError that names the class, if there is none, or a score is no number from 0 to 1, 2 or 3.
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
  const names: string[] = [];
  const least: number[] = [];
  for (const [name, score] of checkClasses("aboveThreshold", thresholds)) {
    checkScore({ of: "aboveThreshold", option: name }, score);
    names.push(name);
    least.push(Number(score));
  }
  const scoresOf = createScoreReader(names);
  return filter((frame) => scoresOf(frame).some((score, place) => score >= (least[place] ?? 0)));
}
