import type { SecondsRange } from "./verdict.ts";

const MOST_RANGES = 3;
const SCORE_DECIMALS = 4;
/** More than a double has below 1 would be noise. */
const MOST_DECIMALS = 15;
const LITTLE_SECONDS = 0.1;

/** `1 frame`, `2 frames`; `many` where it is more than an s. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A number without the noise of a float: at most 4 decimals, and as many more as `like` has, so that the two can be compared. */
export function short(value: number, like = 0): string {
  const decimals = String(like).split(".")[1]?.length ?? 0;
  return String(Number(value.toFixed(Math.min(MOST_DECIMALS, Math.max(SCORE_DECIMALS, decimals)))));
}

/** Seconds, to the hundredth: `2.5 s`; less than 0.1 s to the microsecond, to which times are compared. */
export function secondsOf(seconds: number): string {
  return `${Number(seconds.toFixed(seconds < LITTLE_SECONDS ? 6 : 2))} s`;
}

/** `from 1 s to 2.5 s and from 4 s to 5 s`; of many, the first ones and how many there are more. */
export function rangesOf(ranges: readonly SecondsRange[]): string {
  const shown = ranges
    .slice(0, MOST_RANGES)
    .map(({ start, end }) => `from ${secondsOf(start)} to ${secondsOf(end)}`);
  const left = ranges.length - shown.length;
  return listOf(left > 0 ? [...shown, `${left} more times`] : shown);
}

/** `a`, `a and b`, `a, b and c`. */
export function listOf(items: readonly string[], word = "and"): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} ${word} ${last}`;
}
