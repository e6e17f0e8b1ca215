import type { Frame } from "@hivekit/core";
import type { FrameSearch, SearchResult } from "./frame-search.ts";

/** A segment that may continue. */
type Track = {
  /** `null` if there is no open segment. */
  startSeconds: number | null;
  endSeconds: number;
  isHeld: boolean;
};

/**
 * Does the same as `aboveThreshold` and `segments` in a special-purpose loop: no boxes, one result, no frames without a
 * time or classes, no rounding.
 */
export class PlainLoop {
  readonly result: SearchResult = { passed: 0, segments: 0, seconds: 0 };
  readonly #search: FrameSearch;
  readonly #tracks: ReadonlyMap<string, Track>;

  constructor(search: FrameSearch) {
    this.#search = search;
    this.#tracks = new Map(
      search.classes.map((name) => [name, { startSeconds: null, endSeconds: 0, isHeld: false }]),
    );
  }

  add({ classes, timeSeconds }: Pick<Frame, "classes" | "timeSeconds">): void {
    const { minScore, rule } = this.#search;
    const nowSeconds = timeSeconds ?? 0;
    let isAbove = false;
    for (const { class: name, score } of classes) {
      const track = this.#tracks.get(name);
      if (track === undefined) continue;
      if (score >= minScore) isAbove = true;
      if (track.isHeld) track.endSeconds = nowSeconds;
      track.isHeld = score >= (track.isHeld ? rule.leave : rule.enter);
      const gapSeconds = nowSeconds - track.endSeconds;
      if (track.isHeld ? gapSeconds > rule.gapSeconds : gapSeconds >= rule.gapSeconds) this.#close(track);
      if (!track.isHeld) continue;
      track.startSeconds ??= nowSeconds;
      track.endSeconds = nowSeconds;
    }
    if (isAbove) this.result.passed++;
  }

  /** @param endSeconds - the end of the last frame. */
  end(endSeconds: number): void {
    for (const track of this.#tracks.values()) {
      if (track.isHeld) track.endSeconds = endSeconds;
      this.#close(track);
    }
  }

  #close(track: Track): void {
    if (track.startSeconds === null) return;
    const lengthSeconds = track.endSeconds - track.startSeconds;
    track.startSeconds = null;
    if (lengthSeconds < this.#search.rule.minSeconds) return;
    this.result.segments++;
    this.result.seconds += lengthSeconds;
  }
}
