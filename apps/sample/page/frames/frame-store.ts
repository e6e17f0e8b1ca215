import type { ItemFrame } from "../../api/desk-api.ts";

/** The frames of an item that have arrived so far. */
export type FrameStore = {
  /** All frames in the order of their arrival. */
  readonly all: readonly ItemFrame[];
  /** Adds frames and returns the new ones. Frames that a reconnected stream repeats are ignored. */
  add(frames: readonly ItemFrame[]): readonly ItemFrame[];
  /**
   * Returns the frames at a time: the last frame of each result that has started, and all frames without a time.
   *
   * @param seconds - from the start of the media.
   */
  at(seconds: number): readonly ItemFrame[];
  /** Returns the time of the next (1) or previous (-1) frame, in seconds; `null` if there is none. */
  adjacentTime(seconds: number, step: 1 | -1): number | null;
  /** The time of the last frame, in seconds; `null` if no frame has a time. */
  readonly lastSeconds: number | null;
};

/** Times that differ by less are equal, because players round. */
const TOLERANCE_SECONDS = 0.001;

/** Creates an empty store. */
export function createFrameStore(): FrameStore {
  const all: ItemFrame[] = [];
  // Frames with a time by result, in ascending order.
  const timed = new Map<number, ItemFrame[]>();
  const timeless: ItemFrame[] = [];
  let lastSeconds: number | null = null;
  return {
    all,
    add: (frames) => {
      const fresh: ItemFrame[] = [];
      for (const frame of frames) {
        if (frame.position < all.length) continue;
        fresh.push(frame);
        all.push(frame);
        if (frame.timeSeconds === null) timeless.push(frame);
        else {
          const result = timed.get(frame.resultIndex) ?? [];
          if (result.length === 0) timed.set(frame.resultIndex, result);
          result.push(frame);
          lastSeconds = Math.max(lastSeconds ?? 0, frame.timeSeconds);
        }
      }
      return fresh;
    },
    at: (seconds) => {
      const current = [...timed.values()].flatMap(
        (frames) => frames[countStarted(frames, seconds) - 1] ?? [],
      );
      return [...current, ...timeless];
    },
    adjacentTime: (seconds, step) => {
      const times = [...timed.values()].flatMap((frames) => {
        const next = countStarted(frames, seconds);
        const frame =
          step === 1 ? frames[next] : frames[countStarted(frames, seconds - 2 * TOLERANCE_SECONDS) - 1];
        return frame?.timeSeconds ?? [];
      });
      if (times.length === 0) return null;
      return step === 1 ? Math.min(...times) : Math.max(...times);
    },
    get lastSeconds() {
      return lastSeconds;
    },
  };
}

/** Counts the frames that have started at a time. */
function countStarted(frames: readonly ItemFrame[], seconds: number): number {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((frames[middle]?.timeSeconds ?? 0) <= seconds + TOLERANCE_SECONDS) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Returns a frame's scores by class: those of the complete frame, and the highest one of the boxes of each class.
 * A mask has no scores: its pixels show how much of the picture a class covers.
 */
export function scoresByClass(frame: ItemFrame): ReadonlyMap<string, number> {
  const scores = new Map<string, number>();
  const all = [...frame.classes, ...frame.boxes.flatMap((box) => box.classes)];
  for (const { class: name, score } of all) {
    if (score !== null) scores.set(name, Math.max(score, scores.get(name) ?? 0));
  }
  return scores;
}
