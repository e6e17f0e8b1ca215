import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { findBrowser } from "../../../packages/emulator/test/support/find-browser.ts";
import { CASES } from "../src/conformance/cases.ts";
import { findDeadUrl, openGateway } from "./support/gateway.ts";
import { installSuite } from "./support/packed-suite.ts";
import type { PackedSuite } from "./support/packed-suite.ts";
import { CHROMIUM, chromiumRuntime, RUN_MS, RUNTIMES } from "./support/runtimes.ts";
import type { Runtime } from "./support/runtimes.ts";
import { FAILED, tableIn, withTable, writeTable } from "./support/runtimes-table.ts";
import { columnOf } from "./support/table-column.ts";
import type { TableColumn } from "./support/table-column.ts";

const PAGE = fileURLToPath(new URL("../../../docs/runtimes.md", import.meta.url));
const isWritten = process.env["HIVEKIT_WRITE_RUNTIMES"] === "1";
const isCi = (process.env["CI"] ?? "") !== "";

let suite: PackedSuite;
/** Filled by one test after the other, by the runtime's name. */
const columns = new Map<string, TableColumn>();

beforeAll(async () => {
  suite = await installSuite();
});

/** Runs the suite; tells what is not as it is known to be. */
async function surprisesIn(runtime: Runtime): Promise<readonly string[]> {
  const { hasKey, name, version } = runtime;
  // A runtime that does not run the suite, or not to its end, has its place in the table all the same.
  columns.set(name, { name, version, outcomes: new Map(), surprises: [] });
  const gateway = await openGateway(await suite.bundle("page", []));
  try {
    const options = { origin: gateway.origin, deadUrl: await findDeadUrl(), hasKey };
    const results = await runtime.run(suite, options);
    const column = columnOf(runtime, results, await gateway.strays());
    columns.set(name, column);
    expect(results.map((result) => result.name)).toEqual(CASES.map((known) => known.name));
    return column.surprises;
  } finally {
    await gateway.close();
  }
}

describe("the packed core does what it promises", () => {
  it.each(RUNTIMES.map((runtime) => [runtime.name, runtime] as const))(
    "in %s",
    async (_name, runtime) => {
      expect(await surprisesIn(runtime)).toEqual([]);
    },
    RUN_MS + 30_000,
  );

  it(
    `in ${CHROMIUM}`,
    async ({ skip }) => {
      const path = findBrowser();
      if (path === null && !isCi) skip("there is no chromium on the PATH (apt-get install chromium)");
      if (path === null) expect.fail("there is no chromium; CI must have it (apt-get install chromium)");
      expect(await surprisesIn(chromiumRuntime(path))).toEqual([]);
    },
    RUN_MS + 30_000,
  );
});

it("docs/runtimes.md has the table that this run makes", async ({ skip }) => {
  const names = [...RUNTIMES.map(({ name }) => name), CHROMIUM];
  if (names.some((name) => !columns.has(name)) && !isCi)
    skip("not every runtime was tried: there is no table");
  // Half a table is none: the page stays as it is.
  const idle = names.filter((name) => (columns.get(name)?.outcomes.size ?? 0) < CASES.length);
  expect(idle, "these did not run the suite").toEqual([]);
  const table = writeTable([...columns.values()]);
  const page = await readFile(PAGE, "utf8");
  if (isWritten) await writeFile(PAGE, withTable(page, table));
  else expect(tableIn(page), "the page is out of date: npm run runtimes writes it anew").toBe(table);
  expect(table.split("\n").filter((row) => row.includes(FAILED))).toEqual([]);
});
