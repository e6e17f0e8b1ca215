const EXTENSION = 0x21;
const IMAGE = 0x2c;
const GRAPHIC_CONTROL = 0xf9;

/** Browsers show a frame for 0.1 s if its duration is missing or shorter than 0.02 s. */
const DEFAULT_SECONDS = 0.1;
const MIN_SECONDS = 0.02;

/** When each frame of a GIF is visible. */
export type GifTiming = {
  /** The start of each frame in seconds, ascending. */
  readonly starts: readonly number[];
  /** The duration of one loop, in seconds. */
  readonly durationSeconds: number;
};

/** Computes the timing from the durations of the frames in seconds; 0 means that the file has none. */
export function createGifTiming(durations: readonly number[]): GifTiming {
  const starts: number[] = [];
  let durationSeconds = 0;
  for (const duration of durations) {
    starts.push(durationSeconds);
    durationSeconds += duration < MIN_SECONDS ? DEFAULT_SECONDS : duration;
  }
  return { starts, durationSeconds };
}

/** Returns the index of the frame that is visible at a time; the last one after the end. */
export function findGifFrame({ starts }: GifTiming, seconds: number): number {
  const next = starts.findIndex((start) => start > seconds + 1e-6);
  return (next === -1 ? starts.length : Math.max(1, next)) - 1;
}

/**
 * Reads the durations of a GIF's frames in seconds without decoding the pictures; 0 where the file has none.
 *
 * A truncated file yields the frames before the cut. Bytes that are not a GIF yield `[]`.
 */
export function readGifDurations(bytes: Uint8Array<ArrayBuffer>): readonly number[] {
  const at = (offset: number): number => bytes[offset] ?? 0;
  /** Skips a sequence of blocks. Each block starts with its length; a length of 0 ends the sequence. */
  const skipBlocks = (start: number): number => {
    let offset = start;
    while (at(offset) > 0) offset += 1 + at(offset);
    return offset + 1;
  };
  if (String.fromCharCode(...bytes.subarray(0, 3)) !== "GIF") return [];
  const durations: number[] = [];
  let delay = 0;
  let offset = 13 + colorTableBytes(at(10));
  while (offset < bytes.length) {
    if (at(offset) === EXTENSION) {
      if (at(offset + 1) === GRAPHIC_CONTROL) delay = (at(offset + 4) + 256 * at(offset + 5)) / 100;
      offset = skipBlocks(offset + 2);
    } else if (at(offset) === IMAGE) {
      durations.push(delay);
      delay = 0;
      // The image descriptor, its color table and the LZW code size precede the blocks.
      offset = skipBlocks(offset + 10 + colorTableBytes(at(offset + 9)) + 1);
    } else break;
  }
  return durations;
}

/** Returns the size of a color table from the flags that describe it. */
function colorTableBytes(flags: number): number {
  return flags >= 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}
