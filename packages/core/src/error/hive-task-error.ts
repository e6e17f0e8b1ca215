import type { Task } from "../result/task.ts";
import { classifyStatus, classifyTaskCode } from "./error-reason.ts";
import type { HiveErrorReason } from "./error-reason.ts";
import { HiveError } from "./hive-error.ts";

/** The details of a failed task in a 2xx response. */
export type HiveTaskEvidence = {
  /**
   * The origin of the code. `return`: the body's `return_code`, an HTTP status. `task`: the code of a `status` entry.
   */
  readonly codeOf: "return" | "task";
  /** The code, as text; `null` if Hive sent only a message. */
  readonly hiveCode: string | null;
  /** Hive's message, redacted; `null` if there is none. */
  readonly hiveMessage: string | null;
  /** The task's id; `null` if there is none. */
  readonly taskId: string | null;
  /** The task with the results that succeeded. */
  readonly partial?: Task | null;
};

/** Hive responded with 2xx, but the body reports that the task failed. */
export class HiveTaskError extends HiveError {
  /** The kind of the error. */
  declare readonly kind: "task";
  /** Whether repeating the same call may succeed and is unlikely to be billed twice. */
  declare readonly isRetryable: boolean;

  /** The reason for the failure. */
  declare readonly reason: HiveErrorReason;
  /**
   * Hive's code, as text: a task code such as `3300` or a `return_code` such as `400`; `null` if Hive sent only a
   * message.
   */
  declare readonly hiveCode: string | null;
  /** Hive's message, redacted; `null` if there is none. */
  declare readonly hiveMessage: string | null;
  /** The task's id; `null` if the body has none. */
  declare readonly taskId: string | null;
  /**
   * The task with the results that succeeded. `null` if none did, and for streams and `wait()`, whose frames were
   * already delivered or dropped.
   *
   * Not enumerable, because results may contain data that must not be logged.
   */
  declare readonly partial: Task | null;

  /** @param message - One sentence: what failed, why, and what to do next. */
  constructor(message: string, evidence: HiveTaskEvidence) {
    const { codeOf, partial = null, ...shown } = evidence;
    const code = shown.hiveCode ?? "";
    const found = codeOf === "return" ? classifyStatus(Number(code)) : classifyTaskCode(code);
    super("task", message, { ...shown, ...found });
    Object.defineProperty(this, "partial", { value: partial });
  }
}
