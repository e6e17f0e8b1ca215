import type { Source } from "mediabunny";

/** The method that mediabunny 1.59 calls for every read, even for bytes that it has in memory. It is not documented. */
type ReadableSource = { _read(start: number, ...rest: unknown[]): unknown };

/**
 * The maximum number of consecutive reads from the same one or two positions. No valid file needs nearly as many, and a
 * loop reaches the limit within milliseconds.
 */
const MAX_REPEATED_READS = 10_000;

/**
 * Makes a source throw when it is read in an endless loop. mediabunny 1.59 searches a Matroska file for the audio
 * element after a broken one, finds the broken one again, and repeats this without yielding to the event loop. One
 * wrong byte is enough.
 *
 * @param source - the source of the file. A source of a mediabunny build without this method is left unchanged.
 */
export function detectReadLoops(source: Source): void {
  if (!isReadable(source)) return;
  const read = source._read.bind(source);
  // The last two positions, and the number of consecutive reads from one of them.
  let last = -1;
  let lastButOne = -1;
  let repeats = 0;
  source._read = (start, ...rest) => {
    repeats = start === last || start === lastButOne ? repeats + 1 : 0;
    if (repeats > MAX_REPEATED_READS) throw new Error(`reading does not get past byte ${start}`);
    if (start !== last) lastButOne = last;
    last = start;
    return read(start, ...rest);
  };
}

function isReadable(source: Source): source is Source & ReadableSource {
  return "_read" in source && typeof source._read === "function";
}
