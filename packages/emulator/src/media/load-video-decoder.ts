import type * as Mediabunny from "mediabunny";
import { guardDecoders } from "./guard-decoders.ts";
import { loadLibrary } from "./load-library.ts";

/** The part of node-av that the emulator uses. node-av is not a direct dependency. */
type NativeLog = { readonly Log: { setLevel(level: number): void }; readonly AV_LOG_QUIET: number };

/** The pending or finished import. The first video sets it; a failure clears it, so that the next video retries. */
let loading: Promise<typeof Mediabunny> | undefined;

/**
 * Loads mediabunny with its native decoders once per process, and prevents them from printing to the output of the
 * process.
 *
 * @throws MediaError 3000 when mediabunny or its server package is not installed.
 */
export function loadVideoDecoder(): Promise<typeof Mediabunny> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<typeof Mediabunny> {
  const mediabunny = await loadLibrary("mediabunny", () => import("mediabunny"));
  const server = await loadLibrary("@mediabunny/server", () => import("@mediabunny/server"));
  guardDecoders(mediabunny.CustomVideoDecoder, () => server.registerMediabunnyServer());
  mediabunny.Logging.level = mediabunny.LogLevel.Silent;
  await silenceNativeLog();
  return mediabunny;
}

/**
 * Silences FFmpeg, which logs errors to stderr after registration, so that a broken upload prints nothing. Source:
 * node-av, `Log.setLevel`.
 */
async function silenceNativeLog(): Promise<void> {
  try {
    // Not an import, so that an emulator without video can be bundled for runtimes that lack these Node modules.
    const nodeModule = globalThis.process?.getBuiltinModule?.("node:module");
    const nodeUrl = globalThis.process?.getBuiltinModule?.("node:url");
    if (nodeModule === undefined || nodeUrl === undefined) return;
    const fromHere = nodeModule.createRequire(import.meta.url);
    const path = nodeModule.createRequire(fromHere.resolve("@mediabunny/server")).resolve("node-av");
    const native: unknown = await import(nodeUrl.pathToFileURL(path).href);
    if (isNativeLog(native)) native.Log.setLevel(native.AV_LOG_QUIET);
  } catch {
    // Videos are decoded even if the log cannot be silenced.
  }
}

function isNativeLog(value: unknown): value is NativeLog {
  return typeof value === "object" && value !== null && "Log" in value && "AV_LOG_QUIET" in value;
}
