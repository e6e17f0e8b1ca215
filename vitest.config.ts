import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      "packages/*/vitest.config.ts",
      "apps/*/vitest.config.ts",
      { test: { name: "scripts", include: ["scripts/*.test.mjs"] } },
    ],
    // A change of a tsconfig does not invalidate this cache.
    fsModuleCache: false,
  },
});
