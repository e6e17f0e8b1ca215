import { defineConfig } from "tsdown";
import type { UserConfig } from "tsdown";
import { bundleConfig } from "../../tsdown.base.ts";

/** The measurements, and the programs that they run. */
const MEASURE = [
  "main",
  "upload-server",
  "upload-program",
  "headers-program",
  "signal-program",
  "evaluation-program",
  "panel-upload-program",
  "telemetry-program",
  "cache-upload-program",
];

/** The conformance suite for each kind of runtime. */
const CONFORMANCE = ["process", "worker", "edge", "page"];

/** Bundles the suite into one file, except for core, which it imports from the packed package next to it. */
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
    // undici is imported dynamically, but must be part of the file.
    outputOptions: { codeSplitting: false },
    clean: false,
  };
}

/** Bundles the emulator as its users do, without the optional decoders. */
function emulatorWorkerConfig(): UserConfig {
  return {
    ...bundleConfig({ entry: ["src/emulator-worker.ts"], platform: "neutral" }),
    deps: {
      alwaysBundle: [/^(?!sharp|node-av)/],
      neverBundle: ["sharp", "node-av"],
      onlyBundle: false,
    },
  };
}

/**
 * Bundles a program that uses the emulator. The emulator finds its optional decoders from its own folder, so it is not
 * bundled.
 */
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

// One configuration per program, so that each is a single file.
export default defineConfig([
  emulatorWorkerConfig(),
  ...CONFORMANCE.map(conformanceConfig),
  ...MEASURE.map(measureConfig),
  ...[
    "emulator-program",
    "budget-program",
    "bodies-program",
    "labeling-program",
    "panel-faults-program",
    "texts-program",
    "injection-program",
  ].map(emulatorConfig),
]);
