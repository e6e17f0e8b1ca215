import { isDeepStrictEqual } from "node:util";
import type { Reference } from "../payload/payload-spec.ts";

/** Receives the frames of a reader, discards them as the user of a stream would, and checks them at the end. */
export class FrameSink {
  readonly #reference: Reference;
  readonly #middleIndex: number;
  readonly #startMs = performance.now();
  #frameCount = 0;
  #itemCount = 0;
  /** The middle frame; `undefined` before it arrived. */
  #middle: unknown;
  #last: unknown;
  /** The time to the first frame; `null` before it arrived. */
  firstFrameMs: number | null = null;

  /** Starts the clock for the first frame. */
  constructor(reference: Reference) {
    this.#reference = reference;
    this.#middleIndex = Math.floor(reference.frameCount / 2);
  }

  /**
   * Adds the next frame.
   *
   * @param json - the frame's JSON.
   * @param items - the number of its classes or boxes according to the reader; {@link countItems} if the reader only
   * has the JSON.
   */
  add(json: unknown, items: number): void {
    this.firstFrameMs ??= performance.now() - this.#startMs;
    if (this.#frameCount === this.#middleIndex) this.#middle = json;
    this.#frameCount++;
    this.#itemCount += items;
    this.#last = json;
  }

  /** Compares the frames with the reference. @returns a description of the difference; `null` if there is none */
  findProblem(): string | null {
    const { frameCount, itemCount, middle, last } = this.#reference;
    if (this.#frameCount !== frameCount) return `${this.#frameCount} of ${frameCount} frames arrived`;
    if (this.#itemCount !== itemCount) return `${this.#itemCount} of ${itemCount} classes or boxes arrived`;
    // Not compared as text, because zod changes the order of keys.
    if (!isDeepStrictEqual(this.#middle, JSON.parse(middle))) return "the middle frame differs";
    return isDeepStrictEqual(this.#last, JSON.parse(last)) ? null : "the last frame differs";
  }
}

/** Counts the classes or boxes of a frame. */
export function countItems(json: unknown): number {
  const { classes, bounding_poly: boxes }: { classes?: unknown; bounding_poly?: unknown } = Object(json);
  const items = classes ?? boxes;
  return Array.isArray(items) ? items.length : 0;
}
