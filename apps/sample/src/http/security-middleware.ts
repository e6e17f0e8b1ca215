import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { ForbiddenException } from "@nestjs/common";

/** Pictures and videos may come from submitted URLs; everything else must come from the desk. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "img-src 'self' http: https: data: blob:",
  "media-src 'self' http: https: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** Sets the security headers of every response. */
export function setSecurityHeaders(
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): void {
  response.setHeader("content-security-policy", CONTENT_SECURITY_POLICY);
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "no-referrer");
  // API responses change at any time, and media may become restricted, so browsers must not cache them.
  if (request.url?.startsWith("/api/") === true) response.setHeader("cache-control", "no-store");
  next();
}

const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * Rejects requests from other web pages, because the user of this machine would be billed for them. Requests without
 * these headers are accepted: every browser sends the headers, but clients such as curl do not.
 */
export function rejectCrossSite(request: IncomingMessage, _response: ServerResponse, next: () => void): void {
  const message = describeCrossSite(request.headers);
  if (message !== null) throw new ForbiddenException({ kind: "forbidden", message });
  next();
}

/** Explains why a request is cross-site; `null` if it is not. */
function describeCrossSite(headers: IncomingHttpHeaders): string | null {
  const { host, origin } = headers;
  // Prevents DNS rebinding: a foreign host name can resolve to this machine, so that a foreign page looks like the
  // desk's own.
  if (host !== undefined && !LOOPBACK_HOST.test(host)) {
    return "The desk accepts only requests to this machine's own address, such as 127.0.0.1 or localhost.";
  }
  const isForeign = origin !== undefined && origin !== `http://${host}`;
  if (isForeign || headers["sec-fetch-site"] === "cross-site") {
    return "Another web page sent this request. The desk accepts only requests from its own page.";
  }
  return null;
}
