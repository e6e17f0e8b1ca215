import type { IncomingMessage } from "node:http";

const BODY_HEADERS = ["content-length", "content-type", "transfer-encoding"] as const;

/** The headers of requests whose body is hidden; they live as long as the request. */
const hidden = new WeakMap<IncomingMessage, IncomingMessage["headers"]>();

/**
 * Makes a request look as if it had no body, so that the app's body parsers leave it unread: those of Express go by these headers.
 * Only a parser's limit of 100 kB would refuse a callback otherwise, and a wider one would have every other route hold as much.
 */
export function hideBody(request: IncomingMessage): void {
  if (hidden.has(request)) return;
  const kept: IncomingMessage["headers"] = {};
  for (const name of BODY_HEADERS) {
    const value = request.headers[name];
    if (value === undefined) continue;
    kept[name] = value;
    delete request.headers[name];
  }
  hidden.set(request, kept);
}

/** Puts back what {@link hideBody} took. */
export function unhideBody(request: IncomingMessage): void {
  Object.assign(request.headers, hidden.get(request) ?? {});
  hidden.delete(request);
}
