import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { HiveLogger } from "@hivekit/core";
import type { ApplicationConfig, DiscoveryService, HttpAdapterHost, MetadataScanner } from "@nestjs/core";
import { CallbackReceiver } from "./callback-receiver.ts";
import type { CallbackReceiverOptions } from "./callback-receiver.ts";
import { callbackPath, routeOf } from "./callback-address.ts";
import { takeCallbackPath } from "./take-callback-path.ts";
import { hideBody, unhideBody } from "./hide-body.ts";
import { findTaskHandlers } from "./task-handlers.ts";
import { writeAnswer } from "./write-answer.ts";

/** What an endpoint works with. */
export type CallbackEndpointOptions = Omit<CallbackReceiverOptions, "handlers"> & {
  /** Where failures are told; `null` for nowhere. */
  readonly logger: HiveLogger | null;
  /** Nest's list of providers, in which the app's methods are found. */
  readonly discovery: DiscoveryService;
  /** Nest's reader of their methods. */
  readonly scanner: MetadataScanner;
  /** The app's, for its global prefix. */
  readonly config: ApplicationConfig;
};

/**
 * The route of one project's callbacks.
 *
 * A middleware, and no controller: its path may come from an asynchronous factory, and guards and interceptors that the app has for
 * everybody would refuse or rewrite what Hive sends; the signed address is the guard.
 */
export class CallbackEndpoint {
  /** The route, without the app's global prefix and without a slash at its ends. */
  readonly path: string;
  readonly #of: CallbackEndpointOptions;
  /** Made when the app is initialized: before, not all of its providers are there. */
  #receiver: CallbackReceiver | null = null;
  /** Set when the app's body parsers have been told. */
  #isGuarded = false;

  /** @throws HiveConfigError if another project of the app has the route. */
  constructor(of: CallbackEndpointOptions) {
    this.#of = of;
    this.path = callbackPath(of.options, of.name);
    takeCallbackPath(this.path, of);
  }

  /** Looks for the methods that take callbacks. @throws HiveConfigError if one of them cannot. */
  open(): void {
    const { discovery, scanner, name, logger } = this.#of;
    const handlers = findTaskHandlers(name ?? null, { discovery, scanner });
    if (handlers.count("task") === 0) {
      const of = name === undefined ? "" : `{ project: "${name}" }`;
      logger?.warn(`No method is marked with @OnHiveTask(${of}): callbacks will be answered with 500`, {});
    }
    this.#receiver = new CallbackReceiver({ ...this.#of, handlers });
  }

  /** Answers a request to the route. */
  readonly handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    unhideBody(request);
    const url = "originalUrl" in request ? String(request.originalUrl) : (request.url ?? "");
    const answer = await this.#receiver?.receive(request, url);
    writeAnswer(answer ?? { status: 503, reason: "The application is starting." }, { request, response });
  };

  /**
   * Keeps the app's body parsers from reading callbacks. Fastify's run after middleware and need nothing; Express's stand in front of all
   * that a module can add later than in its constructor, and at the latest the server itself comes before them.
   */
  guardBody({ httpAdapter }: HttpAdapterHost, at: "construction" | "initialization"): void {
    // In tests the app is made after its modules: then there is no adapter at first.
    if (this.#isGuarded || httpAdapter?.getType() !== "express") return;
    this.#isGuarded = true;
    if (at === "construction") {
      httpAdapter.use((request: IncomingMessage, _response: unknown, next: () => void) => {
        this.#hide(request);
        next();
      });
    } else {
      const server: Server = httpAdapter.getHttpServer();
      server.prependListener("request", (request) => this.#hide(request));
    }
  }

  #hide(request: IncomingMessage): void {
    if (request.method !== "POST") return;
    const route = routeOf(this.path, this.#of.config);
    // Express minds no case.
    if (pathOf(request.url ?? "").toLowerCase() === route.toLowerCase()) hideBody(request);
  }
}

/** Without the origin, the query and the slashes at the end. These not by a regular expression: anybody may send a very long run of slashes. */
function pathOf(url: string): string {
  // Some proxies send the whole address.
  const start = /^https?:\/\/[^/?]*/i.exec(url)?.[0].length ?? 0;
  const query = url.indexOf("?");
  let end = query === -1 ? url.length : query;
  while (url[end - 1] === "/") end -= 1;
  return url.slice(start, end);
}
