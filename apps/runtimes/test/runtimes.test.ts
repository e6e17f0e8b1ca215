import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { findBrowser } from "../../../packages/emulator/test/support/find-browser.ts";
import { CASES } from "../src/conformance/cases.ts";
import { findDeadUrl, openGateway } from "./support/gateway.ts";
import { installSuite } from "./support/packed-suite.ts";
import type { PackedSuite } from "./support/packed-suite.ts";
import { CHROMIUM, createChromiumRuntime, RUN_MS, RUNTIMES } from "./support/runtimes.ts";
import type { Runtime } from "./support/runtimes.ts";
import { extractTable, FAILED, formatTable, replaceTable } from "./support/runtimes-table.ts";
import { createColumn } from "./support/table-column.ts";
import type { TableColumn } from "./support/table-column.ts";

const PAGE = fileURLToPath(new URL("../../../docs/runtimes.md", import.meta.url));
const isWritten = process.env["HIVEKIT_WRITE_RUNTIMES"] === "1";
const isCi = (process.env["CI"] ?? "") !== "";

let suite: PackedSuite;
/** The script of the page for a browser. */
let pageScript: string;
/** The columns of the runtimes that were tested, by name. */
const columns = new Map<string, TableColumn>();

beforeAll(async () => {
  suite = await installSuite();
  pageScript = await suite.bundle("page", []);
});

/** Runs the suite in a runtime. @returns descriptions of unexpected outcomes */
async function findDeviations(runtime: Runtime): Promise<readonly string[]> {
  const { hasKey, name, version } = runtime;
  // A runtime that does not complete the suite also has a column.
  columns.set(name, { name, version, outcomes: new Map(), deviations: [] });
  const gateway = await openGateway(pageScript);
  try {
    const options = { origin: gateway.origin, deadUrl: await findDeadUrl(), hasKey };
    const results = await runtime.run(suite, options);
    const column = createColumn(runtime, results, await gateway.readUnexpected());
    columns.set(name, column);
    expect(results.map((result) => result.name)).toEqual(CASES.map((known) => known.name));
    return column.deviations;
  } finally {
    await gateway.close();
  }
}

// The suites mostly wait, so several run at once; see `maxConcurrency` in vitest.config.ts.
describe.concurrent("the packed core conforms", () => {
  it.each(RUNTIMES.map((runtime) => [runtime.name, runtime] as const))(
    "in %s",
    async (_name, runtime) => {
      expect(await findDeviations(runtime)).toEqual([]);
    },
    RUN_MS + 30_000,
  );

  it(
    `in ${CHROMIUM}`,
    async ({ skip }) => {
      const path = findBrowser();
      if (path === null && !isCi) skip("Chromium was not found on the PATH (apt-get install chromium)");
      if (path === null) expect.fail("Chromium was not found, but CI requires it (apt-get install chromium)");
      expect(await findDeviations(createChromiumRuntime(path))).toEqual([]);
    },
    RUN_MS + 30_000,
  );
});

it("docs/runtimes.md has the table of this run", async ({ skip }) => {
  const names = [...RUNTIMES.map(({ name }) => name), CHROMIUM];
  const tested = names.flatMap((name) => columns.get(name) ?? []);
  if (tested.length < names.length && !isCi) skip("not all runtimes were tested");
  // An incomplete table is not written.
  const incomplete = names.filter((name) => (columns.get(name)?.outcomes.size ?? 0) < CASES.length);
  expect(incomplete, "these runtimes did not complete the suite").toEqual([]);
  const table = formatTable(tested);
  const page = await readFile(PAGE, "utf8");
  if (isWritten) await writeFile(PAGE, replaceTable(page, table));
  else expect(extractTable(page), "the page is outdated; npm run runtimes updates it").toBe(table);
  expect(table.split("\n").filter((row) => row.includes(FAILED))).toEqual([]);
});
