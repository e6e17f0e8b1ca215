import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: ["packages/*/vitest.config.ts", "apps/*/vitest.config.ts", "scripts/vitest.config.ts"],
    // A change of a tsconfig does not invalidate this cache.
    fsModuleCache: false,
  },
});
