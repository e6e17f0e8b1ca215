import { HiveError } from "./hive-error.ts";

/** Something was asked of a stream or a client that had been closed, or that has one reader already. */
export class HiveClosedError extends HiveError {
  /** What went wrong, as one word. */
  declare readonly kind: "closed";
  /** Never: making the same call again cannot help, or may be billed twice. */
  declare readonly isRetryable: false;

  /**
   * @param message - One sentence: what failed, why, and what to do next.
   * @param cause - Why it was closed, if whoever closed it said so.
   */
  constructor(message: string, cause?: unknown) {
    super("closed", message, { cause });
  }
}
