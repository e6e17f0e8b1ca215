import { CASES, GROUPS } from "../../src/conformance/cases.ts";
import { KNOWN_LIMITS } from "./known-limits.ts";
import type { TableColumn } from "./table-column.ts";

/** The mark of a case that failed without a known limit. */
export const FAILED = "✗";

const START = "<!-- Written by npm run runtimes. -->";
const END = "<!-- End of the table. -->";

/** Formats the results as a Markdown table, followed by notes on the known limits. */
export function formatTable(columns: readonly TableColumn[]): string {
  const head = ["Case", ...columns.map(({ name }) => name)];
  const versions = ["", ...columns.map(({ version }) => version ?? "installed")];
  const rows = GROUPS.flatMap(({ title, cases }) => [
    [`**${title}**`, ...columns.map(() => "")],
    ...cases.map(({ name }) => [name, ...columns.map((column) => formatCell(column, name))]),
  ]);
  const total = columns.map(({ outcomes }) => {
    const passed = CASES.filter(({ name }) => outcomes.get(name) === "passes");
    return `${passed.length} of ${CASES.length}`;
  });
  const lines = [
    head,
    head.map((_, index) => (index === 0 ? "---" : ":-:")),
    versions,
    ...rows,
    ["", ...total],
  ];
  const notes = KNOWN_LIMITS.map(
    (limit, index) => `${index + 1}. ${limit.runtime}, “${limit.case}”: ${limit.reason}`,
  );
  return [...lines.map((cells) => `| ${cells.join(" | ")} |`), "", ...notes].join("\n");
}

function formatCell({ name, outcomes }: TableColumn, caseName: string): string {
  const index = KNOWN_LIMITS.findIndex((limit) => limit.runtime === name && limit.case === caseName);
  switch (outcomes.get(caseName)) {
    case "passes":
      return "✓";
    case "limit":
      return `no (${index + 1})`;
    // A case that did not run has not passed.
    default:
      return FAILED;
  }
}

/** Extracts the table from a page. @throws Error if the page has no markers */
export function extractTable(page: string): string {
  return splitPage(page).table;
}

/** Replaces the table of a page. @throws Error if the page has no markers */
export function replaceTable(page: string, table: string): string {
  const { before, after } = splitPage(page);
  return `${before}${START}\n\n${table}\n\n${END}${after}`;
}

function splitPage(page: string): {
  readonly before: string;
  readonly table: string;
  readonly after: string;
} {
  const [before, rest] = page.split(START);
  const [table, after] = rest?.split(END) ?? [];
  if (before === undefined || table === undefined || after === undefined) {
    throw new Error(`The page has no markers for the table: ${START} … ${END}`);
  }
  return { before, table: table.trim(), after };
}
