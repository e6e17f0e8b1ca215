import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    name: "sample",
    include: ["src/**/*.test.ts", "page/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: ["./test/support/postgres.setup.ts", "./test/support/build-page.ts"],
    // The test files create databases and start processes and browsers.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000, interval: 20 } },
  },
});
