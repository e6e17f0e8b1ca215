import type { ClosedRule } from "./check-segment-rules.ts";
import type { Segment } from "./segment.ts";

/** A segment that may go on. */
type OpenSegment = {
  readonly startSeconds: number;
  /** Where its last frame ends; where it begins, as long as the next frame is not there. */
  endSeconds: number;
  peakScore: number;
  frames: number;
};

/** The segments of one class in one result. */
export class SegmentTrack {
  readonly #rule: ClosedRule;
  readonly #resultIndex: number;
  /** Set by a frame that enters; `null` once it is certain that the segment does not go on. */
  #open: OpenSegment | null = null;
  /** Whether the class holds in the last frame: then its end is the end of the open segment. */
  #isHeld = false;

  constructor(rule: ClosedRule, resultIndex: number) {
    this.#rule = rule;
    this.#resultIndex = resultIndex;
  }

  /**
   * Takes the next frame, which is also the end of the one before.
   *
   * @returns the segment that ends with it, or ended before; `null` if none does.
   */
  take(timeSeconds: number, score: number): Segment | null {
    const { enter, leave, gapSeconds } = this.#rule;
    this.#endFrame(timeSeconds);
    this.#isHeld = score >= (this.#isHeld ? leave : enter);
    const open = this.#open;
    const gap = open === null ? 0 : microseconds(timeSeconds - open.endSeconds);
    if (!this.#isHeld) {
      // A frame that enters comes later than this one, or at the same time: then it begins a segment of its own.
      return gap >= microseconds(gapSeconds) ? this.#close() : null;
    }
    const closed = gap > microseconds(gapSeconds) ? this.#close() : null;
    this.#open ??= { startSeconds: timeSeconds, endSeconds: timeSeconds, peakScore: score, frames: 0 };
    this.#open.endSeconds = timeSeconds;
    this.#open.peakScore = Math.max(this.#open.peakScore, score);
    this.#open.frames++;
    return closed;
  }

  /** No more frames come. @param endSeconds - Where the last one ends; `null` if nobody knows. @returns the segment that was open. */
  end(endSeconds: number | null): Segment | null {
    if (endSeconds !== null) this.#endFrame(endSeconds);
    return this.#close();
  }

  #endFrame(endSeconds: number): void {
    if (this.#open !== null && this.#isHeld) this.#open.endSeconds = endSeconds;
  }

  #close(): Segment | null {
    const open = this.#open;
    this.#open = null;
    if (open === null) return null;
    const { class: name, minSeconds } = this.#rule;
    const lengthSeconds = open.endSeconds - open.startSeconds;
    if (microseconds(lengthSeconds) < microseconds(minSeconds)) return null;
    return { class: name, resultIndex: this.#resultIndex, ...open };
  }
}

/** Times are compared to the microsecond: 0.7 - 0.4 is meant to be 0.3. */
function microseconds(seconds: number): number {
  return Math.round(seconds * 1e6);
}
