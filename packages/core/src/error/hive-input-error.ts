import { HiveError } from "./hive-error.ts";

/** The details of an invalid input: the limit and the value that exceeds it. */
export type HiveInputEvidence = {
  /** The largest (or only) accepted value, in `unit`. */
  readonly limit?: number;
  /** The given value, in `unit`. */
  readonly actual?: number;
  /** The unit of both, for example `bytes`. */
  readonly unit?: string;
  /** Whether repeating the same call may succeed. */
  readonly isRetryable?: boolean;
  /** The error that was thrown while the media was read. */
  readonly cause?: unknown;
};

/**
 * A submission is invalid, too large, or cannot be read. Nothing is charged.
 *
 * Nothing was sent, with one exception: media may exceed the limit, change in size or fail during the upload.
 */
export class HiveInputError extends HiveError {
  /** The kind of the error. */
  declare readonly kind: "input";
  /** `true` only if your media function or stream failed, for example because a storage was unavailable. */
  declare readonly isRetryable: boolean;

  /** The largest (or only) accepted value, in `unit`; `null` if the error does not concern a limit. */
  declare readonly limit: number | null;
  /** The given value, in `unit`; `null` if the error does not concern a limit. */
  declare readonly actual: number | null;
  /**
   * The unit of `limit` and `actual`, for example `bytes`; `pixels` for every error of a mask, even without a limit.
   * `null` if the error concerns neither.
   */
  declare readonly unit: string | null;

  /** @param message - One sentence: what failed, why, and what to do next. */
  constructor(message: string, evidence: HiveInputEvidence = {}) {
    super("input", message, { limit: null, actual: null, unit: null, ...evidence });
  }
}
