import type { JsonPath } from "../../src/protocol/wire/read-wire.ts";

/** A complete frame before the first error of a document. */
export type WholeFrame = {
  readonly resultIndex: number;
  readonly index: number;
  readonly arrayAt: JsonPath;
  readonly json: unknown;
  /**
   * The number of characters after which it is known to be complete: a value without a closing bracket needs the next
   * character.
   */
  readonly knownAt: number;
};

/**
 * The problem of a document: a frame that is invalid JSON or repeats a key, invalid JSON outside of the frames, or a
 * repeated key there.
 */
export type Problem = "frames" | "beside" | "repeated";

export type StrictScan = {
  readonly frames: readonly WholeFrame[];
  /** A value without a closing bracket, before an invalid character, as in `[0}`: it may count as complete or not. */
  readonly disputed: WholeFrame | null;
  readonly problem: Problem | null;
  /** Whether a key is repeated before the first error. `JSON.parse` accepts it. */
  readonly hasRepeatedKey: boolean;
};

/** Thrown at the first error. */
class Stop extends Error {}

const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/y;
const SIMPLE_ESCAPES = '"\\/bfnrt';

/**
 * Parses JSON by its grammar, character by character, up to the first error.
 *
 * This is the second oracle. It handles invalid documents, for which `JSON.parse` only throws, and repeated keys, of
 * which `JSON.parse` keeps only the last value.
 */
export class StrictScanner {
  readonly #text: string;
  readonly #resultIndexAt: (path: JsonPath) => number | null;
  readonly #frames: WholeFrame[] = [];
  #disputed: WholeFrame | null = null;
  #position = 0;
  /** Set between the brackets of an array of frames. */
  #isInFrames = false;
  #hasRepeatedKey = false;
  /** The number of frames before the first repeated key outside of the frames; `null` before it. */
  #framesBefore: number | null = null;

  constructor(text: string, resultIndexAt: (path: JsonPath) => number | null) {
    this.#text = text;
    this.#resultIndexAt = resultIndexAt;
  }

  scan(): StrictScan {
    try {
      this.#value([]);
      this.#space();
      if (this.#position < this.#text.length) throw new Stop();
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      const problem = this.#isInFrames ? "frames" : "beside";
      // Either may be detected first.
      if (this.#framesBefore === null) return this.#end(problem, this.#disputed);
      return this.#end("beside");
    }
    return this.#end(this.#framesBefore === null ? null : "repeated");
  }

  #end(problem: Problem | null, disputed: WholeFrame | null = null): StrictScan {
    const frames = this.#frames.slice(0, this.#framesBefore ?? undefined);
    return { frames, disputed, problem, hasRepeatedKey: this.#hasRepeatedKey };
  }

  /** Reads a value; `at` is `null` inside a frame. */
  #value(at: JsonPath | null): void {
    this.#space();
    const opening = this.#text[this.#position];
    if (opening === "{") this.#object(at);
    else if (opening === "[") this.#array(at);
    else if (opening === '"') this.#string();
    else this.#scalar();
  }

  #object(at: JsonPath | null): void {
    const seen = new Set<string>();
    this.#position++;
    this.#list("}", () => {
      this.#space();
      const start = this.#position;
      this.#string();
      const key = String(JSON.parse(this.#text.slice(start, this.#position)));
      if (seen.has(key)) {
        this.#hasRepeatedKey = true;
        if (at === null) throw new Stop();
        this.#framesBefore ??= this.#frames.length;
      }
      seen.add(key);
      this.#space();
      this.#take(":");
      this.#value(at === null ? null : [...at, key]);
    });
  }

  #array(at: JsonPath | null): void {
    const resultIndex = at === null ? null : this.#resultIndexAt(at);
    let index = 0;
    this.#position++;
    if (resultIndex !== null) this.#isInFrames = true;
    this.#list("]", () => {
      if (resultIndex !== null && at !== null) this.#frame({ resultIndex, index, arrayAt: at });
      else this.#value(at === null ? null : [...at, index]);
      index++;
    });
    if (resultIndex !== null) this.#isInFrames = false;
  }

  #frame(place: { readonly resultIndex: number; readonly index: number; readonly arrayAt: JsonPath }): void {
    this.#space();
    const start = this.#position;
    this.#value(null);
    const json: unknown = JSON.parse(this.#text.slice(start, this.#position));
    const hasBrackets = "{[".includes(this.#text.charAt(start));
    if (!hasBrackets) this.#space();
    const frame = { ...place, json, knownAt: this.#position + (hasBrackets ? 0 : 1) };
    const next = this.#text.charAt(this.#position);
    if (!hasBrackets && !/[,\]]/.test(next)) {
      // At the end of the text, a number may be incomplete.
      if (next !== "") this.#disputed = frame;
      throw new Stop();
    }
    this.#frames.push(frame);
  }

  /** Reads elements with commas between them, and the closing bracket. */
  #list(closing: string, element: () => void): void {
    this.#space();
    if (this.#text[this.#position] !== closing) {
      for (;;) {
        element();
        this.#space();
        if (this.#text[this.#position] !== ",") break;
        this.#position++;
      }
    }
    this.#take(closing);
  }

  #string(): void {
    this.#take('"');
    for (;;) {
      const character = this.#text.charAt(this.#position++);
      if (character === '"') return;
      if (character < " ") throw new Stop();
      if (character !== "\\") continue;
      const escape = this.#text.charAt(this.#position++);
      if (escape === "u" && /^[0-9a-fA-F]{4}$/.test(this.#text.slice(this.#position, this.#position + 4))) {
        this.#position += 4;
      } else if (escape === "" || !SIMPLE_ESCAPES.includes(escape)) throw new Stop();
    }
  }

  #scalar(): void {
    SCALAR.lastIndex = this.#position;
    if (!SCALAR.test(this.#text)) throw new Stop();
    this.#position = SCALAR.lastIndex;
  }

  #take(character: string): void {
    if (this.#text[this.#position] !== character) throw new Stop();
    this.#position++;
  }

  #space(): void {
    while (" \n\r\t".includes(this.#text.charAt(this.#position) || "x")) this.#position++;
  }
}
