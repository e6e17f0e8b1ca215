import { HiveDecodeError } from "../../error/hive-decode-error.ts";
import { looseScalar } from "../wire/read-wire.ts";
import { requireSuccess } from "./require-success.ts";

/**
 * Reads the task id from the response to an asynchronous submission.
 *
 * @throws HiveTaskError if the response reports a failure.
 * @throws HiveDecodeError if it contains no id.
 *
 * Source: `task_id` is documented, `id` is tolerated; see docs/discoveries.md.
 */
export function decodeAcknowledgement(json: unknown, secrets: readonly string[]): string {
  const reply = requireSuccess(json, secrets);
  for (const key of ["task_id", "id"]) {
    const id = looseScalar(reply[key]) ?? "";
    if (id !== "") return id;
  }
  throw new HiveDecodeError("Hive's acknowledgement has no task_id; the request may still be billed.", {
    paths: ["task_id"],
  });
}
