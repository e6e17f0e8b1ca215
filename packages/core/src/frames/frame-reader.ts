import type { JsonPath } from "../protocol/protocol.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BRACKET_OPEN = 0x5b;
const BACKSLASH = 0x5c;
const BRACKET_CLOSE = 0x5d;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;

/** The text that was read is no JSON, or ended too early. It carries no part of the text. */
export class ReplySyntaxError extends Error {
  override readonly name = "ReplySyntaxError";
}

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
  /** Tells whether the array at this place holds frames, and of which result; `null` for any other array. */
  readonly resultIndexAt: (path: JsonPath) => number | null;
  /** Takes each frame as soon as its last character was read. What it throws comes out of {@link FrameReader.push}. */
  readonly onFrame: (frame: RawFrame) => void;
};

/** An object or array around the place that is being read. */
type Container = {
  readonly isArray: boolean;
  key: string;
  index: number;
  /** The keys from below which frames were given out: another one of that name would replace what they belong to. */
  readonly framesKeys: string[];
};

/** An open array of frames: of which result, which frame comes next, and what must come before it. */
type FrameArray = {
  readonly resultIndex: number;
  readonly at: JsonPath;
  index: number;
  expects: "first" | "comma" | "element";
};

/**
 * Takes frames out of a JSON reply while its text arrives.
 *
 * Pure and synchronous: text in; frames, and at the end the envelope, out. Inside a frame only strings and nesting are followed;
 * `JSON.parse` reads its text once it is whole. The rest of the document is collected, with the arrays of frames left empty, and
 * parsed at the end: keys may come in any order, and a body without frames simply is the envelope.
 */
export class FrameReader {
  readonly #options: FrameReaderOptions;

  /** Text of the envelope so far. */
  readonly #envelope: string[] = [];
  /** Objects and arrays around the current place of the envelope, outermost first. */
  readonly #stack: Container[] = [];
  /** Set while an array of frames is open: how far it has come. Cleared at its closing bracket. */
  #frames: FrameArray | null = null;

  /** Text of the frame that is being read, from earlier pieces. Cleared when the frame is whole. */
  #frameParts: string[] = [];
  /** What ends the frame that is being read; `null` between frames. */
  #frameForm: "nested" | "string" | "scalar" | null = null;
  /** Open brackets and braces inside the frame that is being read. */
  #depth = 0;

  /** Set between the quotes of a string, in the envelope or a frame. */
  #isInString = false;
  /** Set for the one character after a backslash in a string. */
  #isEscaped = false;
  /** Set before an object's key, cleared at its colon. Envelope only. */
  #expectsKey = false;
  /** Raw text of the key that is being read; `null` outside of one. Envelope only. */
  #key: string | null = null;

  constructor(options: FrameReaderOptions) {
    this.#options = options;
  }

  /**
   * Reads the next piece of text. Frames that it completes go to `onFrame`, in order, before any error.
   *
   * @throws ReplySyntaxError if a frame is no JSON.
   */
  push(text: string): void {
    let position = 0;
    while (position < text.length) {
      position =
        this.#frames === null ? this.#readEnvelope(text, position) : this.#readFrames(text, position);
    }
  }

  /**
   * Ends the text.
   *
   * @returns the document with its arrays of frames left empty.
   * @throws ReplySyntaxError if the text is empty, cut short, or no JSON.
   */
  end(): unknown {
    const envelope = this.#envelope.join("");
    return parse(envelope);
  }

