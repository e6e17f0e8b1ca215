import type { ModelResult, Provenance, TextInfo } from "../../result/task.ts";
import type { DecodedFrame } from "../frame/decode-frame.ts";
import { NO_LISTS } from "../frame/text-hits.ts";
import type { TextHits } from "../frame/text-hits.ts";
import type { EnvelopeResult, ResultHead } from "./reply-format.ts";

/** Accumulates the summary of a result from its frames and pages, so that the frames need not be kept. */
export class ResultTally {
  /** The number of frames so far. */
  #frameCount = 0;
  /** Whether all frames so far are evaluated. */
  #isEvaluated = true;
  /** Whether all pages so far confirm the success of the result. */
  #isConfirmed = true;
  /** The origin of the media, from the first frame that reports it. */
  #provenance: Provenance | null = null;
  /** The hits outside the frames, per page that has text information. */
  readonly #pages: TextHits[] = [];
  /** The hits inside frames, per text. `NO_LISTS` represents any number of successive frames without lists. */
  readonly #texts: TextHits[] = [];

  /** Adds a frame, and the data of the result inside it. */
  add({ frame, hits, provenance = null }: DecodedFrame): void {
    this.#frameCount++;
    this.#provenance ??= provenance;
    this.#isEvaluated &&= frame.evaluated;
    for (const text of hits) if (text !== this.#texts.at(-1)) this.#texts.push(text);
  }

  /** Adds the data outside the frames in a response, or in a page of one. */
  addPart({ isConfirmed, hasOutput, head }: EnvelopeResult): void {
    // Only an empty list ends the pages. Without one, more frames may follow.
    this.#isConfirmed &&= isConfirmed && (hasOutput || this.#frameCount === 0);
    if (head.text !== null) this.#pages.push(head.text);
  }

  /** The number of frames. */
  get frameCount(): number {
    return this.#frameCount;
  }

  /** Completes a result, without the frames and their number. @param head - The head in the first page. */
  summarize(head: ResultHead): Omit<ModelResult, "frames"> {
    return {
      ...head,
      text: this.#mergeText(head.text),
      provenance: this.#provenance,
      evaluated: this.#isEvaluated && this.#isConfirmed && this.#frameCount > 0,
      ...(!this.#isConfirmed && { isUnconfirmed: true }),
    };
  }

  /** Merges all text hits. @param beside - The text information of the first page; `null` if it has none. */
  #mergeText(beside: TextInfo | null): TextInfo | null {
    if ([...this.#pages, ...this.#texts].every((text) => text === NO_LISTS)) return null;
    const incompleteLists: (keyof TextHits)[] = [];
    const list = (kind: keyof TextHits): TextHits["filters"] => {
      const hits = [...this.#pages, ...this.#texts].flatMap((text) => text[kind] ?? []);
      const isMissing = (text: TextHits): boolean => text[kind] === null;
      // A list that a text does not have is not known to be empty there. Hits of the other texts are never lost.
      const isUnknown =
        this.#pages.every(isMissing) && (this.#frameCount === 0 || this.#texts.some(isMissing));
      if (!isUnknown) return hits;
      if (hits.length === 0) return null;
      incompleteLists.push(kind);
      return hits;
    };
    return {
      language: beside?.language ?? null,
      filters: list("filters"),
      pii: list("pii"),
      urls: list("urls"),
      moderatedClasses: beside?.moderatedClasses ?? [],
      // Filled by the lists above.
      ...(incompleteLists.length > 0 && { incompleteLists }),
    };
  }
}
