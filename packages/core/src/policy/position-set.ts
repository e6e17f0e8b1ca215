const BITS = 32;
/** Bits of a position that say which bit, and how far the others are shifted that say which word. */
const BIT_MASK = 31;
const WORD_SHIFT = 5;
const FIRST_WORDS = 4;

/** A set of positions of frames. A bit for each frame: what is remembered of a video grows with its length, 100 000 frames are 12 KiB. */
export class PositionSet implements Iterable<number> {
  #words = new Uint32Array(FIRST_WORDS);
  #count = 0;

  /** How many positions are in it. */
  get count(): number {
    return this.#count;
  }

  /** Adds a position that is not in it. */
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

  /** Whether a position is in it. */
  has(position: number): boolean {
    return (((this.#words[position >>> WORD_SHIFT] ?? 0) >>> (position & BIT_MASK)) & 1) === 1;
  }

  /** All positions, ascending. */
  *[Symbol.iterator](): Generator<number> {
    for (const [word, bits] of this.#words.entries()) {
      if (bits === 0) continue;
      for (let bit = 0; bit < BITS; bit++) if (((bits >>> bit) & 1) === 1) yield word * BITS + bit;
    }
  }
}
