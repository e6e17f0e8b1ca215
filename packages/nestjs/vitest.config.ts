import { defineProject } from "vitest/config";
import { SHARED_OPTIONS } from "../../vitest.base.ts";

export default defineProject({
  test: { ...SHARED_OPTIONS, name: "nestjs", include: ["src/**/*.test.ts", "test/**/*.test.ts"] },
});
