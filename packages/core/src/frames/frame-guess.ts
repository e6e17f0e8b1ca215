/** What closes a frame is hardly longer, white space included. */
const CLOSING_LENGTH = 64;
/** So many more wrong guesses than right ones of late end the guessing: a text may be full of what looks like a boundary. */
const PATIENCE = 8;

/** Guesses where frames end; see {@link createFrameGuess}. */
export type FrameGuess = {
  /** Learns from a frame that was found exactly, with the white space before it. */
  readonly learn: (frame: string) => void;
  /** @returns where the last whole frame of the text ends: the position of the comma behind it; -1 if that cannot be guessed. */
  readonly find: (text: string) => number;
  /** @returns the frames of the text; `null` if it is no list of whole frames, so that the guess was wrong. */
  readonly parse: (text: string) => readonly unknown[] | null;
};

/**
 * Makes what guesses where frames end, and lets `JSON.parse` confirm it.
 *
 * Frames of one model look alike: what closes one, the comma, and what opens the next are always the same text, such as
 * `}]},{"time":`. Its last occurrence is a boundary, and all before it a list of whole frames: one search, and one `JSON.parse` for
 * all of them, at the speed of native code. That is safe, because JSON is self-delimiting: the brackets that are put around the text
 * can only match each other if what stands between them is a list of whole values. A guess that is wrong, because the text stood in a
 * string or in a nested value, does not parse, and the same text is then scanned character by character.
 */
export function createFrameGuess(): FrameGuess {
  /** What closed the last frame that was found exactly, a comma, and that frame's head; `null` while nothing was learned. */
  let boundary: string | null = null;
  /** Where in the boundary the comma stands. */
  let commaAt = 0;
  /** One less for each wrong guess, one more for each right one, up to the full patience; at 0 no guess is made any more. */
  let patience = PATIENCE;

  return {
    learn(frame) {
      const closing = /[\s\]}]+$/.exec(frame.slice(-CLOSING_LENGTH));
      const head = /^\s*\{\s*"[^"\\]*"\s*:/.exec(frame);
      if (closing === null || head === null) return;
      commaAt = closing[0].length;
      boundary = `${closing[0]},${head[0]}`;
    },
    find(text) {
      const place = boundary === null || patience === 0 ? -1 : text.lastIndexOf(boundary);
      return place === -1 ? -1 : place + commaAt;
    },
    parse(text) {
      try {
        const frames: unknown[] = JSON.parse(`[${text}]`);
        patience = Math.min(PATIENCE, patience + 1);
        return frames;
      } catch {
        patience--;
        return null;
      }
    },
  };
}
