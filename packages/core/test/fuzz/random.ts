/**
 * A reproducible random generator (sfc32): the same seed and index yield the same numbers, in any order of documents.
 */
export class Random {
  #a: number;
  #b: number;
  #c = 0x9e3779b9 | 0;
  #counter = 1;

  constructor(seed: number, index: number) {
    this.#a = seed | 0;
    this.#b = index | 0;
    for (let round = 0; round < 15; round++) this.#next();
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Returns an integer from 0 up to, but not including, `limit`. */
  below(limit: number): number {
    return Math.floor((this.#next() / 2 ** 32) * limit);
  }

  /** Returns an integer from `least` to `most`, inclusive. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** Returns an integer from 1 to `most`, with a logarithmic distribution. */
  size(most: number): number {
    return Math.max(1, Math.round(Math.exp((this.#next() / 2 ** 32) * Math.log(most))));
  }

  /** Returns true with a probability from 0 to 1. */
  chance(share: number): boolean {
    return this.#next() / 2 ** 32 < share;
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.below(items.length)] ?? items[0];
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    return items
      .map((item) => ({ item, rank: this.#next() }))
      .toSorted((one, other) => one.rank - other.rank)
      .map(({ item }) => item);
  }
}
