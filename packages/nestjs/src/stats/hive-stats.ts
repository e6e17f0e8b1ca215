import type { HiveErrorKind, HiveErrorReason } from "@hivekit/core";
import * as z from "zod/mini";
import { numberFrom, optionsSchema } from "../options/check-options.ts";

/** The longest window of statistics, in milliseconds: one hour. */
export const MAX_WINDOW_MS = 3_600_000;

/** A failure, without confidential data. */
export type HiveFailure = {
  /** When it happened. */
  readonly on: Date;
  /** The `kind` of the error. */
  readonly kind: HiveErrorKind;
  /** The `reason` of the error; `null` if its kind has none. */
  readonly reason: HiveErrorReason | null;
  /** The message of the error: one sentence. */
  readonly message: string;
};

/**
 * Recent statistics of a project's calls. They cover the calls that the app makes anyway: nothing is sent and nothing
 * is charged.
 */
export type HiveStats = {
  /** The number of calls in flight. */
  readonly inFlight: number;
  /**
   * The time window of the counts, in milliseconds: the requested one, rounded up to a multiple of 10 s. The counts may
   * include up to 10 s more.
   */
  readonly windowMs: number;
  /**
   * The number of attempts that ended within the window, including those that the client held back because of the rate
   * limit.
   */
  readonly attempts: number;
  /**
   * The number of failures within the window that were caused by Hive, the network, the key or the balance, including
   * responses that could not be read. Submissions that Hive rejected, tasks that do not exist and aborted calls do not
   * count.
   */
  readonly failures: number;
  /** The number of failures that were caused by Hive's rate limit, including attempts that the client held back. */
  readonly rateLimited: number;
  /** When a call last succeeded or delivered its first frame; `null` if never. */
  readonly lastSuccess: Date | null;
  /** The last failure; `null` if there was none. */
  readonly lastFailure: HiveFailure | null;
  /**
   * Whether Hive accepts the project, according to its last response. `unauthorized`: the key is wrong.
   * `insufficient_balance`: the balance is used up; remains until a submission succeeds, because polling is free.
   * `unknown`: before the first response. The calls of `vlm` may have their own key, so their access is tracked
   * separately. This is the worse of the two.
   */
  readonly access: "unknown" | "granted" | "unauthorized" | "insufficient_balance";
  /** The age of `access`, in milliseconds; `null` before the first response. */
  readonly accessAgeMs: number | null;
};

/** The options of `HiveService.stats()`. */
export type HiveStatsOptions = {
  /**
   * The time window of the counts, in milliseconds, 1 to 3 600 000.
   * @defaultValue 300 000 (5 minutes)
   */
  readonly windowMs?: number | undefined;
};

/** Checks {@link HiveStatsOptions}. */
export const statsOptionsSchema = optionsSchema<HiveStatsOptions>({
  windowMs: z.optional(numberFrom(1, MAX_WINDOW_MS)),
});
