/**
 * The units of a US dollar in which money is added up: 0.0000001 dollars each, the precision of the charges of a task.
 * Sums of whole numbers are exact; sums of dollars as floating-point numbers are not.
 */
export const UNITS_PER_USD = 10_000_000;

/** The largest amount, in US dollars. Even sums of a few hundred million of them are exact. */
export const MAX_USD = 100_000_000;

/** Below this part of a unit, a difference is an error of the floating-point number. */
const TOLERANCE_UNITS = 0.01;

/** Converts US dollars to units, rounded up. */
export function toUnits(usd: number): number {
  return Math.ceil(usd * UNITS_PER_USD - TOLERANCE_UNITS);
}

/** Converts units to US dollars. */
export function toUsd(units: number): number {
  return units / UNITS_PER_USD;
}
