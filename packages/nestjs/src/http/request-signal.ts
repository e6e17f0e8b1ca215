import type { IncomingMessage, ServerResponse } from "node:http";
import { HiveClosedError } from "@hivekit/core";
import type { ArgumentsHost } from "@nestjs/common";

/** One per request, however many ask for it. */
const signals = new WeakMap<object, AbortSignal>();

/**
 * A signal that aborts with a `HiveClosedError` when a request is closed before its answer is there; see {@link RequestSignal}. For
 * guards, interceptors and filters. Outside of HTTP (GraphQL, gateways, microservices) it never aborts: there is no request that is closed
 * when nobody waits any more.
 */
export function requestSignal(host: ArgumentsHost): AbortSignal {
  if (host.getType<string>() !== "http") return new AbortController().signal;
  const http = host.switchToHttp();
  const response = rawOf<ServerResponse>(http.getResponse());
  const known = signals.get(response);
  if (known !== undefined) return known;
  const controller = new AbortController();
  signals.set(response, controller.signal);
  const request = rawOf<IncomingMessage>(http.getRequest());
  const onClose = (): void => {
    // After a whole answer, too, the response is closed.
    if (!response.writableFinished)
      controller.abort(new HiveClosedError("Whoever asked has gone away; nobody waits for the answer."));
  };
  if (response.destroyed || (request.destroyed && !request.complete)) onClose();
  else response.once("close", onClose);
  return controller.signal;
}

/** Fastify's requests and responses hold Node's; Express's are Node's. */
function rawOf<Message extends object>(message: Message | { readonly raw: Message }): Message {
  return "raw" in message ? message.raw : message;
}
