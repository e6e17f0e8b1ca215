// npm test: installs and builds everything, then runs all tests; the last line counts them.
// Arguments go to vitest: npm test -- packages/core

import { build, install, main, runTool } from "./workspace.mjs";

await main(async () => {
  try {
    await install("all");
    await build();
  } catch (error) {
    process.exitCode = 1;
    console.log("\n0 passed, 1 failed, 0 skipped");
    throw error;
  }
  const { code } = await runTool("vitest", ["run", ...process.argv.slice(2)]);
  return code;
});
