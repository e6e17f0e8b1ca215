import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const run = promisify(execFile);
const program = fileURLToPath(new URL("support/bomb-program.ts", import.meta.url));

/** The maximum memory that all bombs together may use, in MiB. They claim a hundred times as much. */
const MAX_MEBIBYTES = 400;

it("files that claim far more than they hold neither exhaust the memory nor block the next request", async () => {
  const { stdout, stderr } = await run(process.execPath, [program], { timeout: 90_000 });
  const { answers, peakMebibytes } = JSON.parse(stdout);
  expect(stderr).toBe("");
  expect(answers.length).toBeGreaterThan(10);
  for (const { name, http, code, expected, next } of answers) {
    expect({ name, http, code, next }).toEqual({ name, http: 200, code: expected, next: "0" });
  }
  expect(peakMebibytes).toBeLessThan(MAX_MEBIBYTES);
}, 100_000);
