import { HttpError } from "./http-error.ts";

/**
 * Decides whether the emulator may fetch an address: loopback always, other hosts when they were allowed.
 * Ours: Hive fetches any public address; on a desk or in CI that would be a way into the network.
 *
 * @param allowedHosts - host names without port, in any case.
 * @throws HttpError 400 that says how to allow the host.
 */
export function checkMediaUrl(address: string, allowedHosts: readonly string[]): URL {
  const url = URL.parse(address);
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    throw new HttpError(400, "The image_url must be an absolute http or https address.");
  }
  if (url.username !== "" || url.password !== "") {
    throw new HttpError(400, "The image_url must not contain a user name or password.");
  }
  const host = url.hostname;
  if (isLoopback(host) || allowedHosts.some((allowed) => allowed.toLowerCase() === host)) return url;
  throw new HttpError(
    400,
    `The emulator fetches from this machine only, and ${host} is another one. To allow it: ` +
      `createEmulator({ allowedHosts: ["${host}"] }), or hivekit-emulator --allow-host ${host}.`,
  );
}

/** URL parsing has already turned the other spellings of an IPv4 address into dotted decimals. */
function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
