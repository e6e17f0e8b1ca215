import { defineProject } from "vitest/config";
import { SHARED_OPTIONS } from "../../vitest.base.ts";

export default defineProject({
  test: {
    ...SHARED_OPTIONS,
    name: "examples",
    include: ["test/**/*.test.ts"],
    globalSetup: ["../runtimes/test/support/pack-setup.ts"],
  },
});
