/** The text that was read is no JSON, ended too early, or holds more than it may. It carries no part of the text. */
export class ReplySyntaxError extends Error {
  override readonly name = "ReplySyntaxError";
}

/** `JSON.parse` without its message, which quotes the text: a reply may hold what must not be logged. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw noJson();
  }
}

/** What to throw where something stands that JSON does not have there. */
export function noJson(): ReplySyntaxError {
  return new ReplySyntaxError("is no whole JSON");
}
