import { frameSpans } from "@hivekit/core";
import type { Frame } from "@hivekit/core";
import type { ClosedRule } from "./check-segment-rules.ts";
import { createScoreReader, NOT_SCORED } from "./score-reader.ts";
import { SegmentTrack } from "./segment-track.ts";
import type { Segment } from "./segment.ts";

/** Finds the segments of one task. Holds a few numbers for each class and result, not the frames. */
export class SegmentFinder {
  readonly #rules: readonly ClosedRule[];
  readonly #scoresOf: ReturnType<typeof createScoreReader>;
  readonly #spans = frameSpans();
  /** By result, in the order of the rules; set by the first frame of the result that has a time. */
  readonly #tracks = new Map<number, readonly SegmentTrack[]>();

  constructor(rules: readonly ClosedRule[]) {
    this.#rules = rules;
    this.#scoresOf = createScoreReader(rules.map((rule) => rule.class));
  }

  /** Takes the next frame. @returns the segments that are over now, in the order of the rules. */
  take(frame: Frame): readonly Segment[] {
    const { timeSeconds, resultIndex } = frame;
    const isFirst = !this.#tracks.has(resultIndex);
    const before = this.#spans.take(frame);
    // Without a time, or back in time: such a frame is part of no duration.
    if (timeSeconds === null || (before === null && !isFirst)) return NONE;
    const tracks = this.#tracksOf(resultIndex);
    const scores = this.#scoresOf(frame);
    let found: Segment[] | null = null;
    for (const [place, track] of tracks.entries()) {
      const segment = track.take(timeSeconds, scores[place] ?? NOT_SCORED);
      if (segment !== null) (found ??= []).push(segment);
    }
    return found ?? NONE;
  }

  /** No more frames come. @returns the segments that were not over, by their start. */
  end(durationSecondsOf: ((resultIndex: number) => number | null) | undefined): readonly Segment[] {
    const ends = new Map(
      this.#spans.end(durationSecondsOf).map(({ frame, endSeconds }) => [frame.resultIndex, endSeconds]),
    );
    return [...this.#tracks]
      .flatMap(([resultIndex, tracks]) => tracks.map((track) => track.end(ends.get(resultIndex) ?? null)))
      .filter((segment) => segment !== null)
      .toSorted((one, other) => one.startSeconds - other.startSeconds);
  }

  #tracksOf(resultIndex: number): readonly SegmentTrack[] {
    const known = this.#tracks.get(resultIndex);
    if (known !== undefined) return known;
    const tracks = this.#rules.map((rule) => new SegmentTrack(rule, resultIndex));
    this.#tracks.set(resultIndex, tracks);
    return tracks;
  }
}

const NONE: readonly Segment[] = [];
