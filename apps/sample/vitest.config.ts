import { defineProject } from "vitest/config";

export default defineProject({
  test: { name: "sample", include: ["src/**/*.test.ts", "test/**/*.test.ts"] },
});
