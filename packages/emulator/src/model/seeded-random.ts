/**
 * Creates a generator of random numbers from 0 (inclusive) to 1 (exclusive). The same seed produces the same numbers
 * (mulberry32).
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Derives a seed from the first digits of a hexadecimal hash and a number, such as the index of a frame. */
export function deriveSeed(hash: string, index: number): number {
  return (Number.parseInt(hash.slice(0, 8), 16) ^ Math.imul(index + 1, 0x9e_37_79_b9)) >>> 0;
}

/** Creates an id in the form of a UUID. The same seed produces the same id. */
export function createSeededUuid(seed: number): string {
  const random = seededRandom(seed);
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
