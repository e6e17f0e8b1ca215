import type { Frame } from "./frame.ts";

/** What is needed of a frame to say how long it lasts. */
export type TimedFrame = Pick<Frame, "resultIndex" | "timeSeconds">;

/** A frame and the time that it stands for, from its start up to, and not including, its end. */
export type SpannedFrame<Item extends TimedFrame = Frame> = {
  /** The frame that was taken. */
  readonly frame: Item;
  /** Seconds from the start of the media: the frame's `timeSeconds`. */
  readonly startSeconds: number;
  /** Seconds from the start of the media; never before `startSeconds`, equal to it where the next frame has the same time. */
  readonly endSeconds: number;
};

/** Says of frames that come one by one how long each lasts. */
export interface FrameSpans<Item extends TimedFrame = Frame> {
  /**
   * Takes the next frame of its result.
   *
   * @returns the frame before it in the same result, whose end is known now; `null` if there is none, and for a frame without a time
   * or before the time of an earlier one: those have no span, and are never returned.
   */
  take(frame: Item): SpannedFrame<Item> | null;

  /**
   * The last frame of each result. Changes nothing: it can be asked at any time, and answers as if no more frames came.
   *
   * @param durationSecondsOf - How long the media of a result lasts, in seconds; `null` where that is not known. A duration that ends
   * before the last frame begins is not believed.
   * @returns those whose end is known: by the duration, else by the median step between the frames of the result. A single frame of
   * a media of unknown duration is not among them.
   */
  end(durationSecondsOf?: (resultIndex: number) => number | null): readonly SpannedFrame<Item>[];
}

/** One result's clock. */
type Clock<Item> = {
  /** The last frame that has a time: its end is not known yet. */
  last: { readonly frame: Item; readonly startSeconds: number };
  /** Lengths of all spans so far that are more than 0, in seconds. */
  readonly steps: number[];
};

/**
 * How long frames last, the same everywhere in Hivekit: a frame covers the time from its own `timeSeconds` up to that of the next one in
 * its result; the last one up to the media's duration, and where that is not known for the median step between frames. A frame
 * without a time is part of no duration.
 *
 * Frames have to come ascending by time within a result, as Hive gives them. Holds one frame per result, and a number for each step.
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
  const clocks = new Map<number, Clock<Item>>();
  return {
    take(frame) {
      const { timeSeconds, resultIndex } = frame;
      if (timeSeconds === null || !Number.isFinite(timeSeconds)) return null;
      const last = { frame, startSeconds: timeSeconds };
      const clock = clocks.get(resultIndex);
      if (clock === undefined) {
        clocks.set(resultIndex, { last, steps: [] });
        return null;
      }
      const before = clock.last;
      const step = timeSeconds - before.startSeconds;
      if (step < 0) return null;
      if (step > 0) clock.steps.push(step);
      clock.last = last;
      return { ...before, endSeconds: timeSeconds };
    },
    end(durationSecondsOf = () => null) {
      return [...clocks].flatMap(([resultIndex, { last, steps }]) => {
        const endSeconds = endOf(last.startSeconds, { duration: durationSecondsOf(resultIndex), steps });
        return endSeconds === null ? [] : [{ ...last, endSeconds }];
      });
    },
  };
}

function endOf(
  startSeconds: number,
  known: { readonly duration: number | null; readonly steps: readonly number[] },
): number | null {
  const { duration, steps } = known;
  if (duration !== null && Number.isFinite(duration) && duration >= startSeconds) return duration;
  const step = medianOf(steps);
  return step === null ? null : startSeconds + step;
}

function medianOf(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
