import { defineConfig } from "tsdown";
import type { UserConfig } from "tsdown";
import { bundleConfig } from "../../tsdown.base.ts";

/** What measures, and what is measured in each runtime. */
const MEASURE = ["main", "upload-server", "upload-program", "headers-program", "signal-program"];

/** The conformance suite, as each kind of runtime is given it. */
const CONFORMANCE = ["process", "worker", "edge", "page"];

/** The suite in one file, but for core: that is the packed one, which it finds beside itself. */
function conformanceConfig(name: string): UserConfig {
  const program = `programs/${name}-program`;
  return {
    ...bundleConfig({ entry: { [program]: `src/${program}.ts` }, platform: "neutral" }),
    deps: { neverBundle: [/^@hivekit\/core/], onlyBundle: false },
    clean: false,
  };
}

function measureConfig(name: string): UserConfig {
  return {
    ...bundleConfig({ entry: { [`measure/${name}`]: `src/measure/${name}.ts` }, platform: "node" }),
    // undici is imported when it is needed, and still belongs into the one file.
    outputOptions: { codeSplitting: false },
    clean: false,
  };
}

/** The emulator with all of its own in one file, as its users bundle it: the decoders stay outside. */
function emulatorWorkerConfig(): UserConfig {
  return {
    ...bundleConfig({ entry: ["src/emulator-worker.ts"], platform: "neutral" }),
    deps: {
      alwaysBundle: [/^(?!sharp|mediabunny|@mediabunny)/],
      neverBundle: ["sharp", "mediabunny", "@mediabunny/server"],
      onlyBundle: false,
    },
  };
}

/** What runs an emulator: that finds its optional decoders from its own folder, so it stays outside; Node strips its types. */
function emulatorConfig(name: string): UserConfig {
  return {
    ...measureConfig(name),
    deps: {
      alwaysBundle: [/^(?!@hivekit\/emulator)/],
      neverBundle: [/^@hivekit\/emulator/],
      onlyBundle: false,
    },
  };
}

// One by one, so that each is a single file.
export default defineConfig([
  emulatorWorkerConfig(),
  ...CONFORMANCE.map(conformanceConfig),
  ...MEASURE.map(measureConfig),
  ...["emulator-program", "labeling-program"].map(emulatorConfig),
]);
