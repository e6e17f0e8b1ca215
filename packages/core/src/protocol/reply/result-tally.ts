import type { TextInfo } from "../../result/task.ts";
import type { DecodedFrame } from "../frame/decode-frame.ts";
import type { TextHits } from "../frame/text-hits.ts";
import type { EnvelopeResult } from "./reply-format.ts";

/** Accumulates what the frames and pages of a result contribute to its summary, so that the frames need not be kept. */
export class ResultTally {
  /** The number of frames so far. */
  #frameCount = 0;
  /** Whether all frames and pages so far are evaluated. */
  #isEvaluated = true;
  /** The text hits so far, inside frames and beside them, in order of arrival. */
  readonly #hits: TextHits[] = [];
  readonly #urls: TextInfo["urls"][] = [];

  /** Adds a frame, and the text hits inside it. */
  add({ frame, hits }: DecodedFrame): void {
    this.#frameCount++;
    this.#isEvaluated &&= frame.evaluated;
    if (hits !== null) this.#hits.push(hits);
  }

  /** Adds what a response, or a page of one, contains beside the frames. */
  addPart({ isConfirmed, head }: EnvelopeResult): void {
    this.#isEvaluated &&= isConfirmed;
    if (head.text === null) return;
    this.#hits.push(head.text);
    this.#urls.push(head.text.urls);
  }

  /** The number of frames. */
  get frameCount(): number {
    return this.#frameCount;
  }

  /** Whether there are frames, all of them are evaluated, and all pages confirm it. */
  get isEvaluated(): boolean {
    return this.#isEvaluated && this.#frameCount > 0;
  }

  /**
   * Merges all text hits.
   *
   * @param beside - The text information of the first page; `null` if it has none.
   */
  textInfo(beside: TextInfo | null): TextInfo | null {
    if (this.#hits.length === 0) return null;
    return {
      language: beside?.language ?? null,
      filters: this.#hits.flatMap((hits) => hits.filters),
      pii: this.#hits.flatMap((hits) => hits.pii),
      urls: this.#urls.flat(),
      moderatedClasses: beside?.moderatedClasses ?? [],
    };
  }
}
