import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    name: "sample",
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: "./test/postgres.setup.ts",
    // A database is made for each file, and processes are started.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
