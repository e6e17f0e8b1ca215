import type { IncomingMessage, Server } from "node:http";
import type { HttpAdapterHost } from "@nestjs/core";

const BODY_HEADERS = ["content-length", "content-type", "transfer-encoding"] as const;

/** The removed headers of requests with a hidden body. An entry lives as long as its request. */
const hiddenHeaders = new WeakMap<IncomingMessage, IncomingMessage["headers"]>();

/**
 * Keeps the app's body parsers from reading callbacks.
 *
 * Express's body parsers reject bodies above 100 kB, and a higher limit would apply to every other route as well. They
 * also run before any middleware that a module adds after its constructor. The parsers rely on three headers, so the
 * guard hides these. Fastify parses bodies after middleware and needs no guard.
 */
export class BodyGuard {
  readonly #isCallbackPath: (path: string) => boolean;
  /** Set when the guard runs before the app's body parsers. */
  #isInstalled = false;

  /** @param isCallbackPath - Whether a path, including the app's global prefix, is the callback route. */
  constructor(isCallbackPath: (path: string) => boolean) {
    this.#isCallbackPath = isCallbackPath;
  }

  /** Installs the guard in front of the app's body parsers. Later calls have no effect. */
  install({ httpAdapter }: HttpAdapterHost, stage: "construction" | "initialization"): void {
    // Tests create the app after its modules, so there is no adapter during construction.
    if (this.#isInstalled || httpAdapter?.getType() !== "express") return;
    this.#isInstalled = true;
    if (stage === "construction") {
      httpAdapter.use((request: IncomingMessage, _response: unknown, next: () => void) => {
        this.#guard(request);
        next();
      });
    } else {
      // The parsers are already installed, so only a listener on the server itself can run before them.
      const server: Server = httpAdapter.getHttpServer();
      server.prependListener("request", (request) => this.#guard(request));
    }
  }

  #guard(request: IncomingMessage): void {
    if (request.method === "POST" && this.#isCallbackPath(toPath(request.url ?? ""))) hideBody(request);
  }
}

/** Restores the headers that the guard removed, so that the body can be read. */
export function restoreBody(request: IncomingMessage): void {
  Object.assign(request.headers, hiddenHeaders.get(request) ?? {});
  hiddenHeaders.delete(request);
}

/** Makes a request look as if it had no body, so that body parsers skip it. */
function hideBody(request: IncomingMessage): void {
  if (hiddenHeaders.has(request)) return;
  const hidden: IncomingMessage["headers"] = {};
  for (const name of BODY_HEADERS) {
    const value = request.headers[name];
    if (value === undefined) continue;
    hidden[name] = value;
    delete request.headers[name];
  }
  hiddenHeaders.set(request, hidden);
}

/**
 * Removes the origin, the query and trailing slashes. Does not use a regular expression for the slashes, because anyone
 * could send a very long run of them.
 */
function toPath(url: string): string {
  // Some proxies send an absolute URL.
  const start = /^https?:\/\/[^/?]*/i.exec(url)?.[0].length ?? 0;
  const query = url.indexOf("?");
  let end = query === -1 ? url.length : query;
  while (url[end - 1] === "/") end -= 1;
  return url.slice(start, end);
}
