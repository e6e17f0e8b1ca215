// npm run bench: our figures beside the peers', on the pinned Node.

import { join } from "node:path";
import { build, install, main, PINNED_NODE, ROOT, run } from "./workspace.mjs";

await main(async () => {
  await install("all");
  await build(["@hivekit/bench"]);
  const { code } = await run(PINNED_NODE, ["--expose-gc", join(ROOT, "apps", "bench", "dist", "main.js")]);
  return code;
});
