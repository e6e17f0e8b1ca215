import { frameSpans } from "@hivekit/core";
import type { Frame } from "@hivekit/core";
import { createScoreReader, NOT_SCORED } from "./score-reader.ts";
import type { CompleteRule, Segment } from "./segment.ts";

const NONE: readonly Segment[] = [];

/** Finds the segments of one task. Holds a few numbers per class and result, not the frames. */
export class SegmentFinder {
  readonly #rules: readonly CompleteRule[];
  readonly #readScores: ReturnType<typeof createScoreReader>;
  readonly #spans = frameSpans();
  /** The tracks of each result, in the order of the rules. Set by the first frame of the result that has a time. */
  readonly #tracks = new Map<number, readonly SegmentTrack[]>();

  constructor(rules: readonly CompleteRule[]) {
    this.#rules = rules;
    this.#readScores = createScoreReader(rules.map((rule) => rule.class));
  }

  /** Adds the next frame. @returns the segments that have ended, in the order of the rules. */
  add(frame: Frame): readonly Segment[] {
    const { timeSeconds, resultIndex } = frame;
    const known = this.#tracks.get(resultIndex);
    const previous = this.#spans.take(frame);
    // A frame has no duration if it has no time, or if its time is before that of the previous frame.
    if (timeSeconds === null || (previous === null && known !== undefined)) return NONE;
    const tracks = known ?? this.#createTracks(resultIndex);
    const scores = this.#readScores(frame);
    let ended: Segment[] | null = null;
    for (let place = 0; place < tracks.length; place++) {
      const segment = tracks[place]?.add(timeSeconds, scores[place] ?? NOT_SCORED) ?? null;
      if (segment !== null) (ended ??= []).push(segment);
    }
    return ended ?? NONE;
  }

  /** Ends the task. @returns the segments that were open, sorted by start. */
  end(durationSecondsOf: ((resultIndex: number) => number | null) | undefined): readonly Segment[] {
    const ends = new Map(
      this.#spans.end(durationSecondsOf).map(({ frame, endSeconds }) => [frame.resultIndex, endSeconds]),
    );
    return [...this.#tracks]
      .flatMap(([resultIndex, tracks]) => tracks.map((track) => track.end(ends.get(resultIndex) ?? null)))
      .filter((segment) => segment !== null)
      .toSorted((one, other) => one.startSeconds - other.startSeconds);
  }

  #createTracks(resultIndex: number): readonly SegmentTrack[] {
    const tracks = this.#rules.map((rule) => new SegmentTrack(rule, resultIndex));
    this.#tracks.set(resultIndex, tracks);
    return tracks;
  }
}

/** A segment that may continue. */
type OpenSegment = {
  readonly startSeconds: number;
  /** The end of its last frame. Until the next frame arrives, the start of that frame. */
  endSeconds: number;
  peakScore: number;
  frames: number;
};

/** The segments of one class in one result. */
class SegmentTrack {
  readonly #rule: CompleteRule;
  readonly #resultIndex: number;
  /** Set by a frame that enters the segment; `null` once the segment cannot continue. */
  #open: OpenSegment | null = null;
  /** Whether the last frame belongs to the open segment, which then ends where that frame ends. */
  #isHeld = false;

  constructor(rule: CompleteRule, resultIndex: number) {
    this.#rule = rule;
    this.#resultIndex = resultIndex;
  }

  /**
   * Adds the next frame, whose time is also the end of the previous frame.
   *
   * @returns the segment that has ended; `null` if none has.
   */
  add(timeSeconds: number, score: number): Segment | null {
    const { enter, leave, gapSeconds } = this.#rule;
    this.#endFrame(timeSeconds);
    this.#isHeld = score >= (this.#isHeld ? leave : enter);
    const open = this.#open;
    const gap = open === null ? 0 : toMicroseconds(timeSeconds - open.endSeconds);
    if (!this.#isHeld) {
      // The gap has reached its maximum length, and every later frame would exceed it. A frame at the same time begins
      // a new segment.
      return gap >= toMicroseconds(gapSeconds) ? this.#close() : null;
    }
    const closed = gap > toMicroseconds(gapSeconds) ? this.#close() : null;
    this.#open ??= { startSeconds: timeSeconds, endSeconds: timeSeconds, peakScore: score, frames: 0 };
    this.#open.endSeconds = timeSeconds;
    this.#open.peakScore = Math.max(this.#open.peakScore, score);
    this.#open.frames++;
    return closed;
  }

  /**
   * Ends the result.
   *
   * @param endSeconds - The end of the last frame; `null` if unknown.
   * @returns the segment that was open; `null` if none was.
   */
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
    if (toMicroseconds(lengthSeconds) < toMicroseconds(minSeconds)) return null;
    return { class: name, resultIndex: this.#resultIndex, ...open };
  }
}

/** Times are compared with microsecond precision, so that 0.7 - 0.4 equals 0.3. */
function toMicroseconds(seconds: number): number {
  return Math.round(seconds * 1e6);
}
