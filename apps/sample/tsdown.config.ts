import { defineConfig } from "tsdown";
import { appConfig } from "../../tsdown.base.ts";

const config = appConfig({ entry: ["src/main.ts"], platform: "node" });

export default defineConfig({
  ...config,
  // These packages have hundreds of small files, of which the desk uses few. Bundling them makes it start faster.
  deps: { ...config.deps, alwaysBundle: [/^@hivekit\/(core|rxjs|nestjs)(\/|$)/, /^(drizzle-orm|zod)(\/|$)/] },
});
