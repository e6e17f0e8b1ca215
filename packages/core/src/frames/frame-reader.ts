import type { ReplyFormat } from "../protocol/reply/reply-format.ts";
import type { JsonPath } from "../protocol/wire/read-wire.ts";
import { repeatsKey } from "../protocol/wire/repeats-key.ts";
import { createFrameGuess } from "./frame-guess.ts";
import type { FrameGuess } from "./frame-guess.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BRACKET_OPEN = 0x5b;
const BACKSLASH = 0x5c;
const BRACKET_CLOSE = 0x5d;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;

/** The maximum depth of an array of frames, in keys and indexes. */
const MAX_DEPTH = 4;

/** The default limit, far above the size of any real response. */
const DEFAULT_LIMIT = 64 * 1024 * 1024;

/**
 * The memory limits of a stream. If a response exceeds one, the stream delivers the complete frames and then throws a
 * `HiveDecodeError`.
 */
export type FrameLimits = {
  /**
   * The maximum size of one frame with the whitespace around it, in UTF-16 code units of JSON. With `null`, only the
   * runtime's maximum string length applies. If the limit is below about 40 000, frames are parsed one by one, which
   * takes twice as long.
   * @defaultValue 67 108 864 (64 Mi)
   */
  readonly frameCharacters?: number | null | undefined;
  /**
   * The maximum size of a response without its frames, in UTF-16 code units of JSON. With `null`, only the runtime's
   * maximum string length applies.
   * @defaultValue 67 108 864 (64 Mi)
   */
  readonly envelopeCharacters?: number | null | undefined;
};

/**
 * The text is not valid JSON, repeats a key, ends too early, or exceeds a limit. The message contains no part of the
 * text.
 */
export class ReplySyntaxError extends Error {
  override readonly name = "ReplySyntaxError";
}

/** One element of an array of frames, parsed. */
export type RawFrame = {
  /** The index of the result that the frame belongs to, from 0. */
  readonly resultIndex: number;
  /** The index of the frame in the array, from 0. */
  readonly index: number;
  /** The position of the array in the document. */
  readonly arrayAt: JsonPath;
  /** The element. */
  readonly json: unknown;
};

/** The options of a frame reader. */
export type FrameReaderOptions = {
  /** Recognizes the arrays of frames. */
  readonly format: Pick<ReplyFormat, "resultIndexAt">;
  /** Receives each frame as soon as its last character is read. {@link FrameReader.push} rethrows its errors. */
  readonly onFrame: (frame: RawFrame) => void;
  /** Guesses where frames end; `null` to scan character by character. Default: a new guess. */
  readonly guess?: FrameGuess | null | undefined;
  readonly limits?: FrameLimits | undefined;
};

/** An open array of frames. */
type FrameArray = {
  readonly resultIndex: number;
  readonly arrayAt: JsonPath;
  /** The index of the next frame. */
  index: number;
  /**
   * The valid continuation: anything at the start; an element after a comma; a comma or the end after an element that
   * ended with a bracket.
   */
  expects: "first" | "element" | "comma" | "end";
};

/** Extracts frames from a JSON response while its text arrives; see {@link createFrameReader}. */
export type FrameReader = {
  /**
   * Reads the next chunk of text. Passes the frames that it completes to `onFrame`, in order, before any error. A frame
   * that contains no array, which Hive never sends, may be delayed until the next chunk, which may be empty.
   *
   * @param chunk - A length of about 32 Ki characters is fastest: V8 allocates longer strings separately, which costs
   * more than slicing them.
   * @param options - `hasMore`: whether the next chunk follows at once. Frames may be delayed until then, which is faster.
   * @throws ReplySyntaxError if a frame is not valid JSON, or a limit is exceeded.
   */
  readonly push: (chunk: string, options?: { readonly hasMore: boolean }) => void;
  /**
   * Ends the text.
   *
   * @returns the document with empty arrays in place of its arrays of frames.
   * @throws ReplySyntaxError if the text is empty, cut off, or not valid JSON.
   */
  readonly end: () => unknown;
};

