import { HiveDecodeError } from "../../error/hive-decode-error.ts";
import { looseScalar } from "../read-wire.ts";
import { refuseFailure } from "./refuse-failure.ts";

/**
 * Reads the id out of the answer to an asynchronous submission.
 *
 * @throws HiveTaskError if the answer tells of a failure.
 * @throws HiveDecodeError if it holds no id.
 *
 * Source: `task_id` is documented, `id` is tolerated; see docs/discoveries.md.
 */
export function decodeAcknowledgement(json: unknown, secrets: readonly string[]): string {
  const reply = refuseFailure(json, secrets);
  for (const key of ["task_id", "id"]) {
    const id = looseScalar(reply[key]) ?? "";
    if (id !== "") return id;
  }
  throw new HiveDecodeError(
    "Hive's acknowledgement has no task_id; the work may have been billed all the same.",
    { paths: ["task_id"] },
  );
}
