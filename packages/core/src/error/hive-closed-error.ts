import { HiveError } from "./hive-error.ts";

/** A stream or client was used after it was closed, or a stream was read by a second consumer. */
export class HiveClosedError extends HiveError {
  /** The kind of the error. */
  declare readonly kind: "closed";
  /** Always `false`. */
  declare readonly isRetryable: false;

  /**
   * @param message - One sentence: what failed, why, and what to do next.
   * @param cause - The reason for closing, if one was given.
   */
  constructor(message: string, cause?: unknown) {
    super("closed", message, { cause });
  }
}
