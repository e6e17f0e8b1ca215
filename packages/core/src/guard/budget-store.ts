/** How often a budget resets, in UTC. `run`: never. */
export type BudgetInterval = "hour" | "day" | "month" | "run";

/**
 * The period of a budget. All processes with the same budget compute the same period.
 *
 * `id` is unique within the store: use it as the key.
 */
export type BudgetPeriod = {
  /** The name of the budget and the period, for example `uploads/hour/2026-12-01T16`. */
  readonly id: string;
  /** The name of the budget. */
  readonly name: string;
  /** The length of the period. `run` is a single period that never ends. */
  readonly per: BudgetInterval;
  /** The start, in milliseconds since 1970-01-01 UTC; 0 for a budget that never resets. */
  readonly startsAtMs: number;
  /** The end, exclusive, in milliseconds since 1970-01-01 UTC; `null` for a budget that never resets. */
  readonly endsAtMs: number | null;
};

/** The amount that one call reserves. */
export type StoredReservation = {
  /** Unique to the call. */
  readonly id: string;
  /** The period in which it was reserved, even if it is settled in a later one. */
  readonly period: BudgetPeriod;
  /** The amount in units of 0.0000001 US dollars, a whole number of at least 0. */
  readonly amountUnits: number;
};

/** Two amounts in units of 0.0000001 US dollars, whole numbers. */
export type BudgetAmounts = {
  /** Charges, and the estimates of calls that succeeded without a charge. */
  readonly spentUnits: number;
  /** Estimates of calls that may have been charged. */
  readonly unknownUnits: number;
};

/** The amounts of a period, in units of 0.0000001 US dollars: whole numbers. */
export type BudgetTotals = BudgetAmounts & {
  /** Reservations that are not settled yet. */
  readonly reservedUnits: number;
};

/** The result of an attempt to reserve an amount. */
export type BudgetAdmission = {
  /** Whether the amount was reserved. */
  readonly isReserved: boolean;
  /** The totals of the period, including this amount if it was reserved. */
  readonly totals: BudgetTotals;
};

/**
 * Where a budget keeps its amounts. Implement it to share a budget between processes, and check the implementation with
 * `budgetStoreCases` of `@hivekit/core/guard/testing`.
 *
 * Each method is atomic, even across processes. A store removes a reservation when it is settled. Keep a period after
 * its end for as long as a call can last, for example a day. A budget that never resets has a single period.
 */
export interface BudgetStore {
  /**
   * Reserves an amount if the totals of the period (spent, unknown and reserved) plus this amount are at most the
   * limit. Idempotent: if a reservation with this id exists, nothing changes and the result is `isReserved: true`.
   *
   * @param limitUnits - The limit in units of 0.0000001 US dollars. Processes may have different limits.
   */
  reserve(reservation: StoredReservation, limitUnits: number): Promise<BudgetAdmission>;

  /**
   * Removes a reservation and adds the amounts of its outcome to the totals of its period. Idempotent: does nothing if
   * the reservation does not exist. `{ spentUnits: 0, unknownUnits: 0 }` releases it.
   */
  settle(reservation: StoredReservation, outcome: BudgetAmounts): Promise<void>;

  /**
   * Adds amounts to the totals of a period, without comparing them with a limit. An amount may be negative, to correct
   * an earlier one. Does nothing if the store no longer has the period.
   */
  adjust(period: BudgetPeriod, change: BudgetAmounts): Promise<void>;

  /** Returns the totals of a period; zeros if it is new. */
  read(period: BudgetPeriod): Promise<BudgetTotals>;
}
