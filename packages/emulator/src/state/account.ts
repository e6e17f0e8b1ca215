import { toUnits, toUsd, type MoneyUnits } from "./money.ts";

/** What a project has spent and how it fared, in US dollars, exact to 0.00001. */
export type AccountSummary = {
  /** What is left; `null` for an account without limit. Below 0 when the last video cost more than was left. */
  readonly balanceUsd: number | null;
  /** What was charged since the start or the last reset. */
  readonly chargedUsd: number;
  /** Submissions with this key, refused ones included. */
  readonly submissions: number;
  /** Those that were refused, or whose task failed. */
  readonly failures: number;
};

/** The account of one project. */
export type Account = {
  /**
   * Sets the price of one frame aside, so that submissions at the same time cannot spend it twice.
   *
   * @returns what settles it: with the charge, which may be 0. Later calls do nothing. `null` when less than `price` is left.
   */
  reserve(price: MoneyUnits): ((charge: MoneyUnits) => void) | null;
  /** Counts a submission. @returns what counts it as failed; only its first call does, and none after a reset */
  countSubmission(): () => void;
  /** How it stands. */
  summary(): AccountSummary;
  /** Back to the balance at the start. */
  reset(): void;
};

/** Opens an account with `balanceUsd` on it; `null` for no limit. */
export function openAccount(balanceUsd: number | null): Account {
  const opening = balanceUsd === null ? null : toUnits(balanceUsd);
  // Set aside for tasks that are being answered.
  let reserved = 0;
  let charged = 0;
  let submissions = 0;
  let failures = 0;
  // Changes with each reset: what was reserved or counted before it must not be settled or counted after it.
  let round = 0;
  return {
    reserve: (price) => {
      if (opening !== null && opening - charged - reserved < price) return null;
      const own = round;
      let isOpen = true;
      reserved += price;
      return (charge) => {
        if (!isOpen || own !== round) return;
        isOpen = false;
        reserved -= price;
        charged += charge;
      };
    },
    countSubmission: () => {
      const own = round;
      let hasFailed = false;
      submissions += 1;
      return () => {
        if (hasFailed || own !== round) return;
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
      round += 1;
    },
  };
}
