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

/** The problem of a document: invalid JSON, inside or outside of an array of frames, or a repeated key. */
export type Problem = "frames" | "beside" | "frames-twice" | "no-frames-twice";

export type StrictScan = {
  readonly frames: readonly WholeFrame[];
  /** A value without a closing bracket, before an invalid character, as in `[0}`: it may count as complete or not. */
  readonly disputed: WholeFrame | null;
  readonly problem: Problem | null;
};

/** Thrown at the first error. */
class Stop extends Error {}

const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/y;
const SIMPLE_ESCAPES = '"\\/bfnrt';

/**
 * Parses JSON by its grammar, character by character, up to the first error.
 *
 * This is the second oracle. It handles invalid documents, for which `JSON.parse` only throws. It also handles repeated
 * keys, of which `JSON.parse` keeps only the last, although the frames below the first one were delivered.
 */
export class StrictScanner {
  readonly #text: string;
  readonly #resultIndexAt: (path: JsonPath) => number | null;
  readonly #frames: WholeFrame[] = [];
  #disputed: WholeFrame | null = null;
  #position = 0;
  /** Set between the brackets of an array of frames. */
  #isInFrames = false;
  /** The first repeated key; parsing continues. */
  #repeated: "frames-twice" | "no-frames-twice" | null = null;
  /** The number of frames before the repeated key; `null` before it. */
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
      if (this.#framesBefore === null) return { frames: this.#frames, disputed: this.#disputed, problem };
      return { frames: this.#frames.slice(0, this.#framesBefore), disputed: null, problem: "beside" };
    }
    const end = this.#repeated === "frames-twice" ? (this.#framesBefore ?? 0) : this.#frames.length;
    return { frames: this.#frames.slice(0, end), disputed: null, problem: this.#repeated };
  }

  /**
   * Reads a value; `at` is `null` inside a frame. Returns whether it contained an array of frames, and whether that
   * array had any frames.
   */
  #value(at: JsonPath | null): { readonly lists: boolean; readonly frames: boolean } {
    this.#space();
    const before = this.#frames.length;
    const opening = this.#text[this.#position];
    if (opening === "{") return { lists: this.#object(at), frames: this.#frames.length > before };
    if (opening === "[") return { lists: this.#array(at), frames: this.#frames.length > before };
    if (opening === '"') this.#string();
    else this.#scalar();
    return { lists: false, frames: false };
  }

  #object(at: JsonPath | null): boolean {
    const seen = new Map<string, { lists: boolean; frames: boolean }>();
    this.#position++;
    this.#list("}", () => {
      this.#space();
      const start = this.#position;
      this.#string();
      const key = String(JSON.parse(this.#text.slice(start, this.#position)));
      const earlier = seen.get(key);
      if (earlier?.lists === true) {
        this.#framesBefore ??= this.#frames.length;
        if (this.#repeated !== "frames-twice") {
          this.#repeated = earlier.frames ? "frames-twice" : "no-frames-twice";
        }
      }
      this.#space();
      this.#take(":");
      const now = this.#value(at === null ? null : [...at, key]);
      seen.set(key, {
        lists: now.lists || earlier?.lists === true,
        frames: now.frames || earlier?.frames === true,
      });
    });
    return [...seen.values()].some(({ lists }) => lists);
  }

  #array(at: JsonPath | null): boolean {
    const resultIndex = at === null ? null : this.#resultIndexAt(at);
    let index = 0;
    let lists = resultIndex !== null;
    this.#position++;
    if (resultIndex !== null) this.#isInFrames = true;
    this.#list("]", () => {
      if (resultIndex !== null && at !== null) this.#frame({ resultIndex, index, arrayAt: at });
      else if (this.#value(at === null ? null : [...at, index]).lists) lists = true;
      index++;
    });
    if (resultIndex !== null) this.#isInFrames = false;
    return lists;
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
