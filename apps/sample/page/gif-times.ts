/** Browsers show a frame for this long that has no time of its own, or a shorter one than 0.02 s; in seconds. */
const DEFAULT_SECONDS = 0.1;
const LEAST_SECONDS = 0.02;

/** Which frame of a GIF is seen when. */
export type GifTimes = {
  /** Seconds from the start at which each frame begins, ascending. */
  readonly starts: readonly number[];
  /** How long one round takes, in seconds. */
  readonly durationSeconds: number;
};

/** @param durations - how long each frame is shown, in seconds; 0 where the file does not say. */
export function gifTimes(durations: readonly number[]): GifTimes {
  const starts: number[] = [];
  let durationSeconds = 0;
  for (const duration of durations) {
    starts.push(durationSeconds);
    durationSeconds += duration < LEAST_SECONDS ? DEFAULT_SECONDS : duration;
  }
  return { starts, durationSeconds };
}

/** The frame that is seen at a time, from 0; the last one after the end. */
export function gifFrameAt({ starts }: GifTimes, seconds: number): number {
  const next = starts.findIndex((start) => start > seconds + 1e-6);
  return (next === -1 ? starts.length : Math.max(1, next)) - 1;
}
