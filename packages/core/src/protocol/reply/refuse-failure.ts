import { HiveTaskError } from "../../error/hive-task-error.ts";
import { scrub } from "../../error/scrub.ts";
import { showCode } from "../../error/show-code.ts";
import { isObject } from "../../submission/is-object.ts";
import { looseText, noResult } from "../read-wire.ts";
import type { WireObject } from "../read-wire.ts";

/**
 * Refuses what came with HTTP 200 and is a failure by its outermost keys, in every generation: a `return_code`, `status_code` or
 * `code` other than 200, an `error_code`, an `error`.
 *
 * @returns the reply, which is an object.
 * @throws HiveTaskError with Hive's code and words.
 * @throws HiveDecodeError if the reply is no object.
 */
export function refuseFailure(json: unknown, secrets: readonly string[]): WireObject {
  if (!isObject(json)) throw noResult("no object", []);
  const key = CODES.find((name) => !OK.has(json[name])) ?? ERRORS.find((name) => !NO_ERROR.has(json[name]));
  if (key === undefined) return json;
  const words = looseText(json["message"]) ?? looseText(json["error"]);
  const hiveMessage = words === null || words === "" ? null : scrub(words, secrets);
  const hiveCode = key === "error" ? null : showCode(json[key], secrets);
  const id = looseText(json["id"]) ?? looseText(json["task_id"]);
  const shown = `${key}${hiveCode === null ? "" : ` ${hiveCode}`}${hiveMessage === null ? "" : ` (${hiveMessage})`}`;
  throw new HiveTaskError(
    `Hive answered 2xx, but its body says ${shown}: the task failed and there is no result.`,
    {
      codeOf: ERRORS.includes(key) ? "task" : "return",
      hiveCode,
      hiveMessage,
      taskId: id === null ? null : showCode(id, secrets),
    },
  );
}

/** What says that there is no error. Everything else does not. */
export const NO_ERROR: ReadonlySet<unknown> = new Set([undefined, null, "", "0", 0, false]);

/** Where a body may give a status of its own, and what that is if all is well. */
const CODES: readonly string[] = ["return_code", "status_code", "code"];
const OK: ReadonlySet<unknown> = new Set([undefined, null, 200, "200"]);
/** Where a body may tell of an error, the more exact place first. */
const ERRORS: readonly string[] = ["error_code", "error"];
