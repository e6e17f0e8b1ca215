import { CASES, GROUPS } from "../../src/conformance/cases.ts";
import { KNOWN_LIMITS } from "./known-limits.ts";
import type { TableColumn } from "./table-column.ts";

/** What stands for a case that did not do as it is known to. */
export const FAILED = "✗";

const START = "<!-- Written by npm run runtimes. -->";
const END = "<!-- As far as here. -->";

/** Writes runtimes and cases as Markdown: a table, and below it what a runtime cannot do. The same outcomes give the same text. */
export function writeTable(columns: readonly TableColumn[]): string {
  const head = ["Case", ...columns.map(({ name }) => name)];
  const versions = ["", ...columns.map(({ version }) => version ?? "the machine's")];
  const rows = GROUPS.flatMap(({ title, cases }) => [
    [`**${title}**`, ...columns.map(() => "")],
    ...cases.map(({ name }) => [name, ...columns.map((column) => cellOf(column, name))]),
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
    (limit, index) => `${index + 1}. ${limit.runtime}, “${limit.case}”: ${limit.why}`,
  );
  return [...lines.map((cells) => `| ${cells.join(" | ")} |`), "", ...notes].join("\n");
}

function cellOf({ name, outcomes }: TableColumn, caseName: string): string {
  const place = KNOWN_LIMITS.findIndex((limit) => limit.runtime === name && limit.case === caseName);
  switch (outcomes.get(caseName)) {
    case "passes":
      return "✓";
    case "limit":
      return `no (${place + 1})`;
    // A case that did not run is none that passed.
    default:
      return FAILED;
  }
}

/** What a page has between the marks. @throws Error if it has no marks */
export function tableIn(page: string): string {
  return partsOf(page).table;
}

/** The page with another table between its marks. @throws Error if it has no marks */
export function withTable(page: string, table: string): string {
  const { before, after } = partsOf(page);
  return `${before}${START}\n\n${table}\n\n${END}${after}`;
}

function partsOf(page: string): { readonly before: string; readonly table: string; readonly after: string } {
  const [before, rest] = page.split(START);
  const [table, after] = rest?.split(END) ?? [];
  if (before === undefined || table === undefined || after === undefined) {
    throw new Error(`The page has no place for the table: ${START} … ${END}`);
  }
  return { before, table: table.trim(), after };
}
