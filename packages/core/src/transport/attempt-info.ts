/** What became of one attempt to reach Hive. */
export type AttemptInfo = {
  /** Which attempt of the call, from 1. */
  readonly attempt: number;
  /** The HTTP status of the answer; `null` where there was none. */
  readonly status: number | null;
  /** What the attempt failed with: an error of Hivekit's, or the reason of an abort; `null` if its answer began with 2xx. */
  readonly error: unknown;
  /** Whether another attempt follows. */
  readonly willRetry: boolean;
  /** The pause before that, in milliseconds; `null` if none follows. */
  readonly delayMs: number | null;
  /**
   * Whether Hive may bill this attempt: it was answered with 2xx, or nobody knows what became of it. Never for a request that
   * only asks for a task.
   */
  readonly mayBeBilled: boolean;
};
