import { defineConfig } from "tsdown";
import { appConfig } from "../../tsdown.base.ts";

export default defineConfig(appConfig({ entry: ["src/main.ts"], platform: "node" }));
