import type { Frame } from "@hivekit/core";

/** The value for a class without a score in a frame. It is below every threshold. */
export const NOT_SCORED = -1;

/** The place of a class that was not requested. */
export const NOT_REQUESTED = -1;

/**
 * Finds the places of classes in a list of requested ones.
 *
 * It remembers the classes of the last frame by their index. Models return the same classes in the same order, so this
 * saves about a hundred lookups per frame.
 */
export class ClassPlaces {
  readonly #places: ReadonlyMap<string, number>;
  readonly #lastNames: string[] = [];
  readonly #lastPlaces: number[] = [];

  /** @param names - The requested classes, without duplicates. */
  constructor(names: readonly string[]) {
    this.#places = new Map(names.map((name, place) => [name, place]));
  }

  /** Finds the place of a class; {@link NOT_REQUESTED} if it has none. */
  find(name: string): number {
    return this.#places.get(name) ?? NOT_REQUESTED;
  }

  /** Finds the place of the class at an index of a frame. */
  findAt(index: number, name: string): number {
    if (this.#lastNames[index] !== name) {
      this.#lastNames[index] = name;
      this.#lastPlaces[index] = this.find(name);
    }
    return this.#lastPlaces[index] ?? NOT_REQUESTED;
  }
}

/**
 * Creates a function that reads the scores of the given classes in a frame: the highest score in the frame itself and
 * its boxes.
 *
 * The function returns the scores in the order of `names`, with {@link NOT_SCORED} for a class that the frame does not
 * have. It reuses the array, so read it before the next call.
 */
export function createScoreReader(names: readonly string[]): (frame: Frame) => Float64Array {
  const places = new ClassPlaces(names);
  const scores = new Float64Array(names.length);
  const raise = (place: number, score: number): void => {
    if (place !== NOT_REQUESTED && score > (scores[place] ?? 0)) scores[place] = score;
  };
  return ({ classes, boxes }) => {
    scores.fill(NOT_SCORED);
    // Counts, because an iterator of entries would create an array for each class.
    for (let index = 0; index < classes.length; index++) {
      const entry = classes[index];
      if (entry !== undefined) raise(places.findAt(index, entry.class), entry.score);
    }
    for (const box of boxes) {
      for (const entry of box.classes) raise(places.find(entry.class), entry.score ?? NOT_SCORED);
    }
    return scores;
  };
}
