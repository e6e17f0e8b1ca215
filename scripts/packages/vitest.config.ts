import { defineConfig } from "vitest/config";

// npm run check -- packages: tests the packed packages as users install them. Needs the npm registry.
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ["*.check.mjs", "../../apps/examples/nest-tests/*.check.mjs"],
    globalSetup: "./setup.mjs",
    // Installing and compiling take several seconds each, or more on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 300_000,
    maxConcurrency: 2,
    maxWorkers: "100%",
    fsModuleCache: false,
  },
});
