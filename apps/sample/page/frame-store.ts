import type { ItemFrame } from "../api/desk-api.ts";

/** The frames of an item, as far as they have come. */
export type FrameStore = {
  /** All, in the order in which they came. */
  readonly all: readonly ItemFrame[];
  /** Takes frames; those that are there already, because a stream was opened again, are dropped. Returns the new ones. */
  add(frames: readonly ItemFrame[]): readonly ItemFrame[];
  /**
   * What is to be seen at a time: of each result the last frame that has begun; frames without a time always.
   *
   * @param seconds - from the start of the media.
   */
  at(seconds: number): readonly ItemFrame[];
  /** The time of the next frame (`step` 1) or of the one before (-1), in seconds; `null` if there is none. */
  timeBeside(seconds: number, step: 1 | -1): number | null;
  /** The time of the last frame, in seconds; `null` as long as none has one. */
  readonly lastSeconds: number | null;
};

/** Two times that differ by less are the same one: players round. */
const SAME_SECONDS = 0.001;

/** Makes an empty store. */
export function createFrameStore(): FrameStore {
  const all: ItemFrame[] = [];
  // Frames with a time, by their result; ascending.
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
      const current = [...timed.values()].flatMap((frames) => frames[begunBy(frames, seconds) - 1] ?? []);
      return [...current, ...timeless];
    },
    timeBeside: (seconds, step) => {
      const times = [...timed.values()].flatMap((frames) => {
        const next = begunBy(frames, seconds);
        const frame = step === 1 ? frames[next] : frames[begunBy(frames, seconds - 2 * SAME_SECONDS) - 1];
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

/** How many frames have begun at a time. */
function begunBy(frames: readonly ItemFrame[], seconds: number): number {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((frames[middle]?.timeSeconds ?? 0) <= seconds + SAME_SECONDS) low = middle + 1;
    else high = middle;
  }
  return low;
}
