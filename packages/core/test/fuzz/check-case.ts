import { checkReader } from "./check-reader.ts";
import { checkStream } from "./check-stream.ts";
import type { FuzzCase } from "./fuzz-case.ts";
import { Mismatch } from "./mismatch.ts";

/** What the readers told of their guesses, and how many frames came late, added up. */
export type Guesses = { guesses: number; misses: number; exactFrames: number; lateFrames: number };

/**
 * Checks a case.
 *
 * @param guesses - Is added to.
 * @returns what is wrong; `null` if all is as it should be.
 */
export async function checkCase(fuzz: FuzzCase, guesses?: Guesses): Promise<Mismatch | null> {
  try {
    if (fuzz.kind === "stream") await checkStream(fuzz);
    else checkReader(fuzz, (statistics) => addUp(statistics, guesses));
    return null;
  } catch (error) {
    return error instanceof Mismatch ? error : new Mismatch("it throws what nobody expects", String(error));
  }
}

function addUp(statistics: Readonly<Guesses>, sum: Guesses | undefined): void {
  if (sum === undefined) return;
  sum.guesses += statistics.guesses;
  sum.misses += statistics.misses;
  sum.exactFrames += statistics.exactFrames;
  sum.lateFrames += statistics.lateFrames;
}
