// npm start: installs and builds the sample app and its dependencies, then runs it on the pinned Node.

import { join } from "node:path";
import { build, install, main, PINNED_NODE, ROOT, run, USER_FOLDER } from "./workspace.mjs";

await main(async () => {
  await install("sample");
  await build(["@hivekit/sample"]);
  console.log("");
  const program = join(ROOT, "apps", "sample", "dist", "main.js");
  return (await run(PINNED_NODE, [program, ...process.argv.slice(2)], { cwd: USER_FOLDER })).code;
});
