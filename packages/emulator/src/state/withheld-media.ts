import type { AnswerCsam } from "../model/answer-frame.ts";
import type { TaskResult } from "./emulator-task.ts";

/** The lowest score of the classifier that flags media. Hive documents none; clients use 0.9. */
const FLAGGED_SCORE = 0.9;

/** The hashes of media that CSAM detection has flagged. No route serves this media, or an image made from it. */
export type WithheldMedia = {
  /** Withholds the media of a result if CSAM detection flags it. */
  add(result: TaskResult): void;
  /** Checks whether media with this hash is withheld. */
  has(hash: string | null): boolean;
  clear(): void;
};

/** Creates an empty list. */
export function createWithheldMedia(): WithheldMedia {
  const hashes = new Set<string>();
  return {
    add: (result) => {
      if (result.kind !== "model" || result.hash === null) return;
      const isWithheld = result.frames.some((frame) => frame.kind === "csam" && isFlagged(frame.csam));
      if (isWithheld) hashes.add(result.hash);
    },
    has: (hash) => hash !== null && hashes.has(hash),
    clear: () => hashes.clear(),
  };
}

function isFlagged({ hashes, prediction }: AnswerCsam): boolean {
  return hashes.length > 0 || (prediction?.csam ?? 0) >= FLAGGED_SCORE;
}
