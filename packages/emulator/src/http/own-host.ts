import { isLoopback } from "../api/allowed-hosts.ts";

/**
 * Checks whether the host of a URL belongs to this machine: loopback, a numeric address or one of the machine's own
 * names. Any other name that resolves to this machine is assumed to belong to someone else.
 *
 * @param ownHosts - names without port, case-insensitive.
 */
export function isOwnHost(host: string, ownHosts: readonly string[]): boolean {
  const isNumeric = host.startsWith("[") || /^\d+\.\d+\.\d+\.\d+$/.test(host);
  return isNumeric || isLoopback(host) || ownHosts.some((own) => own.toLowerCase() === host);
}

/**
 * Returns the reason why a browser request may not use the API, or `null` if it may. A page whose name was pointed at
 * this machine (DNS rebinding) could otherwise read the responses. Only browsers send the source of a request; other
 * programs may use any name.
 */
export function describePageRejection(request: Request, ownHosts: readonly string[]): string | null {
  const { hostname } = new URL(request.url);
  const isFromBrowser = request.headers.has("origin") || request.headers.has("sec-fetch-site");
  if (!isFromBrowser || isOwnHost(hostname, ownHosts)) return null;
  return (
    `The emulator rejects browser requests under the host name ${hostname}. Use localhost or a numeric address, or allow the name with ` +
    `createEmulator({ ownHosts: ["${hostname}"] }) or hivekit-emulator --own-host ${hostname}.`
  );
}
