/**
 * An amount in hundred-thousandths of a dollar. It is a whole number, so that the sum of thousands of charges has no
 * rounding errors. No live reply has contained a charge with more decimals.
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

/** Checks whether an amount in dollars can be represented exactly: not negative, and a multiple of one unit. */
export function isCountable(usd: number): boolean {
  return Number.isFinite(usd) && usd >= 0 && Math.abs(usd * UNITS_PER_USD - toUnits(usd)) < 1e-6;
}
