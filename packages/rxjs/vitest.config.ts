import { defineProject } from "vitest/config";
import { SHARED_MODULES } from "../../vitest.base.ts";

export default defineProject({
  test: {
    ...SHARED_MODULES,
    name: "rxjs",
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    typecheck: { enabled: true, include: ["src/**/*.test-d.ts"], tsconfig: "./tsconfig.json" },
  },
});
