import { defineConfig } from "tsdown";
import { libraryConfig } from "../../tsdown.base.ts";

export default defineConfig(
  libraryConfig({ entry: ["src/index.ts", "src/node.ts", "src/vitest.ts", "src/cli.ts"], platform: "node" }),
);
