import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    name: "docs",
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    // Each block runs in its own process, and the machine may be busy.
    testTimeout: 60_000,
    hookTimeout: 180_000,
    maxConcurrency: 3,
  },
});
