// npm run fuzz: the reader of frames against oracles. npm run fuzz -- --documents 1000000 --seed 7: more, or the same again.

import { join } from "node:path";
import { install, main, PINNED_NODE, ROOT, run } from "./workspace.mjs";

await main(async () => {
  await install("all");
  const program = join(ROOT, "packages", "core", "test", "fuzz", "main.ts");
  const { code } = await run(PINNED_NODE, [program, ...process.argv.slice(2)]);
  return code;
});
