/** A number from 0 up to 1, of which the next one is another. */
export type Random = () => number;

const TWO_TO_32 = 2 ** 32;
const TWO_TO_26 = 2 ** 26;
const TWO_TO_27 = 2 ** 27;

/**
 * A generator that gives the same numbers for the same seed in every runtime, each of the full 53 bits: written as JSON they have 16 to
 * 18 digits, as Hive's scores have.
 *
 * Source: mulberry32, in the public domain.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next32 = (): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return () => {
    const high = Math.floor((next32() / TWO_TO_32) * TWO_TO_27);
    const low = Math.floor((next32() / TWO_TO_32) * TWO_TO_26);
    return (high * TWO_TO_26 + low) / (TWO_TO_26 * TWO_TO_27);
  };
}

/** A whole number from `least` to `most`, both included. */
export function integerBetween(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** A number from 0 up to 1 that mostly is small, some so small that JSON writes it with an exponent. Only multiplied: exact everywhere. */
export function smallNumber(random: Random): number {
  const number = random();
  const cube = number * number * number;
  return cube * cube;
}
