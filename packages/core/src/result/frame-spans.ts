import type { Frame } from "./frame.ts";

/** The properties of a frame that determine its span. */
export type TimedFrame = Pick<Frame, "resultIndex" | "timeSeconds">;

/** A frame and the time span that it covers. The end is exclusive. */
export type SpannedFrame<Item extends TimedFrame = Frame> = {
  /** The frame. */
  readonly frame: Item;
  /** Seconds from the start of the media: the frame's `timeSeconds`. */
  readonly startSeconds: number;
  /** Seconds from the start of the media. Equal to `startSeconds` if the next frame has the same time. */
  readonly endSeconds: number;
};

/** Computes the spans of frames that arrive one by one. */
export interface FrameSpans<Item extends TimedFrame = Frame> {
  /**
   * Adds the next frame of its result.
   *
   * @returns the previous frame of the same result, whose end is now known; `null` if there is none. Also
   * `null` for a frame without a time, or with an earlier time than the previous one: it has no span and is never
   * returned.
   */
  take(frame: Item): SpannedFrame<Item> | null;

  /**
   * Returns the last frame of each result, as if there were no more frames. Does not change the state, and may be
   * called at any time.
   *
   * @param durationSecondsOf - Returns the duration of the media of a result, in seconds; `null` if unknown. A
   * duration that ends before the last frame is ignored.
   * @returns the frames whose end is known: from the duration, otherwise from the median step between the frames of the
   * result. A single frame of unknown duration is omitted.
   */
  end(durationSecondsOf?: (resultIndex: number) => number | null): readonly SpannedFrame<Item>[];
}

/** The spans of one result so far. */
type Track<Item> = {
  /** The last frame with a time. Its end is not yet known. */
  last: { readonly frame: Item; readonly startSeconds: number };
  /** The lengths of all spans so far that are longer than 0, in seconds. */
  readonly steps: number[];
};

/**
 * Creates an object that computes the time spans of frames. All packages of Hivekit compute them in this way.
 *
 * A frame covers the time from its `timeSeconds` to that of the next frame in its result. The last frame lasts until
 * the end of the media, or for the median step between frames if the duration is unknown. A frame without a time has
 * no span.
 *
 * Add frames in ascending order of time within a result, as Hive sends them. The object keeps one frame per result and
 * one number per step.
 *
 * @example
 * ```ts
 * import { decodeTask, frameSpans } from "@hivekit/core";
 *
 * const times = [0, 1, 2].map((time) => ({ time, classes: [{ class: "yes_smoking", score: 0.97 }] }));
 * const task = decodeTask({ id: "1", status: [{ status: { code: "0" }, response: { input: {}, output: times } }] });
 * const spans = frameSpans();
 * for (const frame of task.results[0]?.frames ?? []) console.log(spans.take(frame)?.endSeconds); // undefined, 1, 2
 * console.log(spans.end()[0]?.endSeconds); // 3
 * ```
 */
export function frameSpans<Item extends TimedFrame = Frame>(): FrameSpans<Item> {
  const tracks = new Map<number, Track<Item>>();
  return {
    take(frame) {
      const { timeSeconds, resultIndex } = frame;
      if (timeSeconds === null || !Number.isFinite(timeSeconds)) return null;
      const last = { frame, startSeconds: timeSeconds };
      const track = tracks.get(resultIndex);
      if (track === undefined) {
        tracks.set(resultIndex, { last, steps: [] });
        return null;
      }
      const previous = track.last;
      const step = timeSeconds - previous.startSeconds;
      if (step < 0) return null;
      if (step > 0) track.steps.push(step);
      track.last = last;
      return { ...previous, endSeconds: timeSeconds };
    },
    end(durationSecondsOf = () => null) {
      return [...tracks].flatMap(([resultIndex, { last, steps }]) => {
        const endSeconds = computeEnd(last.startSeconds, { duration: durationSecondsOf(resultIndex), steps });
        return endSeconds === null ? [] : [{ ...last, endSeconds }];
      });
    },
  };
}

function computeEnd(
  startSeconds: number,
  known: { readonly duration: number | null; readonly steps: readonly number[] },
): number | null {
  const { duration, steps } = known;
  if (duration !== null && Number.isFinite(duration) && duration >= startSeconds) return duration;
  const step = median(steps);
  return step === null ? null : startSeconds + step;
}

function median(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
