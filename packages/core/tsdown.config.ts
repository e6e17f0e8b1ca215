import { defineConfig } from "tsdown";
import { libraryConfig } from "../../tsdown.base.ts";

export default defineConfig(
  libraryConfig({
    entry: [
      "index",
      "callback",
      "classes",
      "evaluate",
      "guard",
      "guard-testing",
      "mask",
      "node",
      "opentelemetry",
      "options",
      "panel",
      "policy",
      "schemas",
      "text",
      "vlm",
    ].map((name) => `src/${name}.ts`),
    platform: "neutral",
  }),
);
