import type { Row } from "../report/table.ts";
import type { Figure } from "../report/targets.ts";
import type { BenchCase, BenchContext } from "./bench-case.ts";

/** The results of several cases. */
export type CasesResult = {
  /** The rows of each table by group. */
  readonly rowsByGroup: ReadonlyMap<string, readonly Row[]>;
  readonly figures: readonly Figure[];
  /** Wrong deliveries and failed runs. */
  readonly problems: readonly string[];
};

/** Runs cases one after another. A case that fails is a problem, and does not prevent the others. */
export async function runCases(cases: readonly BenchCase[], context: BenchContext): Promise<CasesResult> {
  const rowsByGroup = new Map<string, Row[]>();
  const figures: Figure[] = [];
  const problems: string[] = [];
  for (const { group, name, run } of cases) {
    console.error(`Measuring ${name} ...`);
    const rows = rowsByGroup.get(group) ?? [];
    rowsByGroup.set(group, rows);
    try {
      const result = await run(context);
      rows.push(...result.rows);
      figures.push(...result.figures);
      problems.push(...result.problems);
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { rowsByGroup, figures, problems };
}
