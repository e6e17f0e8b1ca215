import { expect, it } from "vitest";
import { CASES } from "../src/conformance/cases.ts";
import { KNOWN_LIMITS } from "./support/known-limits.ts";
import { CHROMIUM, RUNTIMES } from "./support/runtimes.ts";
import { columnOf } from "./support/table-column.ts";
import { tableIn, withTable, writeTable } from "./support/runtimes-table.ts";

const BUN = { name: "Bun", version: "1.4.5" };
const UNKNOWN = { message: "Error: nobody knows why", kind: null };

const page =
  "# Before\n\n<!-- Written by npm run runtimes. -->\n\nold\n\n<!-- As far as here. -->\n\nAfter\n";

it("a table takes the place between the marks, and is found there again", () => {
  const written = withTable(page, "| new |");
  expect(written).toBe(page.replace("old", "| new |"));
  expect(tableIn(written)).toBe("| new |");
  expect(() => tableIn("# A page without marks")).toThrow("no place for the table");
});

it("a case that fails without a known reason is no case that passed", () => {
  const name = CASES[0]?.name ?? "";
  const table = writeTable([columnOf(BUN, [{ name, problem: UNKNOWN }], new Map())]);
  expect(table).toContain(`| ${name} | ✗ |`);
  expect(table).toContain(`|  | 0 of ${CASES.length} |`);
});

it("a runtime that did not run the suite has a column in which nothing passed", () => {
  const table = writeTable([{ ...BUN, outcomes: new Map(), surprises: [] }]);
  for (const { name } of CASES) expect(table).toContain(`| ${name} | ✗ |`);
});

it("a known limit is one for the failure that is known alone", () => {
  const [limit] = KNOWN_LIMITS.filter(({ runtime }) => runtime === "Deno");
  const name = limit?.case ?? "";
  const deno = { name: "Deno", version: null };
  const known = { message: "Error: expected 9, got null", kind: null };
  const columns = [known, UNKNOWN].map((problem) => columnOf(deno, [{ name, problem }], new Map()));
  expect(writeTable(columns)).toContain(`| ${name} | no (1) | ✗ |`);
  expect(columns.map(({ surprises }) => surprises)).toEqual([[], [`${name}: ${UNKNOWN.message}`]]);
});

it("a limit that is gone passes, and is a surprise", () => {
  const name = KNOWN_LIMITS.find(({ runtime }) => runtime === "Deno")?.case ?? "";
  const column = columnOf({ name: "Deno", version: null }, [{ name, problem: null }], new Map());
  expect(column).toMatchObject({ outcomes: new Map([[name, "passes"]]), surprises: [expect.any(String)] });
});

it("a case whose requests had what the API does not know fails", () => {
  const name = CASES[0]?.name ?? "";
  const strays = new Map([[name, ["the query parameter api_key"]]]);
  const column = columnOf(BUN, [{ name, problem: null }], strays);
  expect(column.outcomes.get(name)).toBe("fails");
  expect(column.surprises).toEqual([`${name}: sends the query parameter api_key`]);
});

it("every known limit names a runtime and a case that there are", () => {
  const runtimes = [...RUNTIMES.map((runtime) => runtime.name), CHROMIUM];
  const cases = CASES.map((known) => known.name);
  expect(
    KNOWN_LIMITS.filter((limit) => !runtimes.includes(limit.runtime) || !cases.includes(limit.case)),
  ).toEqual([]);
});

it("no two cases have the same name", () => {
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
});
