/** Copies a JSON value with the keys of all objects in another order. Arrays keep their order. */
export function shuffleKeys(json: unknown, seed: number): unknown {
  const random = mulberry32(seed);
  const shuffle = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffle);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value);
    // Fisher-Yates, from the end.
    for (let place = entries.length - 1; place > 0; place--) {
      const other = Math.floor(random() * (place + 1));
      const [moved] = entries.splice(other, 1);
      if (moved !== undefined) entries.splice(place, 0, moved);
    }
    return Object.fromEntries(entries.map(([key, inner]) => [key, shuffle(inner)]));
  };
  return shuffle(json);
}

/** Creates a random generator of numbers in [0, 1) from a seed. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
