import { defineProject } from "vitest/config";
import { SHARED_MODULES } from "../../vitest.base.ts";

export default defineProject({
  test: { ...SHARED_MODULES, name: "nestjs", include: ["src/**/*.test.ts", "test/**/*.test.ts"] },
});
