import { expect, it } from "vitest";
import { CASES } from "../src/conformance/cases.ts";
import { KNOWN_LIMITS } from "./support/known-limits.ts";
import { CHROMIUM, RUNTIMES } from "./support/runtimes.ts";
import { createColumn } from "./support/table-column.ts";
import { extractTable, formatTable, replaceTable } from "./support/runtimes-table.ts";

const BUN = { name: "Bun", version: "1.4.5" };
const UNKNOWN = { message: "Error: unknown", kind: null };

const page =
  "# Before\n\n<!-- Written by npm run runtimes. -->\n\nold\n\n<!-- End of the table. -->\n\nAfter\n";

it("replaces the table between the markers, and extracts it", () => {
  const written = replaceTable(page, "| new |");
  expect(written).toBe(page.replace("old", "| new |"));
  expect(extractTable(written)).toBe("| new |");
  expect(() => extractTable("# A page without markers")).toThrow("no markers for the table");
});

it("does not count a case as passed if it fails without a known limit", () => {
  const name = CASES[0]?.name ?? "";
  const table = formatTable([createColumn(BUN, [{ name, problem: UNKNOWN }], new Map())]);
  expect(table).toContain(`| ${name} | ✗ |`);
  expect(table).toContain(`|  | 0 of ${CASES.length} |`);
});

it("does not count any case as passed if the runtime did not run the suite", () => {
  const table = formatTable([{ ...BUN, outcomes: new Map(), deviations: [] }]);
  for (const { name } of CASES) expect(table).toContain(`| ${name} | ✗ |`);
});

it("accepts only the known failure of a known limit", () => {
  const [limit] = KNOWN_LIMITS.filter(({ runtime }) => runtime === "Deno");
  const name = limit?.case ?? "";
  const deno = { name: "Deno", version: null };
  const known = { message: "Error: expected 9, got null", kind: null };
  const columns = [known, UNKNOWN].map((problem) => createColumn(deno, [{ name, problem }], new Map()));
  expect(formatTable(columns)).toContain(`| ${name} | no (1) | ✗ |`);
  expect(columns.map(({ deviations }) => deviations)).toEqual([[], [`${name}: ${UNKNOWN.message}`]]);
});

it("reports a known limit that has disappeared", () => {
  const name = KNOWN_LIMITS.find(({ runtime }) => runtime === "Deno")?.case ?? "";
  const column = createColumn({ name: "Deno", version: null }, [{ name, problem: null }], new Map());
  expect(column).toMatchObject({ outcomes: new Map([[name, "passes"]]), deviations: [expect.any(String)] });
});

it("fails a case whose requests have unexpected parts", () => {
  const name = CASES[0]?.name ?? "";
  const unexpected = new Map([[name, ["the query parameter api_key"]]]);
  const column = createColumn(BUN, [{ name, problem: null }], unexpected);
  expect(column.outcomes.get(name)).toBe("fails");
  expect(column.deviations).toEqual([`${name}: sends the query parameter api_key`]);
});

it("has known limits only for existing runtimes and cases", () => {
  const runtimes = [...RUNTIMES.map((runtime) => runtime.name), CHROMIUM];
  const cases = CASES.map((known) => known.name);
  expect(
    KNOWN_LIMITS.filter((limit) => !runtimes.includes(limit.runtime) || !cases.includes(limit.case)),
  ).toEqual([]);
});

it("gives each case a unique name", () => {
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
});
