import { limitBody } from "./limited-body.ts";

/** How long the server behind a media URL may take, in milliseconds. Ours. */
const DOWNLOAD_TIMEOUT_MS = 30_000;

/**
 * Fetches what a media URL points to. Redirects are not followed: they could lead past the check of the host.
 *
 * @returns `null` when it cannot be had: unreachable, another status than 2xx, too slow or larger than `maxBytes`.
 * @throws the signal's reason, when it aborts.
 */
export async function downloadMedia(
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
    const body = limitBody(response.body, { maxBytes, signal: limit, contentType: type });
    return await new Response(body.stream, { headers: { "content-type": type } }).blob();
  } catch {
    signal.throwIfAborted();
    return null;
  }
}
