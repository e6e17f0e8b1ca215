import type { TextHit, TextInfo } from "../../result/task.ts";
import type { DecodedFrame } from "../frame/decode-frame.ts";
import type { EnvelopeResult } from "./reply-format.ts";

/** What has to be remembered of a result's frames once they have passed by. */
export class ResultTally {
  /** Frames so far. */
  #frameCount = 0;
  /** Frames so far that the model did not judge. */
  #unevaluatedCount = 0;
  /** Finds inside the frames so far; `null` until a frame has a list of them. */
  #hits: { readonly filters: TextHit[]; readonly pii: TextHit[] } | null = null;

  /** Takes note of a frame, and of the finds inside it. */
  add({ frame, hits }: DecodedFrame): void {
    this.#frameCount++;
    if (!frame.evaluated) this.#unevaluatedCount++;
    if (hits === null) return;
    this.#hits ??= { filters: [], pii: [] };
    this.#hits.filters.push(...hits.filters);
    this.#hits.pii.push(...hits.pii);
  }

  /** How many frames passed by. */
  get frameCount(): number {
    return this.#frameCount;
  }

  /** Whether Hive confirmed the part, there are frames, every one was judged, and their language is one that the model knows. */
  isEvaluated({ isConfirmed, head }: EnvelopeResult): boolean {
    const isSupported = head.text?.language !== "UNSUPPORTED";
    return isConfirmed && isSupported && this.#frameCount > 0 && this.#unevaluatedCount === 0;
  }

  /** Adds the finds inside the frames to those that stand beside them. */
  textInfo(beside: TextInfo | null): TextInfo | null {
    if (this.#hits === null) return beside;
    const info = beside ?? { language: null, filters: [], pii: [], urls: [], moderatedClasses: [] };
    return {
      ...info,
      filters: [...info.filters, ...this.#hits.filters],
      pii: [...info.pii, ...this.#hits.pii],
    };
  }
}
