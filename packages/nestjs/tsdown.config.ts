import { defineConfig } from "tsdown";
import { libraryConfig } from "../../tsdown.base.ts";

export default defineConfig(
  libraryConfig({
    entry: ["src/index.ts", "src/callbacks.ts", "src/health.ts", "src/testing.ts"],
    platform: "node",
  }),
);
