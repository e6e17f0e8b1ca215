import { frameSpans } from "../../result/frame-spans.ts";
import type { Required } from "../compile/program.ts";
import type { SecondsRange } from "../verdict.ts";
import { PositionSet } from "./position-set.ts";

/** Times are rounded to the microsecond before a comparison, so that 0.7 - 0.4 equals 0.3. */
const MICROSECONDS = 1e6;

/** The times of the frames of a result, by position. */
export type FrameTimes = {
  /** The `index` of each frame. */
  readonly indexes: readonly number[];
  /** Seconds from the start of the media; `NaN` for a frame without a time. */
  readonly times: readonly number[];
  /** Whether times ascend, and indexes ascend within the same time. */
  readonly isAscending: boolean;
};

type Span = { readonly position: number; readonly startSeconds: number; readonly endSeconds: number };

/** Rounds seconds to the microsecond. */
export function roundSeconds(seconds: number): number {
  return Math.round(seconds * MICROSECONDS) / MICROSECONDS;
}

/** Adds up how long a condition holds, in total and in a row. Neither sum ever decreases. */
export class HeldSeconds {
  readonly #gapSeconds: number;
  /** All ranges except the last. */
  readonly #closed: SecondsRange[] = [];
  /** The range that the next span may extend; `null` before the first. */
  #last: SecondsRange | null = null;
  /** Seconds of the ranges in `#closed`. */
  #closedSeconds = 0;
  /** Seconds of the closed ranges that are in a row with the last one. */
  #rowSeconds = 0;
  #longestRowSeconds = 0;

  /** @param gapSeconds - The longest gap that does not end a row. */
  constructor(gapSeconds: number) {
    this.#gapSeconds = gapSeconds;
  }

  /** Adds the next span in which the condition holds. It must not start before the end of the previous one. */
  add(startSeconds: number, endSeconds: number): void {
    const last = this.#last;
    if (last === null) {
      this.#last = { start: startSeconds, end: endSeconds };
    } else if (last.end === startSeconds) {
      // Extends the range, because a sum of many spans would accumulate rounding errors.
      this.#last = { start: last.start, end: endSeconds };
    } else {
      this.#closed.push(last);
      this.#closedSeconds += last.end - last.start;
      const isInRow = roundSeconds(startSeconds - last.end) <= roundSeconds(this.#gapSeconds);
      this.#rowSeconds = isInRow ? this.#rowSeconds + (last.end - last.start) : 0;
      this.#last = { start: startSeconds, end: endSeconds };
    }
    const rowSeconds = this.#rowSeconds + measure(this.#last);
    this.#longestRowSeconds = Math.max(this.#longestRowSeconds, rowSeconds);
  }

  /** Seconds in total. */
  get totalSeconds(): number {
    return roundSeconds(this.#closedSeconds + measure(this.#last));
  }

  /** Seconds in the longest row, without its gaps. */
  get longestRowSeconds(): number {
    return roundSeconds(this.#longestRowSeconds);
  }

  /** The times at which the condition holds, ascending. Adjacent spans form one range; empty spans are omitted. */
  get ranges(): readonly SecondsRange[] {
    const all = this.#last === null ? this.#closed : [...this.#closed, this.#last];
    return all.filter(({ start, end }) => end > start);
  }

  /** Checks whether the condition holds as long as required. */
  isEnough({ seconds, secondsInARow }: Pick<Required, "seconds" | "secondsInARow">): boolean {
    return (
      (seconds === null || this.totalSeconds >= roundSeconds(seconds)) &&
      (secondsInARow === null || this.longestRowSeconds >= roundSeconds(secondsInARow))
    );
  }
}

/** The spans of the frames of one result, regardless of the order in which the frames came. */
export class Timeline {
  /** By time. Frames without a span are omitted. */
  readonly #spans: readonly Span[];
  /** Positions of the frames with a duration. */
  readonly #lasting = new PositionSet();

  /** @param durationSeconds - The duration of the media; `null` if it is unknown. */
  constructor(frames: FrameTimes, durationSeconds: number | null) {
    this.#spans = computeSpans(frames, durationSeconds);
    for (const { position, startSeconds, endSeconds } of this.#spans) {
      if (endSeconds > startSeconds) this.#lasting.add(position);
    }
  }

  /** Adds up how long a condition holds. @param isHeld - Whether it holds at the position of a frame. */
  heldSeconds(isHeld: (position: number) => boolean, gapSeconds = 0): HeldSeconds {
    const seconds = new HeldSeconds(gapSeconds);
    for (const { position, startSeconds, endSeconds } of this.#spans) {
      if (isHeld(position)) seconds.add(startSeconds, endSeconds);
    }
    return seconds;
  }

  /**
   * Lists the positions of frames without a known duration: a frame without a time, the only frame of media of unknown
   * duration, a still image, a frame at the same time as the next one, or a frame at the very end of the media.
   */
  withoutDuration(positions: PositionSet): readonly number[] {
    return [...positions].filter((position) => !this.#lasting.has(position));
  }
}

function computeSpans(
  { indexes, times, isAscending }: FrameTimes,
  durationSeconds: number | null,
): readonly Span[] {
  const positions = times
    .map((_, position) => position)
    .filter((position) => Number.isFinite(times[position]));
  if (!isAscending) {
    const compare = (list: readonly number[], one: number, other: number): number =>
      (list[one] ?? 0) - (list[other] ?? 0);
    positions.sort((one, other) => compare(times, one, other) || compare(indexes, one, other));
  }
  const tracker = frameSpans<{ resultIndex: number; timeSeconds: number | null; position: number }>();
  const known = positions.flatMap(
    (position) => tracker.take({ resultIndex: 0, timeSeconds: times[position] ?? null, position }) ?? [],
  );
  return [...known, ...tracker.end(() => durationSeconds)].map(({ frame, startSeconds, endSeconds }) => ({
    position: frame.position,
    startSeconds,
    endSeconds,
  }));
}

function measure(range: SecondsRange | null): number {
  return range === null ? 0 : range.end - range.start;
}
