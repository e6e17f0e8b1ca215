import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { ForbiddenException } from "@nestjs/common";

const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * A middleware that refuses what another web page sends: its reader would be billed for it.
 * Headers that are missing refuse nothing, since every browser sends them, and curl does not.
 */
export function refuseForeign(request: IncomingMessage, _response: ServerResponse, next: () => void): void {
  const message = refusalOf(request.headers);
  if (message !== null) throw new ForbiddenException({ kind: "forbidden", message });
  next();
}

function refusalOf(headers: IncomingHttpHeaders): string | null {
  const { host, origin } = headers;
  // A foreign name can be made to lead here (DNS rebinding), which makes a foreign page look like our own.
  if (host !== undefined && !LOOPBACK_HOST.test(host)) {
    return "The desk answers to this machine's own address only, such as 127.0.0.1 or localhost.";
  }
  const isForeign = origin !== undefined && origin !== `http://${host}`;
  if (isForeign || headers["sec-fetch-site"] === "cross-site") {
    return "Another web page sent this request; the desk takes those of its own page only.";
  }
  return null;
}
