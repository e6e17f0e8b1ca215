import type * as NodeAv from "node-av";
import { loadLibrary } from "./load-library.ts";

/**
 * Loads FFmpeg's demuxers and decoders, and prevents them from printing to the output of the process.
 *
 * @throws MediaError 3000 when node-av is not installed.
 */
export async function loadVideoDecoder(): Promise<typeof NodeAv> {
  const native = await loadLibrary("node-av", () => import("node-av"));
  native.Log.setLevel(native.AV_LOG_QUIET);
  return native;
}
