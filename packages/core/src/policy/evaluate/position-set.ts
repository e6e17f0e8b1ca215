const BITS = 32;
/** Splits a position into the bit within a word, and the index of the word. */
const BIT_MASK = 31;
const WORD_SHIFT = 5;
const INITIAL_WORDS = 4;

/** A set of positions of frames, with one bit per frame: the set for a video of 100 000 frames takes 12 KiB. */
export class PositionSet implements Iterable<number> {
  #words = new Uint32Array(INITIAL_WORDS);
  #count = 0;

  /** The number of positions in the set. */
  get count(): number {
    return this.#count;
  }

  /** Adds a position that is not yet in the set. */
  add(position: number): void {
    const word = position >>> WORD_SHIFT;
    if (word >= this.#words.length) {
      const words = new Uint32Array(Math.max(word + 1, this.#words.length * 2));
      words.set(this.#words);
      this.#words = words;
    }
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (position & BIT_MASK));
    this.#count++;
  }

  /** Checks whether the set contains a position. */
  has(position: number): boolean {
    return (((this.#words[position >>> WORD_SHIFT] ?? 0) >>> (position & BIT_MASK)) & 1) === 1;
  }

  /** Iterates over all positions, ascending. */
  *[Symbol.iterator](): Generator<number> {
    for (const [word, bits] of this.#words.entries()) {
      if (bits === 0) continue;
      for (let bit = 0; bit < BITS; bit++) if (((bits >>> bit) & 1) === 1) yield word * BITS + bit;
    }
  }
}
