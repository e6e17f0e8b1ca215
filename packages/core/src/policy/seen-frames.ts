/** What the indexes of a result's frames say of how many there are. */
export type SeenFrames = {
  /** How many of the result's frames were taken; one that was taken twice is one. */
  readonly count: number;
  /** How many the result has at least; `null` where an index is no number from 0. */
  readonly leastCount: number | null;
};

/** Counts frames by their indexes: those of a result go from 0 without a hole. */
export function seenFrames(indexes: readonly number[]): SeenFrames {
  if (indexes.every((index, position) => index === position)) {
    return { count: indexes.length, leastCount: indexes.length };
  }
  const { size } = new Set(indexes);
  const isRight = indexes.every((index) => Number.isSafeInteger(index) && index >= 0);
  const highest = indexes.reduce((most, index) => Math.max(most, index), -1);
  return { count: size, leastCount: isRight ? highest + 1 : null };
}
