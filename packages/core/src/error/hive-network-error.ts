import { HiveError } from "./hive-error.ts";

/** The connection failed, or was lost before the response was complete. */
export class HiveNetworkError extends HiveError {
  /** The kind of the error. */
  declare readonly kind: "network";

  /** `true` only if no connection was established. If a connection was lost, the request may already be billed. */
  declare readonly isRetryable: boolean;

  /** The runtime's error code, for example `ECONNREFUSED`; `null` if it has none. */
  declare readonly code: string | null;

  /** @param message - One sentence: what failed, why, and what to do next. */
  constructor(
    message: string,
    evidence: { readonly isRetryable: boolean; readonly code: string | null; readonly cause?: unknown },
  ) {
    super("network", message, evidence);
  }
}
