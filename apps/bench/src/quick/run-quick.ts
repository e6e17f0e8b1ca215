import { fileURLToPath } from "node:url";
import type { BenchCase } from "../cases/bench-case.ts";
import { runCases } from "../cases/run-cases.ts";
import type { CommandLine } from "../command-line.ts";
import { PayloadFiles } from "../payload/payload-files.ts";
import { describeMachine, getDate } from "../report/machine.ts";
import type { Figure } from "../report/targets.ts";
import { readBaseline, writeBaseline } from "./baseline.ts";
import { formatQuickReport } from "./quick-report.ts";
import { combineFigures } from "./ratio.ts";

/** Relative to `dist`, the folder of the built file. */
const BASELINE = fileURLToPath(new URL("../baseline.json", import.meta.url));
/** Two processes have a spread, but three tell an outlier from the others. */
const MIN_PASSES = 3;
const MAX_PASSES = 7;
/** The time after which no pass starts that would not end in time. Building takes up to 20 s more. */
const BUDGET_MS = 140_000;

/**
 * Runs the cases in several passes, each in fresh processes, and prints their ratios, compared with the baseline. All
 * cases of a pass run before the next pass, so that a slow phase of the machine does not affect all processes of a case.
 *
 * @returns the exit code, which is always 0: a regression is for people to judge.
 */
export async function runQuick(cases: readonly BenchCase[], commandLine: CommandLine): Promise<number> {
  const { json, write, processes } = commandLine;
  const { passes, figures, problems } = await runPasses(cases, processes ?? null);
  const report = {
    date: getDate(),
    machine: describeMachine(),
    processes: passes,
    ratios: combineFigures(figures),
  };
  const baseline = readBaseline(BASELINE);
  if (json) console.log(JSON.stringify({ now: report, baseline, problems }));
  else console.log(formatQuickReport({ ...report, problems }, baseline));
  if (!write) return 0;
  if (problems.length > 0) console.error("The baseline was not written, because some results are wrong.");
  else writeBaseline(BASELINE, report);
  return 0;
}

async function runPasses(cases: readonly BenchCase[], fixedPasses: number | null) {
  const context = { payloads: new PayloadFiles(), processes: 1, shrink: 1 };
  const figures: Figure[] = [];
  const problems = new Set<string>();
  const startMs = performance.now();
  let longestMs = 0;
  let passes = 0;
  const isEnough = (): boolean => {
    if (fixedPasses !== null) return passes === fixedPasses;
    const isOver = performance.now() - startMs + longestMs > BUDGET_MS;
    return passes === MAX_PASSES || (isOver && passes >= MIN_PASSES);
  };
  while (!isEnough()) {
    const passStartMs = performance.now();
    const result = await runCases(cases, context);
    figures.push(...result.figures);
    for (const problem of result.problems) problems.add(problem);
    longestMs = Math.max(longestMs, performance.now() - passStartMs);
    passes++;
  }
  return { passes, figures, problems: [...problems] };
}