  /** Reads up to the end of the text or the start of an array of frames; returns the position after it. */
  #readEnvelope(text: string, start: number): number {
    let position = start;
    for (; position < text.length; position++) {
      const code = text.charCodeAt(position);
      if (this.#isInString) {
        this.#readStringCharacter(code, text, position);
      } else if (code === QUOTE) {
        this.#isInString = true;
        this.#key = this.#expectsKey ? "" : null;
      } else if (code === BRACKET_OPEN && this.#opensFrames()) {
        position++;
        break;
      } else {
        this.#readStructure(code);
      }
    }
    this.#envelope.push(text.slice(start, position));
    return position;
  }

  #readStringCharacter(code: number, text: string, position: number): void {
    if (this.#endsString(code)) this.#endKey();
    else if (this.#key !== null) this.#key += text.charAt(position);
  }

  /** Follows a string by one character; tells whether that was its closing quote. */
  #endsString(code: number): boolean {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (code === BACKSLASH) this.#isEscaped = true;
    else if (code === QUOTE) this.#isInString = false;
    return !this.#isInString;
  }

  #endKey(): void {
    const container = this.#stack.at(-1);
    if (this.#key === null || container === undefined) return;
    // A key may be written with escapes: "out\u0070ut" is output.
    container.key = String(parse(`"${this.#key}"`));
    this.#key = null;
    if (container.framesKeys.includes(container.key)) throw new ReplySyntaxError("repeats a key");
  }

  #readStructure(code: number): void {
    switch (code) {
      case BRACE_OPEN:
      case BRACKET_OPEN:
        this.#stack.push({ isArray: code === BRACKET_OPEN, key: "", index: 0, framesKeys: [] });
        this.#expectsKey = code === BRACE_OPEN;
        return;
      case BRACE_CLOSE:
      case BRACKET_CLOSE:
        this.#stack.pop();
        this.#expectsKey = false;
        return;
      case COLON:
        this.#expectsKey = false;
        return;
      case COMMA: {
        const container = this.#stack.at(-1);
        if (container?.isArray === true) container.index++;
        else this.#expectsKey = true;
        return;
      }
      default:
      // White space, numbers and literals: JSON.parse checks them at the end.
    }
  }

  #opensFrames(): boolean {
    const path = this.#stack.map((container) => (container.isArray ? container.index : container.key));
    const resultIndex = this.#options.resultIndexAt(path);
    if (resultIndex === null) return false;
    for (const container of this.#stack) container.framesKeys.push(container.key);
    this.#frames = { resultIndex, at: path, index: 0, expects: "first" };
    return true;
  }

  /** Reads up to the end of the text or of the array of frames; returns the position of what comes next. */
  #readFrames(text: string, start: number): number {
    let position = start;
    while (position < text.length && this.#frames !== null) {
      position =
        this.#frameForm === null
          ? this.#readBetweenFrames(text, position, this.#frames)
          : this.#readFrame(text, position);
    }
    return position;
  }

  #readBetweenFrames(text: string, position: number, frames: FrameArray): number {
    const code = text.charCodeAt(position);
    if (isWhiteSpace(code)) return position + 1;
    if (code === BRACKET_CLOSE && frames.expects !== "element") {
      // The bracket belongs to the envelope, which so gets an empty array.
      this.#frames = null;
      this.#envelope.push("]");
      return position + 1;
    }
    if (code === COMMA && frames.expects === "comma") {
      frames.expects = "element";
      return position + 1;
    }
    const isStray = code === COMMA || code === BRACKET_CLOSE || code === BRACE_CLOSE || code === COLON;
    if (frames.expects === "comma" || isStray) {
      throw new ReplySyntaxError("has a stray character between frames");
    }
    if (code === BRACE_OPEN || code === BRACKET_OPEN) this.#frameForm = "nested";
    else this.#frameForm = code === QUOTE ? "string" : "scalar";
    return position;
  }

  /** Reads up to the end of the text or of the frame; returns the position of what comes next. */
  #readFrame(text: string, start: number): number {
    const end = this.#frameForm === "scalar" ? endOfScalar(text, start) : this.#endOfNested(text, start);
    if (end === null) {
      this.#frameParts.push(text.slice(start));
      return text.length;
    }
    const last = text.slice(start, end);
    const frameText = this.#frameParts.length === 0 ? last : `${this.#frameParts.join("")}${last}`;
    this.#endFrame(frameText);
    return end;
  }

  #endFrame(text: string): void {
    const frames = this.#frames;
    if (frames === null) return;
    this.#frameParts = [];
    this.#frameForm = null;
    frames.expects = "comma";
    const json = parse(text);
    const { resultIndex, at } = frames;
    this.#options.onFrame({ resultIndex, index: frames.index++, arrayAt: at, json });
  }

  /** The position after the character that closes the frame; `null` if the text ends before it. */
  #endOfNested(text: string, start: number): number | null {
    for (let position = start; position < text.length; position++) {
      const code = text.charCodeAt(position);
      if (this.#isInString) {
        if (this.#endsString(code) && this.#depth === 0) return position + 1;
      } else if (code === QUOTE) {
        this.#isInString = true;
      } else if (code === BRACE_OPEN || code === BRACKET_OPEN) {
        this.#depth++;
      } else if (code === BRACE_CLOSE || code === BRACKET_CLOSE) {
        this.#depth--;
        if (this.#depth === 0) return position + 1;
      }
    }
    return null;
  }
}

function endOfScalar(text: string, start: number): number | null {
  for (let position = start; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === COMMA || code === BRACKET_CLOSE || isWhiteSpace(code)) return position;
  }
  return null;
}

function isWhiteSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** `JSON.parse` without its message, which quotes the text: a reply may hold what must not be logged. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ReplySyntaxError("is no whole JSON");
  }
}
