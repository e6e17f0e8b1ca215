import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const run = promisify(execFile);
const program = fileURLToPath(new URL("support/bomb-program.ts", import.meta.url));

/** How much more memory than before all bombs may take, in MiB. What they claim would be a hundred times as much. */
const MOST_MEBIBYTES = 400;

it("files that claim far more than they are do not take the memory, nor keep the next request waiting", async () => {
  const { stdout, stderr } = await run(process.execPath, [program], { timeout: 90_000 });
  const { answers, peakMebibytes } = JSON.parse(stdout);
  expect(stderr).toBe("");
  expect(answers.length).toBeGreaterThan(10);
  for (const { name, http, code, expected, next } of answers) {
    expect({ name, http, code, next }).toEqual({ name, http: 200, code: expected, next: "0" });
  }
  expect(peakMebibytes).toBeLessThan(MOST_MEBIBYTES);
}, 100_000);
