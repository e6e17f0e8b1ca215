// npm run bench | docs | fuzz | measure | runtimes, and npm run make FILES: programs that are not part of the tests.
// Options go to the program: npm run bench -- --quick.

import { build, install, main, PINNED_NODE, run, runTool } from "./workspace.mjs";

/** `build`: the packages to build first; `[]` for all. `tool`: the tool to run instead of a file in Node. */
const PROGRAMS = {
  // Generated files. The screenshots need Chromium on the PATH.
  "console-page": { args: ["packages/emulator/scripts/console-page.ts"] },
  "console-screenshot": { args: ["packages/emulator/scripts/console-screenshot.ts"] },
  "demo-media": { args: ["packages/emulator/scripts/demo-media.mjs"] },
  "desk-screenshots": { build: ["@hivekit/sample"], args: ["apps/sample/scripts/desk-screenshots.ts"] },
  bench: { build: ["@hivekit/bench"], args: ["apps/bench/dist/main.js"] },
  // Writes docs/api, the API reference, from the docblocks.
  docs: { tool: "typedoc", args: ["--options", "apps/docs/typedoc.json"] },
  fuzz: { args: ["packages/core/test/fuzz/main.ts"] },
  "fuzz-replies": { args: ["packages/core/test/mutations/main.ts"] },
  measure: { build: ["@hivekit/runtimes", "@hivekit/sample"], args: ["apps/runtimes/dist/measure/main.js"] },
  // Writes the table in docs/runtimes.md. With CI set, a missing browser makes it fail.
  runtimes: {
    build: [],
    tool: "vitest",
    args: ["run", "apps/runtimes/test/runtimes.test.ts"],
    env: { HIVEKIT_WRITE_RUNTIMES: "1", CI: "1" },
  },
};

const [name, ...args] = process.argv.slice(2);
// Then the standard output contains only JSON.
if (args.includes("--json")) console.log = console.error;

await main(async () => {
  const program = PROGRAMS[name];
  if (program === undefined) {
    console.error(`Unknown program: ${name}. Known programs: ${Object.keys(PROGRAMS).join(", ")}.`);
    return 2;
  }
  await install("all");
  if (program.build !== undefined) await build(program.build);
  const start = program.tool === undefined ? run : runTool;
  return (await start(program.tool ?? PINNED_NODE, [...program.args, ...args], { env: program.env })).code;
});
