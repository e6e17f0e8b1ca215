import { HiveError } from "./hive-error.ts";

/** The request could not be sent, or the connection was lost before the response was complete. */
export class HiveNetworkError extends HiveError {
  /** The kind of the error. */
  declare readonly kind: "network";

  /**
   * `true` only if nothing was sent and a retry may help: the connection was not established, or the `apiKey` function
   * failed. If a connection was lost, the request may already be billed.
   */
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
