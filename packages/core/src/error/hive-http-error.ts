import { isRetryableStatus, reasonOfStatus } from "./error-reason.ts";
import type { HiveErrorReason } from "./error-reason.ts";
import { HiveError } from "./hive-error.ts";

/** What an answer that is not 2xx told. */
export type HiveHttpEvidence = {
  /** The HTTP status; `null` for a redirect whose status the runtime hides. */
  readonly status: number | null;
  /** How long Hive asks to wait, in milliseconds; `null` where it does not say. */
  readonly retryAfterMs: number | null;
  /** The code in the body; `null` for none. */
  readonly hiveCode: string | null;
  /** Hive's words, without what must not be logged; `null` for none. */
  readonly hiveMessage: string | null;
};

/** Hive answered with a status that is not 2xx. */
export class HiveHttpError extends HiveError {
  /** What went wrong, as one word. */
  declare readonly kind: "http";
  /** Whether the same call may succeed if it is made again, without a second charge being likely. */
  declare readonly isRetryable: boolean;

  /** Why Hive said no. `insufficient_balance` is HTTP 405. */
  declare readonly reason: HiveErrorReason;
  /** The HTTP status, 300 to 599; `null` for a redirect whose status the runtime hides. */
  declare readonly status: number | null;
  /** How long Hive asks to wait, in milliseconds from now; `null` where it does not say. */
  declare readonly retryAfterMs: number | null;
  /** `return_code` or `status_code` of the body, as text; `null` where there is none. */
  declare readonly hiveCode: string | null;
  /** Hive's own words, without what must not be logged; `null` where there are none. */
  declare readonly hiveMessage: string | null;
  /** Hive gives no task id with such an answer. */
  readonly taskId: null = null;

  /** @param message - One sentence: what failed, why, and what to do next. */
  constructor(message: string, evidence: HiveHttpEvidence) {
    super("http", message, evidence);
    const { status } = evidence;
    this.reason = status === null ? "redirected" : reasonOfStatus(status);
    this.isRetryable = status !== null && isRetryableStatus(status);
  }
}
