import type { BudgetInterval } from "./budget-store.ts";

/** The state of a budget at one moment. All amounts are in US dollars, exact to 0.0000001. */
export type BudgetSnapshot = {
  /** The limit. */
  readonly limitUsd: number;
  /** The charges in this period, including estimates of calls that succeeded without a charge. */
  readonly spentUsd: number;
  /** The estimates of calls in flight. */
  readonly reservedUsd: number;
  /** The estimates of calls that may have been charged: Hive's response is missing, incomplete or reports a failure. */
  readonly unknownUsd: number;
  /** The limit minus the other three amounts; 0 if they exceed it. */
  readonly remainingUsd: number;
  /** When the next period starts, with nothing spent; `null` if the budget never resets. */
  readonly resetsAt: Date | null;
};

/** What a call with a reservation cost, in US dollars. */
export type BudgetOutcome = {
  /** The charge, at least 0. @defaultValue 0 */
  readonly chargeUsd?: number | undefined;
  /** The amount that may have been charged, at least 0. @defaultValue 0 */
  readonly unknownUsd?: number | undefined;
};

/** An amount that is reserved. It counts for the period in which it was reserved. */
export type BudgetReservation = {
  /** The reserved amount in US dollars. */
  readonly estimateUsd: number;
  /**
   * Replaces the reserved amount with the outcome. `settle({})` releases it. Only the first call has an effect.
   *
   * @throws HiveConfigError if a property is unknown or invalid. The amount then stays reserved.
   * @throws HiveNetworkError if the store fails or does not respond in time. The amount then stays reserved.
   */
  settle(outcome: BudgetOutcome): Promise<void>;
  /**
   * Adds amounts to the same period, even after `settle`. An amount may be negative, to correct an earlier one.
   *
   * @throws HiveConfigError if a property is unknown or invalid.
   * @throws HiveNetworkError if the store fails or does not respond in time.
   */
  adjust(change: BudgetOutcome): Promise<void>;
};

/** Options of {@link Budget.reserve}. */
export type ReserveOptions = {
  /** Ends the wait for the store. */
  readonly signal?: AbortSignal | undefined;
  /** The maximum time to wait for the store, in milliseconds. @defaultValue the `storeTimeoutMs` of the budget */
  readonly timeoutMs?: number | undefined;
};

/** A limit for the charges of a period. Create it with `createBudget`, and pass it to `withBudget`. */
export interface Budget {
  /** The limit of a period, in US dollars. */
  readonly limitUsd: number;
  /** How often the budget resets. */
  readonly per: BudgetInterval;
  /**
   * Returns the state of the current period.
   *
   * @throws HiveNetworkError if the store fails or does not respond in time.
   */
  state(): Promise<BudgetSnapshot>;
  /**
   * Reserves an amount before an operation that costs money. `withBudget` does this for the calls of a client.
   *
   * @param estimateUsd - The amount in US dollars, from 0 to 1,000,000.
   * @throws HiveBudgetError if the amount would exceed the budget.
   * @throws HiveConfigError if the amount is not a valid number, or an option is unknown or invalid.
   * @throws HiveNetworkError if the store fails or does not respond in time. Nothing was sent, so `isRetryable` is
   * `true`.
   * @throws the signal's reason if the signal aborts.
   */
  reserve(estimateUsd: number, options?: ReserveOptions): Promise<BudgetReservation>;
}
