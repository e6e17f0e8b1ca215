import { toUnits, toUsd, type MoneyUnits } from "./money.ts";

/** A project's balance, charges and counts. Amounts are US dollars, exact to 0.00001. */
export type AccountSummary = {
  /** The remaining balance; `null` without a limit. Negative if the last video cost more than was left. */
  readonly balanceUsd: number | null;
  /** The charges since the start or the last reset. */
  readonly chargedUsd: number;
  /** The number of submissions with this key, rejected ones included. */
  readonly submissions: number;
  /** The number of submissions that were rejected or whose task failed. */
  readonly failures: number;
};

/** The account of one project. */
export type Account = {
  /**
   * Reserves the price of one frame, so that concurrent submissions cannot spend it twice.
   *
   * @returns a function that settles the reservation with the charge, which may be 0. Only its first call has an
   * effect. `null` if less than `price` is left.
   */
  reserve(price: MoneyUnits): ((charge: MoneyUnits) => void) | null;
  /**
   * Counts a submission.
   *
   * @returns a function that counts it as failed. Only the first call before a reset has an effect
   */
  countSubmission(): () => void;
  /** Summarizes the account. */
  summary(): AccountSummary;
  /** Restores the opening balance and clears the counts. */
  reset(): void;
};

/** Opens an account. @param balanceUsd - the opening balance; `null` for no limit */
export function openAccount(balanceUsd: number | null): Account {
  const opening = balanceUsd === null ? null : toUnits(balanceUsd);
  // The sum of the open reservations.
  let reserved = 0;
  let charged = 0;
  let submissions = 0;
  let failures = 0;
  // Reservations and submissions from before a reset must not be settled or counted after it.
  let resetCount = 0;
  return {
    reserve: (price) => {
      if (opening !== null && opening - charged - reserved < price) return null;
      const reservedAt = resetCount;
      let isOpen = true;
      reserved += price;
      return (charge) => {
        if (!isOpen || reservedAt !== resetCount) return;
        isOpen = false;
        reserved -= price;
        charged += charge;
      };
    },
    countSubmission: () => {
      const countedAt = resetCount;
      let hasFailed = false;
      submissions += 1;
      return () => {
        if (hasFailed || countedAt !== resetCount) return;
        hasFailed = true;
        failures += 1;
      };
    },
    summary: () => ({
      balanceUsd: opening === null ? null : toUsd(opening - charged),
      chargedUsd: toUsd(charged),
      submissions,
      failures,
    }),
    reset: () => {
      reserved = 0;
      charged = 0;
      submissions = 0;
      failures = 0;
      resetCount += 1;
    },
  };
}
