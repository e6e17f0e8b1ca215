import type { IncomingMessage, ServerResponse } from "node:http";
import type { HiveLogger } from "@hivekit/core";
import type { ApplicationConfig, DiscoveryService, HttpAdapterHost, MetadataScanner } from "@nestjs/core";
import { BodyGuard, restoreBody } from "./body-guard.ts";
import { callbackPath, resolveRoute } from "./callback-address.ts";
import { CallbackReceiver } from "./callback-receiver.ts";
import type { CallbackReceiverOptions } from "./callback-receiver.ts";
import { sendCallbackResponse } from "./send-callback-response.ts";
import { findTaskHandlers } from "./task-handlers.ts";

/** The dependencies of a {@link CallbackEndpoint}. */
export type CallbackEndpointOptions = Omit<CallbackReceiverOptions, "handlers"> & {
  /** Receives warnings and errors; `null` if logging is disabled. */
  readonly logger: HiveLogger | null;
  /** Lists the providers and controllers that may have decorated methods. */
  readonly discovery: DiscoveryService;
  /** Lists the methods of a provider. */
  readonly scanner: MetadataScanner;
  /** Contains the app's global prefix. */
  readonly config: ApplicationConfig;
};

/**
 * The callback route of one project.
 *
 * It is a middleware rather than a controller: its path may come from an asynchronous factory, and the app's global
 * guards and interceptors would reject or rewrite Hive's requests. The signature of the URL replaces guards.
 */
export class CallbackEndpoint {
  /** The route, without the app's global prefix and without leading or trailing slashes. */
  readonly path: string;
  readonly #options: CallbackEndpointOptions;
  readonly #bodyGuard: BodyGuard;
  /** Set when the app is initialized; before that, some of its providers do not exist yet. */
  #receiver: CallbackReceiver | null = null;

  /** @param options - The project, its service, and the dependencies from the app. */
  constructor(options: CallbackEndpointOptions) {
    this.#options = options;
    this.path = callbackPath(options.options, options.name);
    this.#bodyGuard = new BodyGuard(
      // Express ignores case.
      (path) => path.toLowerCase() === resolveRoute(this.path, options.config).toLowerCase(),
    );
  }

  /** Keeps the app's body parsers from reading callbacks. */
  guardBody(adapterHost: HttpAdapterHost, stage: "construction" | "initialization"): void {
    this.#bodyGuard.install(adapterHost, stage);
  }

  /**
   * Finds the decorated methods and begins to accept callbacks.
   *
   * @throws HiveConfigError if the class of a decorated method is not a singleton.
   */
  open(): void {
    const { discovery, scanner, name, logger } = this.#options;
    const handlers = findTaskHandlers(name ?? null, { discovery, scanner });
    if (handlers.count("task") === 0) {
      const argument = name === undefined ? "" : `{ project: "${name}" }`;
      logger?.warn(`No method is decorated with @OnHiveTask(${argument}), so callbacks get HTTP 500`, {});
    }
    this.#receiver = new CallbackReceiver({ ...this.#options, handlers });
  }

  /** Handles a request to the route. */
  readonly handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    restoreBody(request);
    const url = "originalUrl" in request ? String(request.originalUrl) : (request.url ?? "");
    const callbackResponse = await this.#receiver?.receive(request, url);
    sendCallbackResponse(callbackResponse ?? { status: 503, reason: "The application is starting." }, {
      request,
      response,
    });
  };
}
