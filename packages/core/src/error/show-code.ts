import { scrub } from "./scrub.ts";

/**
 * Makes a code or an id that stands in a reply fit for a message: a number, or one short word. Anything else is not shown, because
 * nobody knows what it holds.
 *
 * @param secrets - What must not appear.
 */
export function showCode(code: unknown, secrets: readonly string[]): string {
  const isCode = typeof code === "number" || (typeof code === "string" && /^[\w.-]{1,64}$/.test(code));
  return isCode ? scrub(String(code), secrets) : "unreadable";
}
