import { defineConfig } from "tsdown";
import type { UserConfig } from "tsdown";
import { appConfig, bundleConfig } from "../../tsdown.base.ts";

/** The measured programs. They have no imports, because not all runtimes can resolve the packages of this workspace. */
const PROGRAMS = ["throughput", "memory", "socket", "calls", "calls-memory", "upload", "policy", "operators"];

function programConfig(name: string): UserConfig {
  return {
    ...bundleConfig({ entry: { [`${name}-program`]: `src/programs/${name}-program.ts` }, platform: "node" }),
    outputOptions: { codeSplitting: false },
    clean: false,
  };
}

// One configuration per program, so that each is a single file.
export default defineConfig([
  { ...appConfig({ entry: ["src/main.ts"], platform: "node" }), outputOptions: { codeSplitting: false } },
  ...PROGRAMS.map(programConfig),
]);
