import { HiveConfigError } from "../error/hive-config-error.ts";
import { CALLBACK_WORD } from "./callback-signature.ts";

const MIN_SECRET_CHARACTERS = 32;

/**
 * Checks one secret; its text appears in no error.
 *
 * @param option - The option that it came in.
 * @throws HiveConfigError if it is shorter than 32 characters.
 */
export function checkSecret(option: "secret" | "secrets", secret: unknown): asserts secret is string {
  if (typeof secret === "string" && secret.length >= MIN_SECRET_CHARACTERS) return;
  throw new HiveConfigError(
    `${option} is no string of ${MIN_SECRET_CHARACTERS} or more characters; give a random one, for example 32 random bytes as hex.`,
    { option },
  );
}

/** @throws HiveConfigError if the project's name or the nonce does not fit into a query as it is. */
export function checkWord(option: "project" | "nonce", word: unknown): asserts word is string {
  if (typeof word === "string" && CALLBACK_WORD.test(word)) return;
  throw new HiveConfigError(
    `${option} is no string of 1 to 64 letters, digits, dots, underscores and hyphens; choose another one.`,
    { option },
  );
}

/** @throws HiveConfigError if the time is none. */
export function checkNow(nowMs: unknown): asserts nowMs is number {
  if (typeof nowMs === "number" && Number.isFinite(nowMs)) return;
  throw new HiveConfigError("nowMs is no time; give milliseconds since 1970 or leave it out.", {
    option: "nowMs",
  });
}
