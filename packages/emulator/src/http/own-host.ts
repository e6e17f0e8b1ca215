import { isLoopback } from "../run/fetch-media.ts";

/**
 * Whether the host of a URL belongs to this machine: loopback, a numeric address or one of the machine's own names. Any
 * other name that resolves to this machine belongs to somebody else.
 *
 * @param ownHosts - names without port, in any case.
 */
export function isOwnHost(host: string, ownHosts: readonly string[]): boolean {
  const isNumeric = host.startsWith("[") || /^\d+\.\d+\.\d+\.\d+$/.test(host);
  return isNumeric || isLoopback(host) || ownHosts.some((own) => own.toLowerCase() === host);
}

/**
 * Returns the reason why a page in a browser may not use the API, or `null` if the request may. A page under a name
 * that was pointed at this machine (DNS rebinding) could read the responses. Browsers send the source of a request;
 * programs do not, and may use any name.
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
