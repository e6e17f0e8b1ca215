import { defineConfig } from "vitest/config";
import { ClosingLineReporter } from "./scripts/closing-line-reporter.ts";

export default defineConfig({
  test: {
    projects: ["packages/*/vitest.config.ts", "apps/*/vitest.config.ts", "scripts/vitest.config.ts"],
    reporters: ["default", new ClosingLineReporter()],
    // A change of a tsconfig does not invalidate this cache.
    fsModuleCache: false,
  },
});
