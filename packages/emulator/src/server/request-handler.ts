import type { Hono } from "hono";
import type { Connection } from "../api/exchange.ts";
import { BrokenConnection, UploadInterrupted } from "../error/connection-error.ts";
import type { ApiEnv } from "../http/api-routes.ts";

/** Answers a request, with the connection on which it came; `connection` is absent in process. */
export type RequestHandler = (
  input: RequestInfo | URL,
  init?: RequestInit,
  connection?: Connection,
) => Promise<Response>;

/** The handlers of all emulators by emulator: an HTTP server passes a connection, which `fetch` has no parameter for. */
const handlers = new WeakMap<object, RequestHandler>();

/** Creates the handler of an app. */
export function createRequestHandler(app: Hono<ApiEnv>): RequestHandler {
  // The requests in flight. They are held because the signal of a Request that nobody holds no longer learns of an abort (seen in Node 24).
  const inFlight = new Set<Request>();
  return async (input, init, connection) => {
    // A request of an HTTP server is passed on unchanged: copying it would create a second one.
    const request = input instanceof Request && init === undefined ? input : new Request(input, init);
    const signal = init?.signal ?? request.signal;
    signal.throwIfAborted();
    inFlight.add(request);
    const env = { signal, connection: connection ?? null };
    const response = Promise.resolve(app.fetch(request, env)).finally(() => inFlight.delete(request));
    return untilAborted(response, signal);
  };
}

/** Registers the handler of an emulator, for `handleOverConnection`. */
export function registerHandler(emulator: object, handler: RequestHandler): void {
  handlers.set(emulator, handler);
}

/** Lets an emulator answer a request that came over a connection. */
export function handleOverConnection(
  connection: Connection,
  emulator: { readonly fetch: RequestHandler },
  request: Request,
): Promise<Response> {
  const handler = handlers.get(emulator);
  return handler === undefined ? emulator.fetch(request) : handler(request, undefined, connection);
}

/** Settles with the response or, at once, with the reason of an abort; the work in the background stops at its next frame. */
function untilAborted(response: Promise<Response>, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    response
      .then(resolve, (error: unknown) => reject(toFetchError(error)))
      .finally(() => signal.removeEventListener("abort", onAbort));
  });
}

/** Reports a broken connection as `fetch` does. */
function toFetchError(error: unknown): unknown {
  if (error instanceof UploadInterrupted) return new TypeError("fetch failed", { cause: error.cause });
  return error instanceof BrokenConnection ? new TypeError("fetch failed", { cause: error }) : error;
}
