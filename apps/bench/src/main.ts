import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { BenchCase, BenchContext } from "./cases/bench-case.ts";
import { CASES, casesOf, TITLES } from "./cases/cases.ts";
import { PayloadFiles } from "./payload/payload-files.ts";
import type { Figure } from "./report/bounds.ts";
import { evidenceRows, markdownReport } from "./report/report.ts";
import type { Report } from "./report/report.ts";
import type { Row } from "./report/table.ts";
import { writeReport } from "./report/write-report.ts";

const USAGE = `npm run bench -- [FILTER ...] [--quick] [--processes N] [--json] [--write]
  FILTER       only cases whose group or name contains it; known are
               ${CASES.map(({ group, name }) => `${group} ${name}`).join("\n               ")}
  --quick      payloads a tenth as large, in one process: to see that it works, not to judge
  --processes  fresh processes per case, 3 by default
  --json       one object of JSON on the standard output
  --write      write the report into docs/performance.md`;

const QUICK_SHRINK = 10;
/** A path from `dist`, where this is built to. */
const DOCUMENT = fileURLToPath(new URL("../../../docs/performance.md", import.meta.url));

// What else runs is ended, and what lies in the temporary folder is removed, when this process exits.
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));
process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      processes: { type: "string" },
    },
  });
  const processes = Number(values.processes ?? (values.quick ? 1 : 3));
  const cases = casesOf(positionals);
  if (cases.length === 0 || !Number.isInteger(processes) || processes < 1) {
    console.error(USAGE);
    return 2;
  }
  const context = { payloads: new PayloadFiles(), processes, shrink: values.quick ? QUICK_SHRINK : 1 };
  const report = await runAll(cases, context);
  if (values.json) console.log(JSON.stringify({ ...report, evidence: evidenceRows(report.figures) }));
  else console.log(markdownReport(report));
  if (values.write) writeReport(DOCUMENT, markdownReport(report));
  // Timing has a verdict in the report; only a wrong result is a failure.
  return report.problems.length > 0 ? 1 : 0;
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
  return { method: methodOf(context), tables, figures, problems };
}

function methodOf({ processes, shrink }: BenchContext): readonly string[] {
  const [cpu] = cpus();
  return [
    `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpu?.model ?? "unknown CPU"}.`,
    `Medians of ${processes} fresh process(es) per case; in each all contestants take turns, with a garbage collection before each, after a round to warm up (none for 200 MB). Only ratios within a process mean much.`,
    "Every contestant must deliver every frame: their number, their classes or boxes, the frame in the middle and the last one are compared with what the generator wrote.",
    ...(shrink > 1 ? [`Quick run: payloads ${shrink} times smaller. Its verdicts are no evidence.`] : []),
  ];
}
