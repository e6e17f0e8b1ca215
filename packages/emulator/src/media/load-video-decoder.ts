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

async function load(): Promise<typeof Mediabunny> {
  const mediabunny = await loadLibrary("mediabunny", () => import("mediabunny"));
  const server = await loadLibrary("@mediabunny/server", () => import("@mediabunny/server"));
  guardDecoders(mediabunny.CustomVideoDecoder, () => server.registerMediabunnyServer());
  mediabunny.Logging.level = mediabunny.LogLevel.Silent;
  // Imported here, so that Jest can compile all modules that load with the emulator to CommonJS: this one alone uses
  // `import.meta`, which CommonJS lacks.
  const { silenceNativeLog } = await import("./silence-native-log.ts");
  await silenceNativeLog();
  return mediabunny;
}
