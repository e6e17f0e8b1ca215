import { mustBe } from "../options/check-options.ts";
import type { OptionCheck } from "../options/check-options.ts";

/** Parses an absolute http or https URL without user info; `null` for anything else. */
export function parseWebUrl(value: unknown): URL | null {
  const text = value instanceof URL ? value.href : value;
  if (typeof text !== "string" || !URL.canParse(text)) return null;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.username === "" && url.password === "" ? url : null;
}

/** Accepts an absolute http or https URL without user info. */
export const webUrl: OptionCheck = mustBe(
  "an http or https URL without user info",
  (value) => parseWebUrl(value) !== null,
);
