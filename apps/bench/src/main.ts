import { fileURLToPath } from "node:url";
import type { BenchCase, BenchContext } from "./cases/bench-case.ts";
import { CASES, filterCases, TITLES } from "./cases/cases.ts";
import { runCases } from "./cases/run-cases.ts";
import { formatUsage, readCommandLine } from "./command-line.ts";
import type { CommandLine } from "./command-line.ts";
import { PayloadFiles } from "./payload/payload-files.ts";
import { QUICK_CASES } from "./quick/quick-cases.ts";
import { runQuick } from "./quick/run-quick.ts";
import { describeMachine, getDate } from "./report/machine.ts";
import { createTargetRows, formatReport } from "./report/report.ts";
import type { Report } from "./report/report.ts";
import { writeReport } from "./report/write-report.ts";

const DEFAULT_PROCESSES = 3;
const SMALL_SHRINK = 10;
/** Relative to `dist`, the folder of the built file. */
const DOCUMENT = fileURLToPath(new URL("../../../docs/performance.md", import.meta.url));

// Child processes and temporary files are removed when this process exits.
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));
process.exitCode = await main();

async function main(): Promise<number> {
  const commandLine = readCommandLine(process.argv.slice(2));
  const cases = filterCases(commandLine?.quick === true ? QUICK_CASES : CASES, commandLine?.filters ?? []);
  const usage = formatUsage(CASES.map(({ group, name }) => `${group} ${name}`));
  if (commandLine?.help === true) {
    console.log(usage);
    return 0;
  }
  if (commandLine === null || cases.length === 0) {
    console.error(usage);
    return 2;
  }
  return commandLine.quick ? runQuick(cases, commandLine) : runFull(cases, commandLine);
}

/** Runs the cases and prints the report. */
async function runFull(
  cases: readonly BenchCase[],
  { small, json, write, processes = small ? 1 : DEFAULT_PROCESSES }: CommandLine,
): Promise<number> {
  const context = { payloads: new PayloadFiles(), processes, shrink: small ? SMALL_SHRINK : 1 };
  const { rowsByGroup, ...results } = await runCases(cases, context);
  const tables = [...rowsByGroup].map(([group, rows]) => ({ title: TITLES[group] ?? group, rows }));
  const report: Report = { method: describeMethod(context), tables, ...results };
  if (json) console.log(JSON.stringify({ ...report, targets: createTargetRows(report.figures) }));
  else console.log(formatReport(report));
  if (write) writeReport(DOCUMENT, formatReport(report));
  // A missed target is part of the report. Only a wrong result is a failure.
  return report.problems.length > 0 ? 1 : 0;
}

function describeMethod({ processes, shrink }: BenchContext): readonly string[] {
  return [
    `${getDate()}, ${describeMachine()}.`,
    `Medians of ${processes} fresh ${processes === 1 ? "process" : "processes"} per case. In each process the readers or clients alternate after a warm-up round (none for 200 MB), with a garbage collection before each round. Memory and uploads have a process per client.`,
    "Every reader must deliver every frame: the number of frames and of classes or boxes, the middle frame and the last one are compared with the output of the generator. Every call must return the frame of its response.",
    ...(shrink > 1
      ? [`A small run with a tenth of the payloads and calls: the figures are not meaningful.`]
      : []),
  ];
}
