import type { Frame } from "@hivekit/core";
import type { Findings, Search } from "./findings.ts";

/** A segment that may go on. */
type Track = {
  /** `null` while there is none. */
  startSeconds: number | null;
  endSeconds: number;
  isHeld: boolean;
};

/**
 * What `aboveThreshold` and `segments` do, as somebody writes it who has this one purpose: no boxes, one result, no frame without a
 * time or a class, no rounding.
 */
export class PlainLoop {
  readonly findings: Findings = { passed: 0, segments: 0, seconds: 0 };
  readonly #search: Search;
  readonly #tracks: ReadonlyMap<string, Track>;

  constructor(search: Search) {
    this.#search = search;
    this.#tracks = new Map(
      search.classes.map((name) => [name, { startSeconds: null, endSeconds: 0, isHeld: false }]),
    );
  }

  take({ classes, timeSeconds }: Pick<Frame, "classes" | "timeSeconds">): void {
    const { least, rule } = this.#search;
    const nowSeconds = timeSeconds ?? 0;
    let isAbove = false;
    for (const { class: name, score } of classes) {
      const track = this.#tracks.get(name);
      if (track === undefined) continue;
      if (score >= least) isAbove = true;
      if (track.isHeld) track.endSeconds = nowSeconds;
      track.isHeld = score >= (track.isHeld ? rule.leave : rule.enter);
      const gapSeconds = nowSeconds - track.endSeconds;
      if (track.isHeld ? gapSeconds > rule.gapSeconds : gapSeconds >= rule.gapSeconds) this.#close(track);
      if (!track.isHeld) continue;
      track.startSeconds ??= nowSeconds;
      track.endSeconds = nowSeconds;
    }
    if (isAbove) this.findings.passed++;
  }

  /** @param endSeconds - Where the last frame ends. */
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
    this.findings.segments++;
    this.findings.seconds += lengthSeconds;
  }
}
