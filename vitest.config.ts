import { defineConfig } from "vitest/config";
import { SHARED_OPTIONS } from "./vitest.base.ts";

export default defineConfig({
  test: {
    projects: [
      "packages/*/vitest.config.ts",
      "apps/*/vitest.config.ts",
      { test: { ...SHARED_OPTIONS, name: "scripts", include: ["scripts/*.test.mjs"] } },
    ],
    // A change of a tsconfig does not invalidate this cache.
    fsModuleCache: false,
  },
});
