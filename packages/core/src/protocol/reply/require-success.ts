import { HiveDecodeError } from "../../error/hive-decode-error.ts";
import { HiveTaskError } from "../../error/hive-task-error.ts";
import { inParentheses, redactCode, redactOptional } from "../../error/redact-message.ts";
import { isObject } from "../../value/is-object.ts";
import { looseText, noResult } from "../wire/read-wire.ts";
import type { WireObject } from "../wire/read-wire.ts";

/**
 * Checks that the top-level keys of a 2xx response report no failure, in any API generation. Failures are a
 * `return_code`, `status_code` or `code` other than 200, an `error_code`, and an `error`.
 *
 * @returns the response, which is an object.
 * @throws HiveTaskError with Hive's code and message.
 * @throws HiveDecodeError if the response is not an object, or has two results.
 */
export function requireSuccess(json: unknown, secrets: readonly string[]): WireObject {
  if (!isObject(json)) throw noResult("it is not an object", []);
  // No generation has both.
  rejectTwoResults(json, ["status"], ["output"]);
  rejectTwoResults(json, ["status", "output"], MATCH_KEYS);
  const key = findError(json);
  if (key === undefined) return json;
  const hiveMessage = redactOptional(looseText(json["message"]) ?? json["error"], secrets);
  const hiveCode = key === "error" ? null : redactCode(json[key], secrets);
  const id = looseText(json["id"]) ?? looseText(json["task_id"]);
  const shown = `${key} ${hiveCode ?? ""}`.trim() + inParentheses(hiveMessage);
  throw new HiveTaskError(`Hive's task failed with ${shown}.`, {
    codeOf: ERRORS.includes(key) ? "task" : "return",
    hiveCode,
    hiveMessage,
    taskId: id === null ? null : redactCode(id, secrets),
  });
}

/**
 * Checks that an object does not have two results, which may contradict each other.
 *
 * @throws HiveDecodeError if it has both one of `keys` and one of `others`.
 */
export function rejectTwoResults(json: WireObject, keys: readonly string[], others: readonly string[]): void {
  const isGiven = (key: string): boolean => (json[key] ?? null) !== null;
  const [one, other] = [keys.find(isGiven), others.find(isGiven)];
  if (one === undefined || other === undefined) return;
  throw new HiveDecodeError(`Hive's response has both ${one} and ${other}, so its result is unclear.`, {
    paths: [one, other],
  });
}

/** The keys of a hash match: in the response itself, and in a callback of Hive's dashboard. */
export const MATCH_KEYS: readonly string[] = ["file", "hashes", "matchTypes", "csam_results"];

/** Finds the key that reports an error; `undefined` if there is none. */
export function findError(json: WireObject): string | undefined {
  return CODES.find((name) => !OK.has(json[name])) ?? ERRORS.find((name) => !NO_ERROR.has(json[name]));
}

/** The values that report no error. Any other value reports one. */
export const NO_ERROR: ReadonlySet<unknown> = new Set([undefined, null, "", "0", 0, false]);

/** The keys that may contain a status of their own, and the values that mean success. */
const CODES: readonly string[] = ["return_code", "status_code", "code"];
const OK: ReadonlySet<unknown> = new Set([undefined, null, 200, "200"]);
/** The keys that may report an error, most specific first. */
const ERRORS: readonly string[] = ["error_code", "error"];
