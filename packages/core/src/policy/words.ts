import type { SecondsRange } from "./verdict.ts";

const MOST_RANGES = 3;

/** `1 frame`, `2 frames`; `many` where it is more than an s. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A number without the noise of a float: at most 4 decimals. */
export function short(value: number): string {
  return String(Number(value.toFixed(4)));
}

/** Seconds, to the hundredth: `2.5 s`. */
export function secondsOf(seconds: number): string {
  return `${Number(seconds.toFixed(2))} s`;
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
