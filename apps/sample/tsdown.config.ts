import { defineConfig } from "tsdown";
import { appConfig } from "../../tsdown.base.ts";

const config = appConfig({ entry: ["src/main.ts"], platform: "node" });

export default defineConfig({
  ...config,
  // Hundreds of small files, of which little is used: bundled, the desk starts sooner.
  deps: { ...config.deps, alwaysBundle: [/^@hivekit\/(core|rxjs|nestjs)(\/|$)/, /^drizzle-orm(\/|$)/] },
});
