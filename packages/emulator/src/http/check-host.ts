import { HttpError } from "./http-error.ts";

/**
 * Decides whether the emulator may go to an address: loopback always, other hosts when they were allowed.
 * Ours: Hive goes to any public address; on a desk or in CI that would be a way into the network.
 *
 * @param field - the field that held it, for the message.
 * @param allowedHosts - host names without port, in any case.
 * @throws HttpError 400 that says how to allow the host.
 */
export function checkHost(address: string, field: string, allowedHosts: readonly string[]): URL {
  const url = URL.parse(address);
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    throw new HttpError(400, `The ${field} must be an absolute http or https address.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new HttpError(400, `The ${field} must not contain a user name or password.`);
  }
  const host = url.hostname;
  if (isLoopback(host) || allowedHosts.some((allowed) => allowed.toLowerCase() === host)) return url;
  throw new HttpError(
    400,
    `The emulator goes to this machine only, and the host of ${field}, ${host}, is another one. To allow it: ` +
      `createEmulator({ allowedHosts: ["${host}"] }), or hivekit-emulator --allow-host ${host}; ` +
      "or let a file stand for a URL: createEmulator({ files: { [url]: file } }).",
  );
}

/** Whether a host of a URL is this machine. URL parsing has already turned the other spellings of an IPv4 address into dotted decimals. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
