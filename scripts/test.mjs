// npm test: installs and builds everything, then runs all tests. The last line is `N passed, N failed, N skipped`.
// Arguments go to vitest: npm test -- packages/core

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, install, main, runTool } from "./workspace.mjs";

await main(async () => {
  const folder = mkdtempSync(join(tmpdir(), "hivekit-tests-"));
  const report = join(folder, "report.json");
  let code = 1;
  try {
    await install("all");
    await build();
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    ({ code } = await runTool("vitest", ["run", ...reporters, ...process.argv.slice(2)]));
    return code;
  } finally {
    console.log(`\n${countTests(report, code)}`);
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Counts the tests in vitest's report, which is missing if an earlier step failed. */
function countTests(report, code) {
  if (!existsSync(report)) return "0 passed, 1 failed, 0 skipped";
  const { numPassedTests, numTotalTests, numFailedTests, testResults } = JSON.parse(
    readFileSync(report, "utf8"),
  );
  // A file that could not be loaded has no tests.
  const isBroken = ({ status, assertionResults }) =>
    status === "failed" && !assertionResults.some((test) => test.status === "failed");
  let failed = numFailedTests + testResults.filter(isBroken).length;
  // An error outside of the tests.
  if (code !== 0 && failed === 0) failed = 1;
  return `${numPassedTests} passed, ${failed} failed, ${numTotalTests - numPassedTests - numFailedTests} skipped`;
}
