import { ApiError } from "../error/api-error.ts";

/**
 * Checks that the emulator may send requests to an address. Loopback is always allowed; other hosts must be allowed in
 * the options. Emulator behavior: Hive accepts any public address. On a developer's machine or in CI, that would give
 * callers access to the network.
 *
 * @param field - the field that contained the address, for error messages.
 * @param allowedHosts - host names without port, case-insensitive.
 * @throws ApiError 400 with a message that explains how to allow the host.
 */
export function checkHost(address: string, field: string, allowedHosts: readonly string[]): URL {
  const url = URL.parse(address);
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    throw new ApiError(400, `The ${field} must be an absolute http or https URL.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new ApiError(400, `The ${field} must not contain a user name or password.`);
  }
  const host = url.hostname;
  if (isLoopback(host) || allowedHosts.some((allowed) => allowed.toLowerCase() === host)) return url;
  throw new ApiError(
    400,
    `The emulator only sends requests to this machine, but the host of ${field} is ${host}. Allow the host with ` +
      `createEmulator({ allowedHosts: ["${host}"] }) or hivekit-emulator --allow-host ${host}, ` +
      "or serve a file for the URL with createEmulator({ files: { [url]: file } }).",
  );
}

/**
 * Checks whether the host of a parsed URL is this machine. The URL parser has normalized all spellings of an IPv4
 * address.
 */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
