import type { PayloadFiles } from "../payload/payload-files.ts";
import type { Figure } from "../report/targets.ts";
import type { Row } from "../report/table.ts";

/** The settings of a run. */
export type BenchContext = {
  readonly payloads: PayloadFiles;
  /** The number of fresh processes per case. */
  readonly processes: number;
  /** The divisor for the sizes of payloads; 1 for full size. */
  readonly shrink: number;
};

/** The result of a case. */
export type CaseResult = {
  readonly rows: readonly Row[];
  readonly figures: readonly Figure[];
  /** Wrong deliveries and failed runs. Speed is never a problem. */
  readonly problems: readonly string[];
};

/** A measurement. The cases of a group share a table. */
export type BenchCase = {
  readonly group: string;
  /** Filters of the command line match the group and this name. */
  readonly name: string;
  readonly run: (context: BenchContext) => Promise<CaseResult>;
};
