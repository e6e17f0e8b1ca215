import { HiveError } from "./hive-error.ts";

/** The connection could not be made, or broke before the whole reply was there. */
export class HiveNetworkError extends HiveError {
  /** What went wrong, as one word. */
  declare readonly kind: "network";

  /** `true` only if the connection was never made. A connection lost later may already have been billed. */
  declare readonly isRetryable: boolean;

  /** The runtime's code, for example `ECONNREFUSED`; `null` where it gives none. */
  declare readonly code: string | null;

  /** @param message - One sentence: what failed, why, and what to do next. */
  constructor(
    message: string,
    evidence: { readonly isRetryable: boolean; readonly code: string | null; readonly cause?: unknown },
  ) {
    super("network", message, evidence);
  }
}
