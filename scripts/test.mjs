// npm test: installs and builds everything, then runs all tests; the last line counts them.
// Arguments go to vitest: npm test -- packages/core

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, install, main, runTool } from "./workspace.mjs";

await main(async () => {
  const folder = mkdtempSync(join(tmpdir(), "hivekit-tests-"));
  // vitest's reporter writes it when it has printed the closing line, which it cannot where vitest does not come up.
  const receipt = join(folder, "closing-line");
  try {
    await install("all");
    await build();
    const { code } = await runTool("vitest", ["run", ...process.argv.slice(2)], {
      env: { HIVEKIT_CLOSING_LINE_RECEIPT: receipt },
    });
    return existsSync(receipt) ? code : code || 1;
  } finally {
    if (!existsSync(receipt)) console.log("\n0 passed, 1 failed, 0 skipped");
    rmSync(folder, { recursive: true, force: true });
  }
});
