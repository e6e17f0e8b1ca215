import type { Frame } from "@hivekit/core";

/** The score of a class that a frame does not score: less than any threshold. */
export const NOT_SCORED = -1;

/** The place of a class that nobody asked for. */
const NOBODYS = -1;

/**
 * Makes a function that looks up the scores of some classes in a frame: of the frame as a whole, or of its boxes, the highest of them.
 *
 * What the function gives stands in the order of `names`, with {@link NOT_SCORED} where the frame has no such class; it is the same
 * array each time, to be read before the next frame.
 */
export function createScoreReader(names: readonly string[]): (frame: Frame) => Float64Array {
  const places = new Map(names.map((name, place) => [name, place]));
  const scores = new Float64Array(names.length);
  const raise = (place: number, score: number): void => {
    if (place !== NOBODYS && score > (scores[place] ?? 0)) scores[place] = score;
  };
  // What stood where in the last frame: models give the same classes in the same order, which saves looking a hundred names up.
  const lastNames: string[] = [];
  const lastPlaces: number[] = [];
  return ({ classes, boxes }) => {
    scores.fill(NOT_SCORED);
    for (const [index, entry] of classes.entries()) {
      if (lastNames[index] !== entry.class) {
        lastNames[index] = entry.class;
        lastPlaces[index] = places.get(entry.class) ?? NOBODYS;
      }
      raise(lastPlaces[index] ?? NOBODYS, entry.score);
    }
    for (const box of boxes) {
      for (const entry of box.classes) raise(places.get(entry.class) ?? NOBODYS, entry.score);
    }
    return scores;
  };
}
