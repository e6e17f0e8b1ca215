import { defineConfig } from "tsdown";
import { bundleConfig } from "../../tsdown.base.ts";

// One by one, so that each is a single file.
export default defineConfig([
  bundleConfig({ entry: ["src/process.ts"], platform: "neutral" }),
  { ...bundleConfig({ entry: ["src/worker.ts"], platform: "neutral" }), clean: false },
]);
