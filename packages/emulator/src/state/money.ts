/**
 * An amount in hundred-thousandths of a dollar, a whole number: a balance is the sum of thousands of charges, and
 * binary fractions would drift. No live reply has shown a charge with more decimals.
 */
export type MoneyUnits = number;

const UNITS_PER_USD = 100_000;

/** Converts dollars to units, rounded to the nearest unit. */
export function toUnits(usd: number): MoneyUnits {
  return Math.round(usd * UNITS_PER_USD);
}

/** Converts units to dollars. */
export function toUsd(units: MoneyUnits): number {
  return units / UNITS_PER_USD;
}

/** Whether an amount in dollars can be represented exactly: not negative, and a multiple of a unit. */
export function isCountable(usd: number): boolean {
  return Number.isFinite(usd) && usd >= 0 && Math.abs(usd * UNITS_PER_USD - toUnits(usd)) < 1e-6;
}
