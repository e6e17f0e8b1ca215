import { checkHost } from "../http/check-host.ts";
import { downloadMedia } from "../http/download-media.ts";
import type { EmulatorFile, EmulatorState } from "../state/emulator-state.ts";

/** A way to what is behind a URL, which was found to be allowed. */
export type Download = (signal: AbortSignal) => Promise<Blob | null>;

/**
 * Finds out how to get what is behind a URL: a file that stands for it, or the network.
 *
 * @returns what gets it; it gives `null` when nothing can be had.
 * @throws HttpError 400 for a host that is not allowed.
 */
export function planDownload(address: string, field: string, state: EmulatorState): Download {
  const known = [address, address.split(/[?#]/)[0] ?? ""].find((url) => Object.hasOwn(state.files, url));
  const file = known === undefined ? undefined : state.files[known];
  if (file !== undefined) return () => openFile(file);
  const url = checkHost(address, field, state.allowedHosts);
  return (signal) => downloadMedia(url, { maxBytes: state.maxBodyBytes, signal, fetch: state.fetch });
}

/** A file that cannot be opened is as a URL that gives nothing. */
async function openFile(file: EmulatorFile): Promise<Blob | null> {
  if (file instanceof Blob) return file;
  if (file instanceof Uint8Array) return new Blob([new Uint8Array(file)]);
  try {
    return await file();
  } catch {
    return null;
  }
}
