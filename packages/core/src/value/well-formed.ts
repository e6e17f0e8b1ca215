/** Checks whether a string contains no lone surrogate, so that it can be encoded. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/**
 * Replaces each lone surrogate with U+FFFD, as UTF-8 encoders do. JSON would contain it as an escape, which strict
 * parsers reject.
 */
export function toWellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, "\ufffd");
}

/** Copies a JSON object, with well-formed keys and strings; see {@link toWellFormed}. */
export function copyWellFormed(value: { readonly [key: string]: unknown }): {
  readonly [key: string]: unknown;
} {
  // `JSON.stringify` escapes exactly the lone surrogates. An escaped backslash may precede the same letters.
  const json = JSON.stringify(value).replaceAll(
    /(\\\\)|\\ud[89a-f]../g,
    (_all, other?: string) => other ?? "\ufffd",
  );
  return JSON.parse(json);
}
