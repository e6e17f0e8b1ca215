// npm run bench -- [FILTER ...] [--quick] [--json] [--write]: our figures beside the peers'. Not part of the tests: it takes minutes.

import { join } from "node:path";
import { build, install, main, PINNED_NODE, ROOT, run } from "./workspace.mjs";

const args = process.argv.slice(2);
// The standard output is then JSON and nothing else.
if (args.includes("--json")) console.log = console.error;

await main(async () => {
  await install("all");
  await build(["@hivekit/bench"]);
  const { code } = await run(PINNED_NODE, [join(ROOT, "apps", "bench", "dist", "main.js"), ...args]);
  return code;
});
