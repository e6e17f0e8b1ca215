// npm run measure -- NAME: memory and patience of the client, in every runtime. Not part of the tests: it takes minutes.

import { join } from "node:path";
import { build, install, main, PINNED_NODE, ROOT, run } from "./workspace.mjs";

const args = process.argv.slice(2);
// The standard output is then JSON and nothing else.
if (args.includes("--json")) console.log = console.error;

await main(async () => {
  await install("all");
  await build(["@hivekit/runtimes"]);
  const { code } = await run(PINNED_NODE, [
    join(ROOT, "apps", "runtimes", "dist", "measure", "main.js"),
    ...args,
  ]);
  return code;
});
