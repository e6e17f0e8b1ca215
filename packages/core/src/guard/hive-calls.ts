import type { HiveClient } from "../client/hive-client.ts";
import type { HiveVlm } from "../vlm/hive-vlm.ts";

/** The methods of a `HiveClient`. A guarded client has them, too, so you can use it in its place. */
export type HiveCalls = Pick<HiveClient, "classify" | "frames" | "submit" | "task" | "wait" | "taskFrames">;

/** The methods of a `HiveVlm`. */
export type HiveVlmCalls = Pick<HiveVlm, "ask" | "judge">;
