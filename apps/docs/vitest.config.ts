import { defineProject } from "vitest/config";
import { SHARED_OPTIONS } from "../../vitest.base.ts";

export default defineProject({
  test: {
    ...SHARED_OPTIONS,
    name: "docs",
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    hookTimeout: 180_000,
    maxConcurrency: 3,
  },
});
