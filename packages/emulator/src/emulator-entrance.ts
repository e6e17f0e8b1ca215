import type { Hono } from "hono";
import type { Emulator } from "./emulator.ts";
import { BrokenConnection } from "./faults/broken-connection.ts";
import type { AppEnv } from "./http/create-app.ts";
import type { Connection } from "./http/exchange.ts";
import { UploadInterrupted } from "./http/upload-interrupted.ts";

/** Where requests come in, with the connection that they came on. */
export type Entrance = {
  /** Answers a request; `connection` is absent in process. */
  enter(input: RequestInfo | URL, init?: RequestInit, connection?: Connection): Promise<Response>;
  /** Lets `enterOver` find it by its emulator. */
  belongTo(emulator: Emulator): void;
};

/** The entrances of all emulators: a server has more to say of a request than `fetch` takes. */
const entrances = new WeakMap<Emulator, Entrance>();

/** Opens the entrance to an app. */
export function openEntrance(app: Hono<AppEnv>): Entrance {
  // Requests that are being answered. Held because the signal of a Request that nobody holds is no longer told of an abort (seen in Node 24).
  const underWay = new Set<Request>();
  const entrance: Entrance = {
    enter: async (input, init, connection) => {
      // A request of an HTTP server is passed on as it is: copying it would build a second one.
      const request = input instanceof Request && init === undefined ? input : new Request(input, init);
      const signal = init?.signal ?? request.signal;
      signal.throwIfAborted();
      underWay.add(request);
      const env = { signal, connection: connection ?? null };
      const answer = Promise.resolve(app.fetch(request, env)).finally(() => underWay.delete(request));
      return untilAborted(answer, signal);
    },
    belongTo: (emulator) => void entrances.set(emulator, entrance),
  };
  return entrance;
}

/** Has an emulator answer a request that came over a connection. */
export function enterOver(connection: Connection, emulator: Emulator, request: Request): Promise<Response> {
  const entrance = entrances.get(emulator);
  return entrance === undefined ? emulator.fetch(request) : entrance.enter(request, undefined, connection);
}

/** Settles with the answer or, at once, with the reason of an abort; the work behind it stops at its next frame. */
function untilAborted(answer: Promise<Response>, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    answer
      .then(resolve, (error: unknown) => reject(asFetchError(error)))
      .finally(() => signal.removeEventListener("abort", onAbort));
  });
}

/** As `fetch` tells of a connection that broke. */
function asFetchError(error: unknown): unknown {
  if (error instanceof UploadInterrupted) return new TypeError("fetch failed", { cause: error.cause });
  return error instanceof BrokenConnection ? new TypeError("fetch failed", { cause: error }) : error;
}
