import { isDeepStrictEqual } from "node:util";
import type { Reference } from "../payload/payload-spec.ts";

/** Takes the frames that a contestant delivers, drops them as a user of a stream would, and judges them at the end. */
export class FrameSink {
  readonly #reference: Reference;
  readonly #middleIndex: number;
  readonly #startMs = performance.now();
  #frameCount = 0;
  #itemCount = 0;
  /** The frame in the middle; `undefined` before it came. */
  #middle: unknown;
  #last: unknown;
  /** After how long the first frame was there; `null` before it came. */
  firstFrameMs: number | null = null;

  /** The time of the first frame counts from here. */
  constructor(reference: Reference) {
    this.#reference = reference;
    this.#middleIndex = Math.floor(reference.frameCount / 2);
  }

  /**
   * Takes the next frame.
   *
   * @param json - The frame as Hive wrote it.
   * @param items - Its classes or boxes as the contestant has them; {@link itemsOf} for those that have nothing but the JSON.
   */
  take(json: unknown, items: number): void {
    this.firstFrameMs ??= performance.now() - this.#startMs;
    if (this.#frameCount === this.#middleIndex) this.#middle = json;
    this.#frameCount++;
    this.#itemCount += items;
    this.#last = json;
  }

  /** What is wrong with the frames that came; `null` if nothing is. */
  problem(): string | null {
    const { frameCount, itemCount, middle, last } = this.#reference;
    if (this.#frameCount !== frameCount) return `${this.#frameCount} frames came, of ${frameCount}`;
    if (this.#itemCount !== itemCount) return `${this.#itemCount} classes or boxes came, of ${itemCount}`;
    // Not as text: zod puts the keys that it knows first.
    if (!isDeepStrictEqual(this.#middle, JSON.parse(middle))) return "the frame in the middle is another one";
    return isDeepStrictEqual(this.#last, JSON.parse(last)) ? null : "the last frame is another one";
  }
}

/** How many classes or boxes a frame has. */
export function itemsOf(json: unknown): number {
  const { classes, bounding_poly: boxes }: { classes?: unknown; bounding_poly?: unknown } = Object(json);
  const items = classes ?? boxes;
  return Array.isArray(items) ? items.length : 0;
}
