import type { Task } from "../result/task.ts";
import { isRetryableStatus, isRetryableTaskCode, reasonOfStatus, reasonOfTaskCode } from "./error-reason.ts";
import type { HiveErrorReason } from "./error-reason.ts";
import { HiveError } from "./hive-error.ts";

/** What a reply told that came with HTTP 200 and is a failure all the same. */
export type HiveTaskEvidence = {
  /** `return`: the body's `return_code`, which uses HTTP's numbers; `task`: the code of a `status` entry. */
  readonly codeOf: "return" | "task";
  /** The code, as text; `null` where Hive gave words only. */
  readonly hiveCode: string | null;
  /** Hive's words, without what must not be logged; `null` for none. */
  readonly hiveMessage: string | null;
  /** The task's id; `null` for none. */
  readonly taskId: string | null;
  /** What succeeded beside the failed entry. */
  readonly partial?: Task | null;
};

/** Hive answered 200, and the body says that the task failed. It must not be read as a clean result. */
export class HiveTaskError extends HiveError {
  /** What went wrong, as one word. */
  declare readonly kind: "task";
  /** Whether the same call may succeed if it is made again, without a second charge being likely. */
  declare readonly isRetryable: boolean;

  /** Why the task failed. */
  declare readonly reason: HiveErrorReason;
  /** Hive's code as text: a task code such as `3300`, or a `return_code` such as `400`; `null` where Hive gave words only. */
  declare readonly hiveCode: string | null;
  /** Hive's own words, without what must not be logged; `null` where there are none. */
  declare readonly hiveMessage: string | null;
  /** The task's id; `null` where the body has none. */
  declare readonly taskId: string | null;
  /**
   * What succeeded beside the failed entry: the task with the remaining results. `null` if there was nothing else, and for streams
   * and waits, whose frames were given out or dropped as they came.
   * Not enumerable, because results may hold what must not be logged.
   */
  declare readonly partial: Task | null;

  /** @param message - One sentence: what failed, why, and what to do next. */
  constructor(message: string, evidence: HiveTaskEvidence) {
    const { codeOf, partial = null, ...shown } = evidence;
    super("task", message, shown);
    const code = shown.hiveCode ?? "";
    this.reason = codeOf === "return" ? reasonOfStatus(Number(code)) : reasonOfTaskCode(code);
    this.isRetryable = codeOf === "return" ? isRetryableStatus(Number(code)) : isRetryableTaskCode(code);
    Object.defineProperty(this, "partial", { value: partial });
  }
}
