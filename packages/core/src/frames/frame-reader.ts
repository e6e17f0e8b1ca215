import type { JsonPath } from "../protocol/protocol.ts";
import type { ReplyFormat } from "../protocol/reply/reply-format.ts";
import { createFrameGuess } from "./frame-guess.ts";
import type { FrameGuess } from "./frame-guess.ts";
import type { FrameLimits } from "./frame-limits.ts";
import { noJson, parseJson, ReplySyntaxError } from "./reply-syntax.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BRACKET_OPEN = 0x5b;
const BACKSLASH = 0x5c;
const BRACKET_CLOSE = 0x5d;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;

/** How many keys and indexes lead to an array of frames, at most. */
const DEEPEST = 4;

/** A limit that no reply of a sane size meets. */
const MANY = 64 * 1024 * 1024;

/** One element of an array of frames, parsed. */
export type RawFrame = {
  /** Which result it belongs to, from 0. */
  readonly resultIndex: number;
  /** Its place in its array, from 0. */
  readonly index: number;
  /** Where that array stands in the document. */
  readonly arrayAt: JsonPath;
  /** The element. */
  readonly json: unknown;
};

/** What a reader needs to know of the document. */
export type FrameReaderOptions = {
  /** Tells which arrays hold frames. */
  readonly format: Pick<ReplyFormat, "resultIndexAt">;
  /** Takes each frame as soon as its last character was read. What it throws comes out of {@link FrameReader.push}. */
  readonly onFrame: (frame: RawFrame) => void;
  /** Guesses where frames end; `null` to find every end character by character. A guess of its own, if left out. */
  readonly guess?: FrameGuess | null | undefined;
  readonly limits?: FrameLimits | undefined;
};

/** An object or array around the place that is being read. */
type Container = {
  /** Of an object the last key, of an array the index. */
  place: string | number;
  /** From below which frames were given out: another such key would replace what they belong to. */
  readonly placesOfFrames: Set<string | number>;
};

/** An open array of frames. */
type FrameArray = {
  readonly resultIndex: number;
  readonly arrayAt: JsonPath;
  /** Of the next frame. */
  index: number;
  /** What must come: anything at the start; an element behind a comma; a comma, or the end, behind what its own bracket closed. */
  expects: "first" | "element" | "comma" | "end";
};

/** Takes frames out of a JSON reply while its text arrives; see {@link createFrameReader}. */
export type FrameReader = {
  /**
   * Reads the next piece of text. Frames that it completes go to `onFrame`, in order, before any error; a frame without any list in it,
   * which no frame of Hive's is, perhaps with the next piece: an empty one will do.
   *
   * @param piece - Some 32 Ki characters serve best: longer ones are set apart by V8, which costs more than cutting them.
   * @throws ReplySyntaxError if a frame is no JSON, or something is longer than it may be.
   */
  readonly push: (piece: string) => void;
  /**
   * Ends the text.
   *
   * @returns the document with its arrays of frames left empty.
   * @throws ReplySyntaxError if the text is empty, cut short, or no JSON.
   */
  readonly end: () => unknown;
};

/**
 * Makes a reader that takes frames out of a JSON reply while its text arrives.
 *
 * Pure and synchronous: text in; frames, and at the end the envelope, out. Inside a frame only strings and nesting are followed;
 * `JSON.parse` reads its text once it is whole. Where a {@link FrameGuess} knows better, several frames are parsed at once, and
 * nothing is followed. The rest of the document is collected, with the arrays of frames left empty, and parsed at the end: keys may
 * come in any order, and a body without frames simply is the envelope.
 */
