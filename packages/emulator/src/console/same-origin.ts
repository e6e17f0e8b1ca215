import { isOwnHost } from "../http/own-host.ts";

/**
 * Why a request may not use the console; `null` if it may. The console has no password: it serves the machine that it runs on, and must
 * not serve a page of another site that is open in a browser on that machine.
 *
 * - The host of the address must be this machine, a numeric address or one of its own names: a name of somebody else's that was pointed at
 *   this machine (DNS rebinding) is none of them.
 * - A browser says where a request comes from (`Origin`, `Sec-Fetch-Site`): it must be the console itself. Programs such as curl say nothing.
 *
 * @param ownHosts - names of this machine, without port, in any case.
 */
export function consoleRefusal(request: Request, ownHosts: readonly string[]): string | null {
  const url = new URL(request.url);
  if (!isOwnHost(url.hostname, ownHosts)) {
    return (
      `The console is not served under the name ${url.hostname}; use a numeric address or localhost, or ` +
      `createEmulator({ ownHosts: ["${url.hostname}"] }), or hivekit-emulator --own-host ${url.hostname}.`
    );
  }
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  const isForeign =
    (origin !== null && origin !== url.origin) ||
    (site !== null && site !== "same-origin" && site !== "none");
  return isForeign ? "The console answers its own page only, not pages of other sites." : null;
}
