import type { PayloadFiles } from "../payload/payload-files.ts";
import type { Figure } from "../report/bounds.ts";
import type { Row } from "../report/table.ts";

/** What holds for a whole run. */
export type BenchContext = {
  readonly payloads: PayloadFiles;
  /** Fresh processes for each case. */
  readonly processes: number;
  /** By how much payloads and rounds are smaller; 1 for the real ones. */
  readonly shrink: number;
};

/** What a case has found. */
export type CaseResult = {
  readonly rows: readonly Row[];
  readonly figures: readonly Figure[];
  /** What was delivered wrong, or did not run at all; never a matter of time. */
  readonly problems: readonly string[];
};

/** One thing to measure; cases of a group share a table. */
export type BenchCase = {
  readonly group: string;
  /** What a filter of the command line looks at, beside the group. */
  readonly name: string;
  readonly run: (context: BenchContext) => Promise<CaseResult>;
};
