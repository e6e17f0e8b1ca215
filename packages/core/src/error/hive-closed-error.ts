import { HiveError } from "./hive-error.ts";

/** Something was asked of a stream or a client that had been closed, or that has one reader already. */
export class HiveClosedError extends HiveError {
  static {
    this.prototype.name = "HiveClosedError";
  }

  readonly kind = "closed";
  readonly isRetryable = false;
}
