import type { ConfidenceInterval } from "./wilson-interval.ts";

/** Control characters, line separators, changes of the text's direction, and what XML does not allow. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

/**
 * Makes a name safe to print: replaces characters that would move a terminal's cursor or break XML, and cuts it.
 *
 * @param maxCharacters - The maximum number of characters of the result.
 */
export function cleanText(text: string, maxCharacters = 60): string {
  const characters = Array.from(text.replaceAll(UNPRINTABLE, "\ufffd"));
  return characters.length <= maxCharacters
    ? characters.join("")
    : `${characters.slice(0, maxCharacters - 1).join("")}…`;
}

/** Formats a share with a fixed number of decimals. Only exactly 0 and 1 look like 0 and 1. `-` for `null`. */
export function formatShare(share: number | null, decimals = 3): string {
  if (share === null) return "-";
  const least = 10 ** -decimals;
  const shown = share > 0 && share < 1 ? Math.min(Math.max(share, least), 1 - least) : share;
  return shown.toFixed(decimals);
}

/** Formats a share as a percentage with at most one decimal. Only exactly 0 and 1 look like 0 % and 100 %. */
export function formatPercent(share: number | null): string {
  return share === null ? "-" : `${Number((Number(formatShare(share)) * 100).toFixed(1))} %`;
}

/** Formats both ends of an interval, with `between` in the middle. */
export function formatInterval(
  interval: ConfidenceInterval | null,
  format: (share: number) => string = formatShare,
  between = "–",
): string {
  return interval === null ? "-" : `${format(interval.low)}${between}${format(interval.high)}`;
}

/** Formats a count with a noun in the right number: `1 example`, `2 examples`. */
export function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
