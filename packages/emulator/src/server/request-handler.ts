import type { Hono } from "hono";
import { BrokenConnection, UploadInterrupted, type Connection } from "../api/exchange.ts";
import type { ApiEnv } from "../http/api-routes.ts";

/** Handles a request. @param connection - the connection of the request; absent for a call in process */
export type RequestHandler = (
  input: RequestInfo | URL,
  init?: RequestInit,
  connection?: Connection,
) => Promise<Response>;

/**
 * The handler of each emulator. An HTTP server passes the connection to it, because `fetch` has no parameter for one.
 */
const handlers = new WeakMap<object, RequestHandler>();

/** Creates the handler of an app. */
export function createRequestHandler(app: Hono<ApiEnv>): RequestHandler {
  // Keeps the requests in flight reachable, because the signal of a garbage-collected Request no longer aborts (seen in
  // Node 24).
  const inFlight = new Set<Request>();
  return async (input, init, connection) => {
    // A request from an HTTP server is passed on unchanged, not copied.
    const request = input instanceof Request && init === undefined ? input : new Request(input, init);
    const signal = init?.signal ?? request.signal;
    signal.throwIfAborted();
    inFlight.add(request);
    const env = { signal, connection: connection ?? null };
    const response = Promise.resolve(app.fetch(request, env)).finally(() => inFlight.delete(request));
    return rejectOnAbort(response, signal);
  };
}

/** Registers the handler of an emulator for `handleOverConnection`. */
export function registerHandler(emulator: object, handler: RequestHandler): void {
  handlers.set(emulator, handler);
}

/** Passes a request and its connection to an emulator. */
export function handleOverConnection(
  connection: Connection,
  emulator: { readonly fetch: RequestHandler },
  request: Request,
): Promise<Response> {
  const handler = handlers.get(emulator);
  return handler === undefined ? emulator.fetch(request) : handler(request, undefined, connection);
}

/**
 * Settles with the response, or rejects immediately when the signal aborts. Processing then stops at its next frame.
 */
function rejectOnAbort(response: Promise<Response>, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    response
      .then(resolve, (error: unknown) => reject(toFetchError(error)))
      .finally(() => signal.removeEventListener("abort", onAbort));
  });
}

/** Converts a broken connection to the error with which `fetch` reports it. */
function toFetchError(error: unknown): unknown {
  if (error instanceof UploadInterrupted) return new TypeError("fetch failed", { cause: error.cause });
  return error instanceof BrokenConnection ? new TypeError("fetch failed", { cause: error }) : error;
}
