import type { IncomingMessage, ServerResponse } from "node:http";
import { HiveClosedError } from "@hivekit/core";
import { createParamDecorator } from "@nestjs/common";
import type { ArgumentsHost, ExecutionContext } from "@nestjs/common";

/** The signal of each response. Later requests for it return the same signal. */
const signals = new WeakMap<object, AbortSignal>();

/**
 * Injects a signal that aborts when the client disconnects before the response is complete, for example because the
 * user closed the tab or the client timed out. Pass it to a call to abort that call as well; this does not undo a
 * charge. Works on Express and Fastify, in plain handlers and `@Sse()`. Outside of HTTP, it never aborts.
 *
 * @example
 * ```ts
 * import { HiveService, RequestSignal } from "@hivekit/nestjs";
 * import { Controller, Get, Inject, Query } from "@nestjs/common";
 *
 * @Controller("pictures")
 * export class PicturesController {
 *   constructor(@Inject(HiveService) private readonly hive: HiveService) {}
 *
 *   @Get("classes")
 *   classes(@Query("url") url: string, @RequestSignal() signal: AbortSignal) {
 *     return this.hive.classify({ url }, { signal });
 *   }
 * }
 * ```
 */
export const RequestSignal: () => ParameterDecorator = createParamDecorator(
  (_data: unknown, context: ExecutionContext): AbortSignal => requestSignal(context),
);

/**
 * Returns a signal that aborts with a `HiveClosedError` when the client disconnects before the response is complete;
 * see {@link RequestSignal}. For guards, interceptors and filters. Outside of HTTP (GraphQL, gateways, microservices),
 * it never aborts.
 */
export function requestSignal(host: ArgumentsHost): AbortSignal {
  if (host.getType<string>() !== "http") return new AbortController().signal;
  const http = host.switchToHttp();
  const response = toNodeMessage<ServerResponse>(http.getResponse());
  const existing = signals.get(response);
  if (existing !== undefined) return existing;
  const controller = new AbortController();
  signals.set(response, controller.signal);
  const request = toNodeMessage<IncomingMessage>(http.getRequest());
  const onClose = (): void => {
    // A response also closes after it has ended.
    if (!response.writableFinished) {
      controller.abort(new HiveClosedError("The client disconnected before the response was complete."));
    }
  };
  if (response.destroyed || (request.destroyed && !request.complete)) onClose();
  else response.once("close", onClose);
  return controller.signal;
}

/** Fastify wraps Node's requests and responses; Express extends them. */
function toNodeMessage<Message extends object>(message: Message | { readonly raw: Message }): Message {
  return "raw" in message ? message.raw : message;
}
