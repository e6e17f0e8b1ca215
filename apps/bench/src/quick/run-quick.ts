import { fileURLToPath } from "node:url";
import type { BenchCase } from "../cases/bench-case.ts";
import { runCases } from "../cases/run-cases.ts";
import type { CommandLine } from "../command-line.ts";
import { PayloadFiles } from "../payload/payload-files.ts";
import { describeMachine, getDate } from "../report/machine.ts";
import type { Figure } from "../report/targets.ts";
import { readBaseline, writeBaseline } from "./baseline.ts";
import type { Baseline } from "./baseline.ts";
import { MIN_PROCESSES } from "./compare-ratios.ts";
import { formatQuickReport } from "./quick-report.ts";
import { combineFigures } from "./ratio.ts";

/** Relative to `dist`, the folder of the built file. */
const BASELINE = fileURLToPath(new URL("../baseline.json", import.meta.url));
const MAX_PASSES = 7;
/** No case starts that would probably end later. Building takes up to 30 s more. */
const BUDGET_MS = 120_000;

/**
 * Runs the cases in several passes, each in fresh processes, and prints their ratios, compared with the baseline. All
 * cases of a pass run before the next pass, so that a slow phase of the machine does not affect all processes of a case.
 *
 * @returns the exit code, which is always 0: a regression is for people to judge.
 */
export async function runQuick(cases: readonly BenchCase[], commandLine: CommandLine): Promise<number> {
  const { json, write, processes } = commandLine;
  const { figures, problems } = await (processes === undefined
    ? runPasses(cases, { passes: MAX_PASSES, budgetMs: BUDGET_MS })
    : runPasses(cases, { passes: processes, budgetMs: Infinity }));
  const now = { date: getDate(), machine: describeMachine(), ratios: combineFigures(figures) };
  const { baseline, unreadable } = tryReadBaseline();
  const report = { ...now, problems: [...problems, ...unreadable] };
  if (json) console.log(JSON.stringify({ now: report, baseline }));
  else console.log(formatQuickReport(report, baseline));
  if (write) writeIfValid(now, problems);
  return 0;
}

/** Writes the baseline unless it is unfit for comparisons. */
function writeIfValid(now: Baseline, problems: readonly string[]): void {
  const reason =
    problems.length > 0
      ? "some results are wrong"
      : now.ratios.some(({ processes }) => processes < MIN_PROCESSES)
        ? `some ratios have fewer than ${MIN_PROCESSES} processes; use a faster machine, or --processes ${MIN_PROCESSES}`
        : null;
  if (reason === null) writeBaseline(BASELINE, now);
  else console.error(`The baseline was not written: ${reason}.`);
}

/** Reads the baseline. A damaged file is a problem of the report, because the measured ratios are still of use. */
function tryReadBaseline(): { readonly baseline: Baseline | null; readonly unreadable: readonly string[] } {
  try {
    return { baseline: readBaseline(BASELINE), unreadable: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { baseline: null, unreadable: [`${BASELINE} is not a baseline: ${reason}`] };
  }
}

/** Runs as many passes as the time permits. The last one may be incomplete. */
async function runPasses(
  cases: readonly BenchCase[],
  { passes, budgetMs }: { readonly passes: number; readonly budgetMs: number },
): Promise<{ readonly figures: readonly Figure[]; readonly problems: readonly string[] }> {
  const context = { payloads: new PayloadFiles(), processes: 1, shrink: 1 };
  const figures: Figure[] = [];
  const problems = new Set<string>();
  /** The longest duration of each case so far, by its name. */
  const longestMs = new Map<string, number>();
  const runStartMs = performance.now();
  for (let pass = 0; pass < passes; pass++) {
    for (const one of cases) {
      const startMs = performance.now();
      const longest = longestMs.get(one.name) ?? 0;
      if (startMs - runStartMs + longest > budgetMs) return { figures, problems: [...problems] };
      const result = await runCases([one], context);
      figures.push(...result.figures);
      for (const problem of result.problems) problems.add(problem);
      longestMs.set(one.name, Math.max(longest, performance.now() - startMs));
    }
  }
  return { figures, problems: [...problems] };
}
