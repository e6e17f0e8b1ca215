import type { JudgedResult } from "./judged-result.ts";
import type { VerdictHead } from "./verdict-head.ts";

/** What is known when the last frame has come. */
export type Evidence = {
  readonly results: readonly JudgedResult[];
  /** `null` where the frames came without a summary. */
  readonly head: VerdictHead | null;
};
