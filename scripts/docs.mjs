// npm run docs: writes docs/api anew, the reference of the API, from the docblocks of the packages.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { install, main, PINNED_NODE, ROOT, run, step } from "./workspace.mjs";

const REFERENCE = join(ROOT, "docs", "api");

await main(async () => {
  await install("all");
  await step("Write docs/api", () => {
    rmSync(REFERENCE, { recursive: true, force: true });
    return run(PINNED_NODE, ["apps/docs/src/write-reference.mjs", REFERENCE], { isQuiet: true });
  });
  return 0;
});
