import { TARGETS } from "../report/targets.ts";
import type { Ratio } from "./ratio.ts";

/** The lowest noise, as a fraction. Within a few processes, the spread can be small at random. */
const MIN_NOISE = 0.05;
/** The fewest processes whose spread says something about the noise. */
export const MIN_PROCESSES = 3;

/** How a regression is recognized, in one line. */
export const REGRESSION_RULE = `A regression is a ratio that is worse than the baseline by more than the noise: half of the range over the processes, added for both runs, at least ${MIN_NOISE * 100} %. It takes ${MIN_PROCESSES} processes.`;

/** A ratio compared with the baseline. */
export type RatioComparison = {
  /** The difference from the baseline, as a fraction of the baseline. Positive: the ratio is higher. */
  readonly change: number;
  /** The largest difference that is attributed to noise. */
  readonly noise: number;
  readonly result: "regression" | "improvement" | "within noise" | "too few processes";
};

/** Compares a ratio with that of the baseline. */
export function compareRatios(now: Ratio, baseline: Ratio): RatioComparison {
  const change = now.median / baseline.median - 1;
  const noise = Math.max(MIN_NOISE, now.spread + baseline.spread);
  if (Math.min(now.processes, baseline.processes) < MIN_PROCESSES)
    return { change, noise, result: "too few processes" };
  const gain = TARGETS[now.target].is === "min" ? change : -change;
  if (gain > noise) return { change, noise, result: "improvement" };
  return { change, noise, result: gain < -noise ? "regression" : "within noise" };
}
