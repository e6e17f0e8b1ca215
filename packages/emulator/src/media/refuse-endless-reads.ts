import type { Source } from "mediabunny";

/** What mediabunny 1.59 calls for every piece of a file, whether it has it in memory or not; it is not documented. */
type Reads = { _read(start: number, ...rest: unknown[]): unknown };

/** How often in a row a file may be read at the same one or two places. Ours: far more than any file needs, and reached in milliseconds. */
const MOST_REPEATS = 10_000;

/**
 * Ends a reading that goes round in circles. mediabunny 1.59 looks for the next sound element of a Matroska file behind a broken one, finds
 * the broken one, and so on for ever, without letting anything else run; one wrong byte is enough.
 *
 * @param source - what the file is read through; of another build of mediabunny it may be left as it is.
 */
export function refuseEndlessReads(source: Source): void {
  if (!isReads(source)) return;
  const read = source._read.bind(source);
  // The last two places, and how many reads in a row were at one of them.
  let last = -1;
  let lastButOne = -1;
  let repeats = 0;
  source._read = (start, ...rest) => {
    repeats = start === last || start === lastButOne ? repeats + 1 : 0;
    if (repeats > MOST_REPEATS) throw new Error(`it cannot be read on from byte ${start}`);
    if (start !== last) lastButOne = last;
    last = start;
    return read(start, ...rest);
  };
}

function isReads(source: Source): source is Source & Reads {
  return "_read" in source && typeof source._read === "function";
}
