/**
 * Money in whole hundred-thousandths of a dollar: balances are sums of thousands of charges, and binary fractions would drift.
 * Hive's charges have no finer step in any reply seen.
 */
export type MoneyUnits = number;

const UNITS_PER_USD = 100_000;

/** Dollars as units, rounded to the nearest one. */
export function toUnits(usd: number): MoneyUnits {
  return Math.round(usd * UNITS_PER_USD);
}

/** Units as dollars. */
export function toUsd(units: MoneyUnits): number {
  return units / UNITS_PER_USD;
}

/** Whether an amount of dollars can be counted exactly: not negative, and no finer than a unit. */
export function isCountable(usd: number): boolean {
  return Number.isFinite(usd) && usd >= 0 && Math.abs(usd * UNITS_PER_USD - toUnits(usd)) < 1e-6;
}
