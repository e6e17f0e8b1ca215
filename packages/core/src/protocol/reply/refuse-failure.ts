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
  const words = looseText(json["message"]) ?? looseText(json["error"]);
  const hiveMessage = words === null || words === "" ? null : scrub(words, secrets);
  const said = hiveMessage === null ? "" : ` (${hiveMessage})`;
  const id = looseText(json["id"]) ?? looseText(json["task_id"]);
  const taskId = id === null ? null : showCode(id, secrets);
  for (const key of ["return_code", "status_code", "code"] as const) {
    const code = json[key];
    if (code === null || code === undefined || code === 200 || code === "200") continue;
    const hiveCode = showCode(code, secrets);
    throw new HiveTaskError(
      `Hive answered 2xx, but its body says ${key} ${hiveCode}${said}: the task failed and there is no result.`,
      { codeOf: "return", hiveCode, hiveMessage, taskId },
    );
  }
  const hasErrorCode = !NO_ERROR.has(json["error_code"]);
  if (hasErrorCode || !NO_ERROR.has(json["error"])) {
    const hiveCode = hasErrorCode ? showCode(json["error_code"], secrets) : null;
    throw new HiveTaskError(
      `Hive answered 2xx, but its body tells of an error${hiveCode === null ? "" : ` ${hiveCode}`}${said}: the task failed and there is no result.`,
      { codeOf: "task", hiveCode, hiveMessage, taskId },
    );
  }
  return json;
}

/** What says that there is no error. Everything else does not. */
export const NO_ERROR: ReadonlySet<unknown> = new Set([undefined, null, "", "0", 0, false]);
