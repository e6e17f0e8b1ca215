import { HiveError } from "./hive-error.ts";

/** The state of a budget that a call would exceed. */
export type HiveBudgetEvidence = {
  /** The limit, in US dollars. */
  readonly limitUsd: number;
  /** The charges so far and the reservations of calls in flight, in US dollars. */
  readonly spentUsd: number;
  /** The amount that the call would have reserved, in US dollars. */
  readonly estimateUsd: number;
  /** When the next period starts, with nothing spent; `null` if the budget never resets. */
  readonly resetsAt: Date | null;
};

/** The call would exceed a budget. Nothing was sent. */
export class HiveBudgetError extends HiveError {
  /** The kind of the error. */
  declare readonly kind: "budget";
  /** Always `false`. Repeat the call after `resetsAt`, or with a larger budget. */
  declare readonly isRetryable: false;

  /** The limit of the budget, in US dollars. */
  declare readonly limitUsd: number;
  /**
   * The charges so far in this period, in US dollars, including the reservations of calls in flight and of calls whose
   * charge is unknown.
   */
  declare readonly spentUsd: number;
  /** The amount that the call would have reserved, in US dollars. */
  declare readonly estimateUsd: number;
  /** When the next period starts, with nothing spent; `null` if the budget never resets. */
  declare readonly resetsAt: Date | null;

  /** @param message - One sentence: what failed, why, and what to do next. */
  constructor(message: string, evidence: HiveBudgetEvidence) {
    super("budget", message, evidence);
  }
}
