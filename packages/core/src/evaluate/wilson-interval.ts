import { checkOptions, required, wholeNumber } from "../options/check-options.ts";

/** The quantile of the standard normal distribution for a two-sided interval of 95 %. */
const Z = 1.959963984540054;

/** A 95 % confidence interval of a share. */
export type ConfidenceInterval = {
  /** The lower end, 0 to 1. */
  readonly low: number;
  /** The upper end, 0 to 1. */
  readonly high: number;
};

/**
 * Computes the Wilson score interval of a share: the range that contains the true share in about 95 of 100 random
 * samples.
 *
 * Unlike the textbook interval (share ± 1.96 standard errors), it is useful for small samples, and for shares of 0 and
 * 1: 10 of 10 gives 0.72 to 1.
 *
 * Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of the American
 * Statistical Association 22 (1927), without continuity correction.
 *
 * @param successes - A whole number from 0 to `total`.
 * @returns the interval; `null` if `total` is 0, because nothing is known.
 * @throws HiveConfigError if a number is not a whole number in its range.
 *
 * @example
 * ```ts
 * import { wilsonInterval } from "@hivekit/core/evaluate";
 *
 * // 3 of 200 published items turned out to be harmful.
 * console.log(wilsonInterval(3, 200)); // { low: 0.0051…, high: 0.0432… }
 * ```
 */
export function wilsonInterval(successes: number, total: number): ConfidenceInterval | null {
  const isWhole = wholeNumber(0, Number.isSafeInteger(total) ? total : Infinity);
  const checks = { total: required(wholeNumber(0)), successes: required(isWhole) };
  checkOptions({ total, successes }, checks, "wilsonInterval");
  return computeInterval(successes, total);
}

/** Computes the interval of numbers that are already checked. */
export function computeInterval(successes: number, total: number): ConfidenceInterval | null {
  if (total === 0) return null;
  const share = successes / total;
  const scale = 1 + Z ** 2 / total;
  const center = (share + Z ** 2 / (2 * total)) / scale;
  const margin = (Z / scale) * Math.sqrt((share * (1 - share)) / total + Z ** 2 / (4 * total ** 2));
  // Exact at both ends, where rounding would leave a trace.
  return {
    low: successes === 0 ? 0 : center - margin,
    high: successes === total ? 1 : center + margin,
  };
}
