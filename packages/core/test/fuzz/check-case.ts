import { checkReader } from "./check-reader.ts";
import { checkStream } from "./check-stream.ts";
import type { FuzzCase } from "./fuzz-case.ts";
import { Mismatch } from "./mismatch.ts";

/** Statistics of the guesses and the late frames of all readers. */
export type Guesses = { guesses: number; misses: number; exactFrames: number; lateFrames: number };

/**
 * Checks a case.
 *
 * @param guesses - The statistics, which are updated.
 * @returns the mismatch; `null` if there is none.
 */
export async function checkCase(fuzz: FuzzCase, guesses?: Guesses): Promise<Mismatch | null> {
  try {
    if (fuzz.kind === "stream") await checkStream(fuzz);
    else checkReader(fuzz, (statistics) => addUp(statistics, guesses));
    return null;
  } catch (error) {
    return error instanceof Mismatch ? error : new Mismatch("an unexpected error", String(error));
  }
}

function addUp(statistics: Readonly<Guesses>, sum: Guesses | undefined): void {
  if (sum === undefined) return;
  sum.guesses += statistics.guesses;
  sum.misses += statistics.misses;
  sum.exactFrames += statistics.exactFrames;
  sum.lateFrames += statistics.lateFrames;
}
