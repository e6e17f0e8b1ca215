import { frameSpans } from "../result/frame-spans.ts";
import { HeldSeconds } from "./held-seconds.ts";
import { PositionSet } from "./position-set.ts";
import type { ResultRecord } from "./result-record.ts";

type Span = { readonly position: number; readonly startSeconds: number; readonly endSeconds: number };

/** When the frames of one result stand, whatever the order in which they came. */
export class Timeline {
  /** By time. Frames without a span are not among them. */
  readonly #spans: readonly Span[];
  /** Positions of the frames for which any time passes. */
  readonly #lasting = new PositionSet();

  /** @param durationSeconds - How long the media lasts; `null` where that is not known. */
  constructor(record: ResultRecord, durationSeconds: number | null) {
    this.#spans = spansOf(record, durationSeconds);
    for (const { position, startSeconds, endSeconds } of this.#spans) {
      if (endSeconds > startSeconds) this.#lasting.add(position);
    }
  }

  /** For how long something holds. @param isHeld - Whether it does, by the position of a frame. */
  heldSeconds(isHeld: (position: number) => boolean, gapSeconds = 0): HeldSeconds {
    const seconds = new HeldSeconds(gapSeconds);
    for (const { position, startSeconds, endSeconds } of this.#spans) {
      if (isHeld(position)) seconds.add(startSeconds, endSeconds);
    }
    return seconds;
  }

  /**
   * Those of the positions whose frames have no duration: without a time, alone in a media of unknown duration, a still picture, of the
   * same time as the next frame, or at the very end of the media. What they show lasts for a time that nobody knows.
   */
  withoutDuration(positions: PositionSet): readonly number[] {
    return [...positions].filter((position) => !this.#lasting.has(position));
  }
}

function spansOf(record: ResultRecord, durationSeconds: number | null): readonly Span[] {
  const { times, indexes } = record;
  const positions = times
    .map((_, position) => position)
    .filter((position) => Number.isFinite(times[position]));
  if (!record.isAscending) {
    const by = (list: readonly number[], one: number, other: number): number =>
      (list[one] ?? 0) - (list[other] ?? 0);
    positions.sort((one, other) => by(times, one, other) || by(indexes, one, other));
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
