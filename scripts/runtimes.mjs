// npm run runtimes: runs the conformance suite in every runtime, and writes its table into docs/runtimes.md.

import { build, install, main, runTool } from "./workspace.mjs";

await main(async () => {
  await install("all");
  await build();
  const { code } = await runTool("vitest", ["run", "apps/runtimes/test/runtimes.test.ts"], {
    // Without a browser there is no whole table: that is a failure here.
    env: { HIVEKIT_WRITE_RUNTIMES: "1", CI: "1" },
  });
  return code;
});
