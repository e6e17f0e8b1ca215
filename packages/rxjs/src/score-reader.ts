import type { Frame } from "@hivekit/core";

/** The score of a class that a frame does not score: below every threshold. */
export const NOT_SCORED = -1;

/** The place of a class that was not requested. */
const NOT_REQUESTED = -1;

/**
 * Creates a function that reads the scores of some classes in a frame: of the frame itself or of its boxes, whichever
 * is highest.
 *
 * The function returns the scores in the order of `names`, with {@link NOT_SCORED} for a class that the frame does not
 * have. It returns the same array each time, to be read before the next frame.
 */
export function createScoreReader(names: readonly string[]): (frame: Frame) => Float64Array {
  const places = new Map(names.map((name, place) => [name, place]));
  const scores = new Float64Array(names.length);
  const raise = (place: number, score: number): void => {
    if (place !== NOT_REQUESTED && score > (scores[place] ?? 0)) scores[place] = score;
  };
  // The classes of the last frame and their places. Models return the same classes in the same order, so this saves a
  // hundred lookups per frame.
  const lastNames: string[] = [];
  const lastPlaces: number[] = [];
  return ({ classes, boxes }) => {
    scores.fill(NOT_SCORED);
    for (const [index, entry] of classes.entries()) {
      if (lastNames[index] !== entry.class) {
        lastNames[index] = entry.class;
        lastPlaces[index] = places.get(entry.class) ?? NOT_REQUESTED;
      }
      raise(lastPlaces[index] ?? NOT_REQUESTED, entry.score);
    }
    for (const box of boxes) {
      for (const entry of box.classes) raise(places.get(entry.class) ?? NOT_REQUESTED, entry.score);
    }
    return scores;
  };
}
