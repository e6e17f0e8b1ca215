import { classifyStatus } from "./error-reason.ts";
import type { HiveErrorReason } from "./error-reason.ts";
import { HiveError } from "./hive-error.ts";

/** The details of a response whose status is not 2xx. */
export type HiveHttpEvidence = {
  /** The HTTP status; `null` for a redirect whose status the runtime hides. */
  readonly status: number | null;
  /** The delay that Hive requests, in milliseconds. @defaultValue `null`: it requests none */
  readonly retryAfterMs?: number | null;
  /** The code in the body. @defaultValue `null`: there is none */
  readonly hiveCode?: string | null;
  /** Hive's message, redacted. @defaultValue `null`: there is none */
  readonly hiveMessage?: string | null;
};

/** Hive responded with a status other than 2xx. */
export class HiveHttpError extends HiveError {
  /** The kind of the error. */
  declare readonly kind: "http";
  /** Whether repeating the same call may succeed and is unlikely to be billed twice: for 429, 500, 502 and 503. */
  declare readonly isRetryable: boolean;

  /** The reason for the error. HTTP 405 is `insufficient_balance`. */
  declare readonly reason: HiveErrorReason;
  /** The HTTP status, usually 300 to 599; `null` for a redirect whose status the runtime hides. */
  declare readonly status: number | null;
  /**
   * The delay that Hive requests, in milliseconds from the response, at most 2 147 483 647; `null` if it requests none.
   */
  declare readonly retryAfterMs: number | null;
  /** `return_code` or `status_code` of the body, as text; `null` if the body has neither. */
  declare readonly hiveCode: string | null;
  /** Hive's message, redacted; `null` if there is none. */
  declare readonly hiveMessage: string | null;
  /** Always `null`: Hive sends no task id with an error response. */
  readonly taskId: null = null;

  /** @param message - One sentence: what failed, why, and what to do next. */
  constructor(message: string, evidence: HiveHttpEvidence) {
    const { status } = evidence;
    const found = status === null ? { reason: "redirected" } : classifyStatus(status);
    super("http", message, { retryAfterMs: null, hiveCode: null, hiveMessage: null, ...evidence, ...found });
  }
}
