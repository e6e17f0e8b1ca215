import { isLoopback } from "../run/fetch-media.ts";

/**
 * Whether a host of an address is this machine: loopback, a number, or one of its names. Another name that leads here is somebody else's.
 *
 * @param ownHosts - names without port, in any case.
 */
export function isOwnHost(host: string, ownHosts: readonly string[]): boolean {
  const isNumeric = host.startsWith("[") || /^\d+\.\d+\.\d+\.\d+$/.test(host);
  return isNumeric || isLoopback(host) || ownHosts.some((own) => own.toLowerCase() === host);
}

/**
 * Why a page in a browser may not use the API; `null` if the request may. A browser tells where a request comes from, and a page that came
 * by a name which was pointed at this machine (DNS rebinding) could read the answers. Programs tell nothing, and may use any name.
 */
export function pageRejection(request: Request, ownHosts: readonly string[]): string | null {
  const { hostname } = new URL(request.url);
  const isOfBrowser = request.headers.has("origin") || request.headers.has("sec-fetch-site");
  if (!isOfBrowser || isOwnHost(hostname, ownHosts)) return null;
  return `The emulator does not answer pages under the name ${hostname}; use a numeric address or localhost, or the option ownHosts.`;
}
