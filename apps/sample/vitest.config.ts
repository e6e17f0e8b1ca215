import { defineProject } from "vitest/config";
import { SHARED_OPTIONS } from "../../vitest.base.ts";

export default defineProject({
  test: {
    ...SHARED_OPTIONS,
    name: "sample",
    include: ["src/**/*.test.ts", "page/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: ["./test/support/postgres.setup.ts", "./test/support/build-page.ts"],
    expect: { poll: { timeout: 20_000, interval: 20 } },
  },
});
