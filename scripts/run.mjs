// Runs a workspace tool on the pinned Node: node scripts/run.mjs oxlint --fix

import { install, main, runPnpm } from "./workspace.mjs";

await main(async () => {
  await install("all");
  return (await runPnpm(["exec", ...process.argv.slice(2)])).code;
});
