import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { findBrowser } from "../../../packages/emulator/test/support/find-browser.ts";
import { CASES } from "../src/conformance/cases.ts";
import type { CaseProblem } from "../src/conformance/run-cases.ts";
import { findDeadUrl, openGateway } from "./support/gateway.ts";
import { KNOWN_LIMITS } from "./support/known-limits.ts";
import { installSuite } from "./support/packed-suite.ts";
import type { PackedSuite } from "./support/packed-suite.ts";
import { CHROMIUM, chromiumRuntime, RUN_MS, RUNTIMES } from "./support/runtimes.ts";
import type { Runtime } from "./support/runtimes.ts";
import { tableIn, withTable, writeTable } from "./support/runtimes-table.ts";
import type { TableColumn } from "./support/runtimes-table.ts";

const PAGE = fileURLToPath(new URL("../../../docs/runtimes.md", import.meta.url));
const isCi = (process.env["CI"] ?? "") !== "";

let suite: PackedSuite;
/** Filled by one test after the other. */
const columns: TableColumn[] = [];

beforeAll(async () => {
  suite = await installSuite();
});

/** Runs the suite, and holds the runtime to it and to its known limits. */
async function holds(runtime: Runtime): Promise<void> {
  const gateway = await openGateway(await suite.bundle("page", []));
  try {
    const { hasKey, name, version } = runtime;
    const options = { origin: gateway.origin, deadUrl: await findDeadUrl(), hasKey };
    const results = await runtime.run(suite, options);
    expect(results.map((result) => result.name)).toEqual(CASES.map((known) => known.name));
    expect(results.flatMap((result) => surpriseOf(name, result) ?? [])).toEqual([]);
    const passed = new Map(results.map(({ name: caseName, problem }) => [caseName, problem === null]));
    columns.push({ name, version, passed });
  } finally {
    await gateway.close();
  }
}

/** What is not as it is known to be; `null` if nothing is. */
function surpriseOf(
  runtime: string,
  { name, problem }: { readonly name: string; readonly problem: CaseProblem | null },
): string | null {
  const limit = KNOWN_LIMITS.find((known) => known.runtime === runtime && known.case === name);
  if (problem === null)
    return limit === undefined ? null : `${name}: passes, although it is listed as a limit`;
  const isKnown = limit !== undefined && problem.kind === limit.kind && limit.says.test(problem.message);
  return isKnown ? null : `${name}: ${problem.message}`;
}

describe("the packed core does what it promises", () => {
  it.each(RUNTIMES.map((runtime) => [runtime.name, runtime] as const))(
    "in %s",
    async (_name, runtime) => {
      await expect(holds(runtime)).resolves.toBeUndefined();
    },
    RUN_MS,
  );

  it(
    `in ${CHROMIUM}`,
    async ({ skip }) => {
      const path = findBrowser();
      if (path === null && !isCi) skip("there is no chromium on the PATH (apt-get install chromium)");
      if (path === null) expect.fail("there is no chromium; CI must have it (apt-get install chromium)");
      await expect(holds(chromiumRuntime(path))).resolves.toBeUndefined();
    },
    RUN_MS,
  );
});

it("docs/runtimes.md has the table that this run makes", async ({ skip }) => {
  if (columns.length < RUNTIMES.length + 1 && !isCi) skip("not every runtime ran, so there is no table");
  const table = writeTable(columns);
  const page = await readFile(PAGE, "utf8");
  if (process.env["HIVEKIT_WRITE_RUNTIMES"] === "1") await writeFile(PAGE, withTable(page, table));
  const written = tableIn(await readFile(PAGE, "utf8"));
  expect(written, "the page is out of date: npm run runtimes writes it anew").toBe(table);
});
