import { expect, it } from "vitest";
import { CASES } from "../src/conformance/cases.ts";
import { KNOWN_LIMITS } from "./support/known-limits.ts";
import { CHROMIUM, RUNTIMES } from "./support/runtimes.ts";
import { tableIn, withTable, writeTable } from "./support/runtimes-table.ts";

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
  const table = writeTable([{ name: "Bun", version: "1.4.5", passed: new Map([[name, false]]) }]);
  expect(table).toContain(`| ${name} | ✗ |`);
  expect(table).toContain("|  | 0 of 1 |");
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
