import type { IncomingMessage, ServerResponse } from "node:http";

/** Pictures and videos may come from the addresses that were submitted; all else is the desk's own. */
const POLICY = [
  "default-src 'self'",
  "img-src 'self' http: https: data: blob:",
  "media-src 'self' http: https: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** A middleware that tells browsers what the page may do: little. */
export function secureHeaders(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  response.setHeader("content-security-policy", POLICY);
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "no-referrer");
  // What stands in the database changes; a browser must not answer for it.
  if (request.url?.startsWith("/api/") === true) response.setHeader("cache-control", "no-store");
  next();
}
