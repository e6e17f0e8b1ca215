import type * as Mediabunny from "mediabunny";
import { containDecoderErrors } from "./contain-decoder-errors.ts";
import { loadLibrary } from "./load-library.ts";

/** The parts of node-av that are used here; the emulator does not depend on it directly. */
type NativeLog = { readonly Log: { setLevel(level: number): void }; readonly AV_LOG_QUIET: number };

/** The load that is under way or done; set by the first video, cleared when it fails so that the next one tries again. */
let loading: Promise<typeof Mediabunny> | undefined;

/**
 * Loads mediabunny with its native decoders, once per process, and silences what they would print to the process's own output.
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
  containDecoderErrors(mediabunny.CustomVideoDecoder, () => server.registerMediabunnyServer());
  mediabunny.Logging.level = mediabunny.LogLevel.Silent;
  await silenceNativeLog();
  return mediabunny;
}

/** Registering sets FFmpeg's log to errors, on stderr; a broken upload would write there. Source: node-av, `Log.setLevel`. */
async function silenceNativeLog(): Promise<void> {
  try {
    // Looked up here, and not imported, so that an emulator without video runs and can be bundled where Node's modules are not.
    const nodeModule = globalThis.process?.getBuiltinModule?.("node:module");
    const nodeUrl = globalThis.process?.getBuiltinModule?.("node:url");
    if (nodeModule === undefined || nodeUrl === undefined) return;
    const fromHere = nodeModule.createRequire(import.meta.url);
    const path = nodeModule.createRequire(fromHere.resolve("@mediabunny/server")).resolve("node-av");
    const native: unknown = await import(nodeUrl.pathToFileURL(path).href);
    if (isNativeLog(native)) native.Log.setLevel(native.AV_LOG_QUIET);
  } catch {
    // A log that cannot be silenced is no reason to refuse a video.
  }
}

function isNativeLog(value: unknown): value is NativeLog {
  return typeof value === "object" && value !== null && "Log" in value && "AV_LOG_QUIET" in value;
}
