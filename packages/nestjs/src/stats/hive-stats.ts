import type { HiveErrorKind, HiveErrorReason } from "@hivekit/core";

/** A failure, without anything that must not be shown. */
export type HiveFailure = {
  /** When. */
  readonly on: Date;
  /** What went wrong, as one word. */
  readonly kind: HiveErrorKind;
  /** Why, as one word; `null` where the kind says it all. */
  readonly reason: HiveErrorReason | null;
  /** One sentence. */
  readonly message: string;
};

/** How the calls of a project went lately. Known from the app's own calls: nothing is sent, nothing is charged. */
export type HiveStats = {
  /** Calls that have not ended. */
  readonly inFlight: number;
  /** How far back the counts go at least, in milliseconds: as asked for, rounded up to tens of seconds; at most 10 s more. */
  readonly windowMs: number;
  /** Attempts to reach Hive that ended within the window. */
  readonly attempts: number;
  /**
   * Those that failed because of Hive, the network, the key or the balance, and answers that turned out to be none. Not those that
   * Hive refused for what was submitted, nor tasks that are not there, nor those that were aborted.
   */
  readonly failures: number;
  /** Those of the failures that Hive's rate limit refused. */
  readonly rateLimited: number;
  /** The last time that a call ended well, or gave its first frame; `null` for never. */
  readonly lastSuccess: Date | null;
  /** The last of the failures; `null` for none. */
  readonly lastFailure: HiveFailure | null;
  /**
   * Whether Hive lets the project in, by its last word on that. `unauthorized`: the key is wrong. `insufficient_balance`: the balance is
   * used up, until Hive answers a submission: a look at a task costs nothing. `unknown`: before the first answer.
   */
  readonly access: "unknown" | "granted" | "unauthorized" | "insufficient_balance";
  /** How long ago Hive said that, in milliseconds; `null` before the first answer. */
  readonly accessAgeMs: number | null;
};

/** Which stretch of time is counted. */
export type HiveStatsOptions = {
  /**
   * How far back, in milliseconds, 1 to 3 600 000.
   * @defaultValue 300 000 (5 minutes)
   */
  readonly windowMs?: number | undefined;
};
