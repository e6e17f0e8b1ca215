import type * as Mediabunny from "mediabunny";
import { guardDecoders } from "./guard-decoders.ts";
import { loadLibrary } from "./load-library.ts";

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

/**
 * Loads mediabunny without its native decoders, which suffices to read the tracks and the duration of a file.
 *
 * @throws MediaError 3000 when mediabunny is not installed.
 */
export async function loadDemuxer(): Promise<typeof Mediabunny> {
  const mediabunny = await loadLibrary("mediabunny", () => import("mediabunny"));
  mediabunny.Logging.level = mediabunny.LogLevel.Silent;
  return mediabunny;
}

async function load(): Promise<typeof Mediabunny> {
  const mediabunny = await loadDemuxer();
  const server = await loadLibrary("@mediabunny/server", () => import("@mediabunny/server"));
  guardDecoders(mediabunny.CustomVideoDecoder, () => server.registerMediabunnyServer());
  // Imported here, so that Jest can compile all modules that load with the emulator to CommonJS: this one alone uses
  // `import.meta`, which CommonJS lacks.
  const { silenceNativeLog } = await import("./silence-native-log.ts");
  await silenceNativeLog();
  return mediabunny;
}
