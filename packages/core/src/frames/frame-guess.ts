import { repeatsKey } from "../protocol/wire/repeats-key.ts";

/** The maximum length of the closing brackets of a frame, with whitespace. */
const CLOSING_LENGTH = 64;
/** Guessing stops after this many more wrong guesses than right ones: a text may contain many lookalikes. */
const PATIENCE = 8;

/** Guesses where frames end; see {@link createFrameGuess}. */
export type FrameGuess = {
  /** Learns the boundary from a frame that was scanned, with the whitespace before it. */
  readonly learn: (frame: string) => void;
  /** @returns the position of the comma after the last complete frame of the text; -1 if there is no guess. */
  readonly find: (text: string) => number;
  /** @returns the frames of the text; `null` if the text is not a list of complete frames, so the guess was wrong. */
  readonly parse: (text: string) => readonly unknown[] | null;
};

/**
 * Creates an object that guesses frame boundaries and confirms each guess with `JSON.parse`.
 *
 * Frames of one model look alike: the end of one frame, the comma, and the beginning of the next are always the same
 * text, such as `}]},{"time":`. The last occurrence of this text is probably a boundary, and everything before it a
 * list of complete frames. One search and one `JSON.parse` read them all, at native speed.
 *
 * This is safe, because JSON is self-delimiting: brackets around the text match each other only if the text is a list
 * of complete values. If the same text occurs inside a string or a nested value, the guess is wrong and does not parse.
 * The text is then scanned character by character.
 */
export function createFrameGuess(): FrameGuess {
  /**
   * The end of the last scanned frame, a comma, and the beginning of that frame. Before the first one, only the comma and
   * the beginning of the array; `null` if it is unknown.
   */
  let boundary: string | null = null;
  /** The position of the comma in the boundary. */
  let commaAt = 0;
  /** Decremented by a wrong guess, incremented by a right one up to the maximum. Guessing stops at 0. */
  let patience = PATIENCE;

  const setBoundary = (closing: string, frame: string): void => {
    const head = /^\s*\{\s*"[^"\\]*"\s*:/.exec(frame);
    if (head === null) return;
    commaAt = closing.length;
    boundary = `${closing},${head[0]}`;
  };

  return {
    learn(frame) {
      const closing = /[\s\]}]+$/.exec(frame.slice(-CLOSING_LENGTH));
      if (closing !== null) setBoundary(closing[0], frame);
    },
    find(text) {
      // The first text is probably the beginning of an array.
      if (boundary === null) setBoundary("", text);
      const place = boundary === null || patience === 0 ? -1 : text.lastIndexOf(boundary);
      return place === -1 ? -1 : place + commaAt;
    },
    parse(text) {
      try {
        const list = `[${text}]`;
        const frames: unknown[] = JSON.parse(list);
        // The frame with the repeated key is found when the text is scanned.
        if (repeatsKey(list, frames)) return null;
        patience = Math.min(PATIENCE, patience + 1);
        return frames;
      } catch {
        patience--;
        return null;
      }
    },
  };
}
