import { checkHost } from "../api/allowed-hosts.ts";
import { createBlobCollector } from "../api/collect-blob.ts";
import { readChunks } from "../api/read-chunks.ts";
import type { EmulatorFile } from "../state/emulator-options.ts";
import type { EmulatorState } from "../state/emulator-state.ts";

/** Downloads the media of a URL. Resolves with `null` if the download fails. */
export type MediaDownload = (signal: AbortSignal) => Promise<Blob | null>;

/** The timeout for a download, in milliseconds. Emulator behavior. */
const DOWNLOAD_TIMEOUT_MS = 30_000;

/**
 * Plans the download of a URL: from the file that replaces it, or over the network.
 *
 * @param field - the field that contained the URL, for error messages.
 * @throws ApiError 400 for a host that is not allowed.
 */
export function planDownload(address: string, field: string, state: EmulatorState): MediaDownload {
  const known = [address, address.split(/[?#]/)[0] ?? ""].find((url) => Object.hasOwn(state.files, url));
  const file = known === undefined ? undefined : state.files[known];
  if (file !== undefined) return (signal) => openFile(file, signal);
  const url = checkHost(address, field, state.allowedHosts);
  return (signal) => download(url, { maxBytes: state.maxBodyBytes, signal, fetch: state.fetch });
}

/**
 * Opens the file that replaces a URL. A file that cannot be opened is treated like a URL that cannot be downloaded.
 *
 * @throws the signal's reason when it aborts.
 */
async function openFile(file: EmulatorFile, signal: AbortSignal): Promise<Blob | null> {
  if (file instanceof Blob) return file;
  if (file instanceof Uint8Array) return new Blob([new Uint8Array(file)]);
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
  });
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([file(), aborted]);
  } catch {
    signal.throwIfAborted();
    return null;
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/**
 * Downloads a file. Redirects are not followed, because they could bypass the check of the host.
 *
 * @returns `null` if the server is unreachable, responds with a status other than 2xx or is too slow, or if the file
 * exceeds `maxBytes`.
 * @throws the signal's reason when it aborts.
 */
async function download(
  url: URL,
  options: {
    readonly maxBytes: number;
    readonly signal: AbortSignal;
    readonly fetch: typeof globalThis.fetch;
  },
): Promise<Blob | null> {
  const { maxBytes, signal, fetch } = options;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS)]);
  try {
    const response = await fetch(url, { redirect: "manual", signal: limit });
    if (!response.ok) {
      await response.body?.cancel();
      return null;
    }
    const type = response.headers.get("content-type") ?? "";
    if (response.body === null) return new Blob([], { type });
    const media = createBlobCollector();
    for await (const chunk of readChunks(response.body, { maxBytes, signal: limit, contentType: type })) {
      media.add(chunk);
    }
    return media.toBlob(type);
  } catch {
    signal.throwIfAborted();
    return null;
  }
}
