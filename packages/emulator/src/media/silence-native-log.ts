/** The part of node-av that the emulator uses. node-av is not a direct dependency. */
type NativeLog = { readonly Log: { setLevel(level: number): void }; readonly AV_LOG_QUIET: number };

/**
 * Silences FFmpeg, which logs errors to stderr after registration, so that a broken upload prints nothing. Source:
 * node-av, `Log.setLevel`.
 */
export async function silenceNativeLog(): Promise<void> {
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
