import { HiveError } from "./hive-error.ts";

/** What an input broke: which limit, by how much. */
export type HiveInputEvidence = {
  /** The largest (or only) value that is taken, in `unit`. */
  readonly limit?: number;
  /** What was given, in `unit`. */
  readonly actual?: number;
  /** The unit of both, for example `bytes`. */
  readonly unit?: string;
  /** What the caller's own media threw. */
  readonly cause?: unknown;
};

/**
 * A submission or an option of a call cannot be sent as it is. Nothing was sent; or, where media of unknown size turned out too large,
 * or failed, while it was sent, not all of it. Nothing was charged.
 */
export class HiveInputError extends HiveError {
  /** What went wrong, as one word. */
  declare readonly kind: "input";
  /** Never: making the same call again cannot help, or may be billed twice. */
  declare readonly isRetryable: false;

  /** The largest (or only) value that is taken, in `unit`; `null` where no limit is at fault. */
  declare readonly limit: number | null;
  /** What was given, in `unit`; `null` where no limit is at fault. */
  declare readonly actual: number | null;
  /** The unit of `limit` and `actual`, for example `bytes`; `null` where no limit is at fault. */
  declare readonly unit: string | null;

  /** @param message - One sentence: what failed, why, and what to do next. */
  constructor(message: string, evidence: HiveInputEvidence = {}) {
    super("input", message, { limit: null, actual: null, unit: null, ...evidence });
  }
}
