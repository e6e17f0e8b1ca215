import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as z from "zod";
import type { BenchCase, BenchContext } from "./cases/bench-case.ts";
import { CASES, selectCases, TITLES } from "./cases/cases.ts";
import { PayloadFiles } from "./payload/payload-files.ts";
import { createTargetRows, formatReport } from "./report/report.ts";
import type { Report } from "./report/report.ts";
import type { Row } from "./report/table.ts";
import type { Figure } from "./report/targets.ts";
import { writeReport } from "./report/write-report.ts";

const USAGE = `npm run bench -- [FILTER ...] [--quick] [--processes N] [--json] [--write]
  FILTER       runs only cases whose group or name contains it:
               ${CASES.map(({ group, name }) => `${group} ${name}`).join("\n               ")}
  --quick      payloads of a tenth of the size, in one process: a functional check, not a measurement
  --processes  fresh processes per case (default 3)
  --json       prints one JSON object to standard output
  --write      writes the report to docs/performance.md`;

const CommandLine = z.object({
  filters: z.array(z.string()),
  quick: z.boolean(),
  json: z.boolean(),
  write: z.boolean(),
  processes: z.coerce.number().int().min(1).optional(),
});

const QUICK_SHRINK = 10;
/** Relative to `dist`, the folder of the built file. */
const DOCUMENT = fileURLToPath(new URL("../../../docs/performance.md", import.meta.url));

// Child processes and temporary files are removed when this process exits.
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));
process.exitCode = await main();

async function main(): Promise<number> {
  const { data: commandLine } = CommandLine.safeParse(readArguments());
  const cases = selectCases(commandLine?.filters ?? []);
  if (commandLine === undefined || cases.length === 0) {
    console.error(USAGE);
    return 2;
  }
  const { quick, json, write, processes = quick ? 1 : 3 } = commandLine;
  const context = { payloads: new PayloadFiles(), processes, shrink: quick ? QUICK_SHRINK : 1 };
  const report = await runAll(cases, context);
  if (json) console.log(JSON.stringify({ ...report, targets: createTargetRows(report.figures) }));
  else console.log(formatReport(report));
  if (write) writeReport(DOCUMENT, formatReport(report));
  // A missed target is part of the report. Only a wrong result is a failure.
  return report.problems.length > 0 ? 1 : 0;
}

/** Splits the command line; `null` if it has an unknown or incomplete option. */
function readArguments(): unknown {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        write: { type: "boolean", default: false },
        quick: { type: "boolean", default: false },
        processes: { type: "string" },
      },
    });
    return { filters: positionals, ...values };
  } catch {
    return null;
  }
}

async function runAll(cases: readonly BenchCase[], context: BenchContext): Promise<Report> {
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
  const tables = [...rowsByGroup].map(([group, rows]) => ({ title: TITLES[group] ?? group, rows }));
  return { method: describeMethod(context), tables, figures, problems };
}

function describeMethod({ processes, shrink }: BenchContext): readonly string[] {
  const [cpu] = cpus();
  return [
    `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpu?.model ?? "unknown CPU"}.`,
    `Medians of ${processes} fresh ${processes === 1 ? "process" : "processes"} per case. In each process the readers alternate after a warm-up round (none for 200 MB), with a garbage collection before each reading. Only ratios within a process are meaningful.`,
    "Every reader must deliver every frame: the number of frames and of classes or boxes, the middle frame and the last one are compared with the output of the generator.",
    ...(shrink > 1
      ? [`Quick run with payloads ${shrink} times smaller: the figures are not meaningful.`]
      : []),
  ];
}
