/** Returns the next random number, at least 0 and less than 1. */
export type Random = () => number;

const TWO_TO_32 = 2 ** 32;
const TWO_TO_26 = 2 ** 26;
const TWO_TO_27 = 2 ** 27;

/**
 * Creates a generator that yields the same numbers for the same seed in every runtime. They have 53 bits, so their JSON
 * has 16 to 18 digits, like Hive's scores.
 *
 * Source: mulberry32, in the public domain.
 */
export function createRandom(seed: number): Random {
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

/** Returns a random whole number from `min` to `max`, both included. */
export function randomInteger(random: Random, min: number, max: number): number {
  return min + Math.floor(random() * (max - min + 1));
}

/**
 * Returns a random number, at least 0 and less than 1, that is usually small. Some have an exponent in JSON. Uses
 * multiplication only, which is exact in every runtime.
 */
export function randomSmallNumber(random: Random): number {
  const number = random();
  const cube = number * number * number;
  return cube * cube;
}
