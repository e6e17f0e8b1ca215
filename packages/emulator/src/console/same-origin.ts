import { isOwnHost } from "../http/own-host.ts";

/**
 * Returns the reason why a request may not use the console, or `null` if it may. The console has no password, so it
 * must be protected from pages of other sites that are open in the reviewer's browser:
 *
 * - The host of the URL must be localhost, a numeric address or one of the machine's own names. This rejects pages of
 *   another site whose name resolves to this machine (DNS rebinding).
 * - Browsers send the source of a request (`Origin`, `Sec-Fetch-Site`), which must be the console. Programs such as
 *   curl send neither.
 *
 * @param ownHosts - names of this machine, without port, case-insensitive.
 */
export function consoleRejection(request: Request, ownHosts: readonly string[]): string | null {
  const url = new URL(request.url);
  if (!isOwnHost(url.hostname, ownHosts)) {
    return (
      `The console is not available at the host name ${url.hostname}. Use localhost or a numeric address, or allow the name: ` +
      `createEmulator({ ownHosts: ["${url.hostname}"] }) or hivekit-emulator --own-host ${url.hostname}.`
    );
  }
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  const isForeign =
    (origin !== null && origin !== url.origin) ||
    (site !== null && site !== "same-origin" && site !== "none");
  return isForeign ? "The console only accepts requests from its own page, not from other sites." : null;
}
