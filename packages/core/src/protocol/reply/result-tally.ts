import type { Frame } from "../../result/frame.ts";
import type { TextHit, TextInfo } from "../../result/task.ts";
import { hitsOfFrame } from "../frame/text-hits.ts";

/** What has to be remembered of a result's frames once they have passed by. */
export class ResultTally {
  /** Frames so far. */
  #frameCount = 0;
  /** Frames so far that the model did not judge. */
  #unevaluatedCount = 0;
  /** Finds inside the frames so far; `null` until a frame has a list of them. */
  #hits: { readonly filters: TextHit[]; readonly pii: TextHit[] } | null = null;

  /** @throws HiveDecodeError if a list of finds in the frame is unreadable. */
  add(frame: Frame): void {
    this.#frameCount++;
    if (!frame.evaluated) this.#unevaluatedCount++;
    const hits = hitsOfFrame(frame);
    if (hits === null) return;
    this.#hits ??= { filters: [], pii: [] };
    this.#hits.filters.push(...hits.filters);
    this.#hits.pii.push(...hits.pii);
  }

  /** How many frames passed by. */
  get frameCount(): number {
    return this.#frameCount;
  }

  /** Whether there are frames and every one of them was judged. */
  get isEvaluated(): boolean {
    return this.#frameCount > 0 && this.#unevaluatedCount === 0;
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
