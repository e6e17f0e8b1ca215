import type { HiveClient } from "../client/hive-client.ts";
import type { HiveVlm } from "../vlm/hive-vlm.ts";

/**
 * The methods of a `HiveClient`. A wrapped client has the same methods, so you can use it instead. A client that you
 * write must call `onAttempt` like `HiveClient`: for `withBudget`, a call without an attempt costs nothing.
 */
export type HiveCalls = Pick<HiveClient, "classify" | "frames" | "submit" | "task" | "wait" | "taskFrames">;

/** The methods of a `HiveVlm`. */
export type HiveVlmCalls = Pick<HiveVlm, "ask" | "judge">;
