import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    name: "core",
    // Property tests and sockets take their time on a busy machine.
    testTimeout: 30_000,
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    setupFiles: ["test/support/watch-errors.ts"],
    typecheck: { enabled: true, include: ["src/**/*.test-d.ts"], tsconfig: "./tsconfig.json" },
  },
});
