import { mustBe } from "../options/check-options.ts";
import type { OptionCheck } from "../options/check-options.ts";
import { CALLBACK_NAME } from "./callback-signature.ts";

const MIN_SECRET_CHARACTERS = 32;

// The line break at the end of a file would make a different secret.
const UNTRIMMED =
  "without control characters or leading or trailing whitespace (trim it if it comes from a file)";

const isSecret = (value: unknown): boolean =>
  typeof value === "string" &&
  value.length >= MIN_SECRET_CHARACTERS &&
  value.trim() === value &&
  !/\p{Cc}/u.test(value);

/**
 * Accepts a secret of 32 or more characters, without control characters or leading or trailing whitespace. The error
 * message never contains it.
 */
export const callbackSecret: OptionCheck = mustBe(
  `a string of ${MIN_SECRET_CHARACTERS} or more characters, such as 32 random bytes in hex, ${UNTRIMMED}`,
  isSecret,
);

/** Accepts an array with at least one secret. The error message never contains them. */
export const callbackSecrets: OptionCheck = mustBe(
  `an array of one or more strings of ${MIN_SECRET_CHARACTERS} or more characters, each ${UNTRIMMED}`,
  (value) => Array.isArray(value) && value.length > 0 && [...value].every(isSecret),
);

/** Accepts a project name or a nonce, which a query can carry without encoding. */
export const callbackName: OptionCheck = mustBe(
  "a string of 1 to 64 letters, digits, dots, underscores and hyphens",
  (value) => typeof value === "string" && CALLBACK_NAME.test(value),
);

/** Accepts a time in milliseconds since 1970. */
export const callbackTime: OptionCheck = mustBe(
  "a time in milliseconds since 1970",
  Number.isFinite,
  "number",
);
