/** The outcome of one attempt to send a request. */
export type AttemptInfo = {
  /** The number of the attempt within the call, from 1. */
  readonly attempt: number;
  /** The HTTP status; `null` if there was no response. */
  readonly status: number | null;
  /** The error of the attempt: a Hivekit error or an abort reason. `null` after a 2xx status. */
  readonly error: unknown;
  /** Whether another attempt follows. */
  readonly willRetry: boolean;
  /** The delay before the next attempt, in milliseconds; `null` if none follows. */
  readonly delayMs: number | null;
  /** Whether Hive may bill this attempt: after a 2xx status, or if the outcome is unknown. Always `false` for polls. */
  readonly mayBeBilled: boolean;
};
