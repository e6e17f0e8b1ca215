import type { Frame } from "@hivekit/core";

/** The value for a class without a score in a frame. It is below every threshold. */
export const NOT_SCORED = -1;

/** The position of a class that was not requested. */
const NOT_REQUESTED = -1;

/**
 * Creates a function that reads the scores of the given classes in a frame: the highest score in the frame itself and
 * its boxes.
 *
 * The function returns the scores in the order of `names`, with {@link NOT_SCORED} for a class that the frame does not
 * have. It reuses the array, so read it before the next call.
 */
export function createScoreReader(names: readonly string[]): (frame: Frame) => Float64Array {
  const places = new Map(names.map((name, place) => [name, place]));
  const scores = new Float64Array(names.length);
  const raise = (place: number, score: number): void => {
    if (place !== NOT_REQUESTED && score > (scores[place] ?? 0)) scores[place] = score;
  };
  // The classes of the last frame and their positions. Models return the same classes in the same order, so this saves
  // about a hundred lookups per frame.
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
      for (const entry of box.classes)
        raise(places.get(entry.class) ?? NOT_REQUESTED, entry.score ?? NOT_SCORED);
    }
    return scores;
  };
}
