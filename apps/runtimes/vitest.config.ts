import { defineProject } from "vitest/config";
import { SHARED_OPTIONS } from "../../vitest.base.ts";

export default defineProject({
  test: {
    ...SHARED_OPTIONS,
    name: "runtimes",
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: ["test/support/pack-setup.ts"],
    maxConcurrency: 3,
  },
});
