import type { TextInfo } from "../../result/task.ts";
import type { DecodedFrame } from "../frame/decode-frame.ts";
import type { TextHits } from "../frame/text-hits.ts";
import type { EnvelopeResult } from "./reply-format.ts";

/** What has to be remembered of a result's frames, and of the pages that they came in, once they have passed by. */
export class ResultTally {
  /** Frames so far. */
  #frameCount = 0;
  /** Whether all frames and pages so far count as judged. */
  #isJudged = true;
  /** Finds so far, inside frames and beside them, in the order in which they came. */
  readonly #hits: TextHits[] = [];
  readonly #urls: TextInfo["urls"][] = [];

  /** Takes note of a frame, and of the finds inside it. */
  add({ frame, hits }: DecodedFrame): void {
    this.#frameCount++;
    this.#isJudged &&= frame.evaluated;
    if (hits !== null) this.#hits.push(hits);
  }

  /** Takes note of what a reply, or a page of one, says beside the frames. */
  addPart({ isConfirmed, head }: EnvelopeResult): void {
    this.#isJudged &&= isConfirmed;
    if (head.text === null) return;
    this.#hits.push(head.text);
    this.#urls.push(head.text.urls);
  }

  /** How many frames passed by. */
  get frameCount(): number {
    return this.#frameCount;
  }

  /** Whether there are frames, every one of them was judged, and nothing beside them speaks against that. */
  get isEvaluated(): boolean {
    return this.#isJudged && this.#frameCount > 0;
  }

  /** All finds together. @param beside - What the first page says; `null` where it says nothing of a text. */
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