/**
 * Creates a reader that extracts frames from a JSON response while its text arrives.
 *
 * The reader is synchronous and does no I/O. It consumes text and produces frames, and at the end the envelope. Inside
 * a frame, it tracks only strings and nesting; `JSON.parse` parses the text once it is complete. With a correct
 * {@link FrameGuess}, several frames are parsed at once and nothing is tracked. The rest of the document is collected
 * with empty arrays of frames, and parsed at the end. Its keys may therefore come in any order, and a body without
 * frames is just an envelope.
 */
export function createFrameReader(options: FrameReaderOptions): FrameReader {
  // The state is in variables, because V8 discards code optimized for an object's fields when it collects the last such
  // object.
  const { format, onFrame, guess = createFrameGuess() } = options;
  const { frameCharacters = DEFAULT_LIMIT, envelopeCharacters = DEFAULT_LIMIT } = options.limits ?? {};

  /** The text of the envelope so far. */
  let envelope = "";
  /**
   * The objects and arrays around the current position in the envelope, outermost first: the current key of an object,
   * or the current index in an array.
   */
  const stack: (string | number)[] = [];
  /** The last string of the envelope, with quotes: a key if a colon follows. */
  let lastString = "";

  /** Set while an array of frames is open; cleared at its closing bracket. */
  let frames: FrameArray | null = null;
  /**
   * The scanned text since the last frame. Append-only: searching it for each chunk would take quadratic time for a
   * long frame.
   */
  let scanned = "";
  /**
   * The text after a guessed boundary, not yet scanned; the next chunk is appended. Shorter than a frame and a chunk.
   */
  let unscanned = "";
  /** The number of open brackets and braces inside the current frame. */
  let depth = 0;

  /** Set between the quotes of a string, in the envelope or in a frame. */
  let isInString = false;
  /** Set for the one character after a backslash in a string. */
  let isEscaped = false;

  return {
    push,
    end() {
      push("");
      // If an array of frames is still open, the envelope lacks its closing brackets and does not parse.
      return parseJson(envelope);
    },
  };

  function push(chunk: string, { hasMore = false } = {}): void {
    const start = frames === null ? readEnvelope(chunk, 0) : 0;
    const text = chunk.slice(start);
    const rest = frames === null ? null : readGuessed(frames, text);
    // The text after the last boundary may contain complete frames, or a frame over the limit. Each of Hive's frames ends
    // with an array, so it contains a closing bracket.
    const mayWait = rest !== null && rest.length <= (frameCharacters ?? Infinity);
    if (mayWait && (hasMore || !rest.includes("]"))) {
      unscanned = rest;
      return;
    }
    const unread = rest ?? `${unscanned}${text}`;
    unscanned = "";
    scan(unread);
  }

  /** Delivers the frames before a guessed boundary. Returns the text after it; `null` if there is no boundary. */
  function readGuessed(array: FrameArray, text: string): string | null {
    if (guess === null || array.expects === "comma") return null;
    const before = `${scanned}${unscanned}`;
    const end = guess.find(text);
    // If a frame may exceed the limit, its exact end must be found.
    if (end === -1 || before.length + end > (frameCharacters ?? Infinity)) return null;
    // The parser joins the texts, because each copy takes time and memory.
    const elements = guess.parse(`${before}${text.slice(0, end)}`);
    if (elements === null) return null;
    begin(array, "element");
    for (const json of elements) deliver(array, json);
    return text.slice(end + 1);
  }

  function scan(text: string): void {
    for (let position = 0; position < text.length;) {
      position = frames === null ? readEnvelope(text, position) : readFrames(frames, text, position);
    }
  }

  /** Reads to the end of the text or of the array of frames. Returns the position of the next character. */
  function readFrames(array: FrameArray, text: string, from: number): number {
    let start = from;
    for (;;) {
      const end = findEnd(text, start);
      if (end === -1) break;
      const code = text.charCodeAt(end);
      if (depth > 0) endElement(array, text.slice(start, end + 1), "comma");
      else if (code === COMMA) endElement(array, text.slice(start, end), "element");
      else {
        if (code !== BRACKET_CLOSE) throw invalidJson();
        endElement(array, text.slice(start, end), "end");
        // The bracket belongs to the envelope, which thus gets an empty array.
        frames = null;
        return end;
      }
      start = end + 1;
    }
    scanned += text.slice(start);
    checkLimit("frameCharacters", scanned, frameCharacters);
    return text.length;
  }

  /** Finds the bracket that ends an element, or the comma or bracket after it; -1 if the text ends first. */
  function findEnd(text: string, start: number): number {
    for (let position = start; position < text.length; position++) {
      const code = text.charCodeAt(position);
      if (isInString) trackString(code);
      else if (code === QUOTE) isInString = true;
      else if (code === BRACE_OPEN || code === BRACKET_OPEN) depth++;
      else if (code === BRACE_CLOSE || code === BRACKET_CLOSE) {
        if (depth < 2) return position;
        depth--;
      } else if (code === COMMA && depth === 0) return position;
    }
    return -1;
  }

  /**
   * Ends an element at its own closing bracket, or at the comma or bracket after it. Between the two, there may be only
   * whitespace.
   */
  function endElement(array: FrameArray, last: string, next: FrameArray["expects"]): void {
    const text = `${scanned}${last}`;
    checkLimit("frameCharacters", text, frameCharacters);
    const { expects } = array;
    begin(array, next);
    // Whitespace of JSON; JavaScript's \s includes more.
    const isBlank = /^[ \t\n\r]*$/.test(text);
    if (isBlank && (expects === "comma" || (expects === "first" && next === "end"))) return;
    if (expects === "comma") throw invalidJson();
    const json = parseJson(text);
    guess?.learn(text);
    deliver(array, json);
  }

  function begin(array: FrameArray, expects: FrameArray["expects"]): void {
    array.expects = expects;
    scanned = "";
    depth = 0;
    isInString = isEscaped = false;
  }

  function deliver(array: FrameArray, json: unknown): void {
    const { resultIndex, arrayAt } = array;
    onFrame({ resultIndex, index: array.index++, arrayAt, json });
  }

  /** Reads to the end of the text or the start of an array of frames. Returns the position after it. */
  function readEnvelope(text: string, start: number): number {
    let position = start;
    while (position < text.length) {
      if (isInString) {
        const from = position;
        while (isInString && position < text.length) trackString(text.charCodeAt(position++));
        lastString += text.slice(from, position);
      } else {
        readStructure(text.charCodeAt(position++));
        if (frames !== null) break;
      }
    }
    // A copy: a slice would keep the complete text in memory.
    envelope += structuredClone(text.slice(start, position));
    checkLimit("envelopeCharacters", envelope, envelopeCharacters);
    return position;
  }

  function readStructure(code: number): void {
    if (code === QUOTE) {
      isInString = true;
      lastString = '"';
    } else if (code === BRACKET_OPEN || code === BRACE_OPEN) {
      if (code === BRACKET_OPEN) openFrames();
      stack.push(code === BRACKET_OPEN ? 0 : "");
    } else if (code === BRACE_CLOSE || code === BRACKET_CLOSE) {
      stack.pop();
    } else {
      const place = stack.at(-1);
      if (code === COMMA && typeof place === "number") stack[stack.length - 1] = place + 1;
      // A key may contain escapes: "out\u0070ut" is output.
      if (code === COLON && place !== undefined) stack[stack.length - 1] = String(parseJson(lastString));
    }
    // At the end, parseJson validates whitespace, numbers and literals, and finds repeated keys.
  }

  /** Opens an array of frames if the bracket begins one. */
  function openFrames(): void {
    // No response has frames at a greater depth, and a deep document would take quadratic time.
    if (stack.length > MAX_DEPTH) return;
    const arrayAt = [...stack];
    const resultIndex = format.resultIndexAt(arrayAt);
    if (resultIndex === null) return;
    frames = { resultIndex, arrayAt, index: 0, expects: "first" };
  }

  function trackString(code: number): void {
    if (isEscaped) isEscaped = false;
    else if (code === BACKSLASH) isEscaped = true;
    else if (code === QUOTE) isInString = false;
  }
}

function checkLimit(name: keyof FrameLimits, { length }: string, limit: number | null): void {
  if (length > (limit ?? Infinity)) throw new ReplySyntaxError(`exceeds limits.${name} (${limit})`);
}

/**
 * Parses JSON without the message of `JSON.parse`, which quotes the text: a response may contain data that must not be
 * logged.
 */
function parseJson(text: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw invalidJson();
  }
  if (repeatsKey(text, json)) throw new ReplySyntaxError("repeats a key");
  return json;
}

function invalidJson(): ReplySyntaxError {
  return new ReplySyntaxError("is cut off or not valid JSON");
}