export function createFrameReader(options: FrameReaderOptions): FrameReader {
  // State is held in variables: V8 forgets code that it optimised for an object's fields when the last such object goes.
  const { format, onFrame, guess = createFrameGuess() } = options;
  const { frameCharacters = MANY, envelopeCharacters = MANY } = options.limits ?? {};

  /** Text of the envelope so far. */
  let envelope = "";
  /** Objects and arrays around the current place of the envelope, outermost first. */
  const stack: Container[] = [];
  /** The last string of the envelope, with its quotes: a key, if a colon follows. */
  let lastString = "";

  /** Set while an array of frames is open: how far it has come. Cleared at its closing bracket. */
  let frames: FrameArray | null = null;
  /** Scanned text since the last frame. Only added to: to look into it for each piece would cost the square of a long frame. */
  let scanned = "";
  /** Text behind a guessed boundary: not scanned, the next piece is put behind it. Shorter than a frame and a piece. */
  let unscanned = "";
  /** Open brackets and braces inside the frame that is being read. */
  let depth = 0;

  /** Set between the quotes of a string, in the envelope or a frame. */
  let isInString = false;
  /** Set for the one character after a backslash in a string. */
  let isEscaped = false;

  return {
    push,
    end() {
      push("");
      // An array of frames that is still open leaves the envelope without its closing brackets.
      return parseJson(envelope);
    },
  };

  function push(piece: string): void {
    const text = `${unscanned}${piece}`;
    unscanned = "";
    const rest = frames === null ? text : readGuessed(frames, text);
    // What stands behind the last boundary may hold whole frames, too. Hive's have a list each, and end with it.
    if (rest === text || rest.includes("]")) scan(rest);
    else unscanned = rest;
  }

  /** Gives out the frames up to a boundary that can be guessed; returns what stands behind it, which is all the text if there is none. */
  function readGuessed(array: FrameArray, text: string): string {
    if (guess === null || array.expects === "comma") return text;
    const end = guess.find(text);
    // Where a frame may be too long, its exact end must be known.
    if (end === -1 || scanned.length + end > (frameCharacters ?? Infinity)) return text;
    const elements = guess.parse(`${scanned}${text.slice(0, end)}`);
    if (elements === null) return text;
    begin(array, "element");
    for (const json of elements) giveOut(array, json);
    return text.slice(end + 1);
  }

  function scan(text: string): void {
    for (let position = 0; position < text.length;) {
      position = frames === null ? readEnvelope(text, position) : readFrames(frames, text, position);
    }
  }

  /** Reads up to the end of the text or of the array of frames; returns the position of what comes next. */
  function readFrames(array: FrameArray, text: string, from: number): number {
    let start = from;
    for (;;) {
      const end = findEnd(text, start);
      if (end === -1) break;
      const code = text.charCodeAt(end);
      if (depth > 0) endElement(array, text.slice(start, end + 1), "comma");
      else if (code === COMMA) endElement(array, text.slice(start, end), "element");
      else {
        if (code !== BRACKET_CLOSE) throw noJson();
        endElement(array, text.slice(start, end), "end");
        // The bracket belongs to the envelope, which so gets an empty array.
        frames = null;
        return end;
      }
      start = end + 1;
    }
    scanned += text.slice(start);
    refuseMore("frameCharacters", scanned, frameCharacters);
    return text.length;
  }

  /** The position of the bracket that ends an element, or of the comma or bracket behind it; -1 if the text ends before. */
  function findEnd(text: string, start: number): number {
    for (let position = start; position < text.length; position++) {
      const code = text.charCodeAt(position);
      if (isInString) followString(code);
      else if (code === QUOTE) isInString = true;
      else if (code === BRACE_OPEN || code === BRACKET_OPEN) depth++;
      else if (code === BRACE_CLOSE || code === BRACKET_CLOSE) {
        if (depth < 2) return position;
        depth--;
      } else if (code === COMMA && depth === 0) return position;
    }
    return -1;
  }

  /** Ends an element behind its own bracket, or at the comma or bracket behind it, where there may be white space instead of one. */
  function endElement(array: FrameArray, last: string, next: FrameArray["expects"]): void {
    const text = `${scanned}${last}`;
    refuseMore("frameCharacters", text, frameCharacters);
    const { expects } = array;
    begin(array, next);
    // White space as JSON has it; JavaScript has more.
    const isBlank = /^[ \t\n\r]*$/.test(text);
    if (isBlank && (expects === "comma" || (expects === "first" && next === "end"))) return;
    if (expects === "comma") throw noJson();
    const json = parseJson(text);
    guess?.learn(text);
    giveOut(array, json);
  }

  function begin(array: FrameArray, expects: FrameArray["expects"]): void {
    array.expects = expects;
    scanned = "";
    depth = 0;
    isInString = isEscaped = false;
  }

  function giveOut(array: FrameArray, json: unknown): void {
    const { resultIndex, arrayAt } = array;
    onFrame({ resultIndex, index: array.index++, arrayAt, json });
  }

  /** Reads up to the end of the text or the start of an array of frames; returns the position after it. */
  function readEnvelope(text: string, start: number): number {
    let position = start;
    while (position < text.length) {
      if (isInString) {
        const from = position;
        while (isInString && position < text.length) followString(text.charCodeAt(position++));
        lastString += text.slice(from, position);
      } else {
        readStructure(text.charCodeAt(position++));
        if (frames !== null) break;
      }
    }
    // A copy: a slice would keep all of the text in memory.
    envelope += structuredClone(text.slice(start, position));
    refuseMore("envelopeCharacters", envelope, envelopeCharacters);
    return position;
  }

  function readStructure(code: number): void {
    if (code === QUOTE) {
      isInString = true;
      lastString = '"';
    } else if (code === BRACKET_OPEN || code === BRACE_OPEN) {
      if (code === BRACKET_OPEN) openFrames();
      stack.push({ place: code === BRACKET_OPEN ? 0 : "", placesOfFrames: new Set() });
    } else if (code === BRACE_CLOSE || code === BRACKET_CLOSE) {
      stack.pop();
    } else {
      const container = stack.at(-1);
      if (container === undefined) return;
      const { place, placesOfFrames } = container;
      if (code === COMMA && typeof place === "number") container.place = place + 1;
      if (code !== COLON) return;
      // A key may be written with escapes: "out\u0070ut" is output.
      container.place = String(parseJson(lastString));
      if (placesOfFrames.has(container.place)) throw new ReplySyntaxError("repeats a key");
    }
    // White space, numbers and literals: JSON.parse checks them at the end.
  }

  /** Begins an array of frames, if the bracket opens one. */
  function openFrames(): void {
    // No reply has them deeper, and a deep document would cost the square of its depth.
    if (stack.length > DEEPEST) return;
    const arrayAt = stack.map(({ place }) => place);
    const resultIndex = format.resultIndexAt(arrayAt);
    if (resultIndex === null) return;
    frames = { resultIndex, arrayAt, index: 0, expects: "first" };
    for (const { place, placesOfFrames } of stack) placesOfFrames.add(place);
  }

  function followString(code: number): void {
    if (isEscaped) isEscaped = false;
    else if (code === BACKSLASH) isEscaped = true;
    else if (code === QUOTE) isInString = false;
  }
}

function refuseMore(name: keyof FrameLimits, { length }: string, limit: number | null): void {
  if (length > (limit ?? Infinity)) throw new ReplySyntaxError(`is over limits.${name} (${limit})`);
}
