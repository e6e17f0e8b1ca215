/**
 * The units of a US dollar in which money is added up: 0.0000001 dollars each, the precision of the charges of a task.
 * Sums of whole numbers are exact; sums of dollars as floating-point numbers are not.
 */
export const UNITS_PER_USD = 10_000_000;

/**
 * The largest amount, in US dollars. Up to it, the error of the floating-point number is smaller than the tolerance
 * below, and even sums of hundreds of them are exact.
 */
export const MAX_USD = 1_000_000;

/** Below this part of a unit, a difference is an error of the floating-point number. */
const TOLERANCE_UNITS = 0.01;

/** Converts US dollars to units, rounded up. */
export function toUnits(usd: number): number {
  // Adding 0 turns -0 into 0, which stores may print.
  return Math.ceil(usd * UNITS_PER_USD - TOLERANCE_UNITS) + 0;
}

/** Converts units to US dollars. */
export function toUsd(units: number): number {
  return units / UNITS_PER_USD;
}
