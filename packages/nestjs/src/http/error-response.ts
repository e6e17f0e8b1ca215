import type { ServerResponse } from "node:http";
import type { HiveHttpBody } from "./hive-http-exception.ts";

/** The methods that the responses of Express and Fastify have in common. */
type FrameworkResponse = {
  readonly status: (code: number) => unknown;
  readonly header: (name: string, value: string) => unknown;
  readonly send: (body: unknown) => unknown;
};

/**
 * Sends an error body on an HTTP response of Express or Fastify. If the headers were already sent, it ends the
 * response. Does not use Nest's adapter, because a filter created with `new` does not have one.
 */
export function sendHttpError(
  response: ServerResponse | (FrameworkResponse & { readonly raw: ServerResponse }),
  body: HiveHttpBody,
): void {
  const raw = "raw" in response ? response.raw : response;
  if (raw.headersSent) {
    raw.end();
    return;
  }
  const { statusCode, retryAfterSeconds } = body;
  const headers = [
    // The handler may have set a different content type for its own body.
    ["Content-Type", "application/json; charset=utf-8"],
    ...(retryAfterSeconds === null ? [] : [["Retry-After", String(retryAfterSeconds)] as const]),
  ] as const;
  if (isFrameworkResponse(response)) {
    response.status(statusCode);
    for (const [name, value] of headers) response.header(name, value);
    response.send(body);
    return;
  }
  // In a middleware, Fastify passes Node's own response.
  raw.statusCode = statusCode;
  for (const [name, value] of headers) raw.setHeader(name, value);
  raw.end(JSON.stringify(body));
}

/**
 * Sends an error body to the client of a gateway, as Nest's own filter does: socket.io clients get an event, plain
 * WebSocket clients get a message with `event` and `data`. Does not return anything that the client sent.
 */
export function sendGatewayError(client: unknown, payload: object): void {
  const { readyState, send, emit } = Object(client);
  // In Node, plain sockets also have `emit`, for their own events.
  if (typeof readyState === "number" && typeof send === "function") {
    Reflect.apply(send, client, [JSON.stringify({ event: "exception", data: payload })]);
  } else if (typeof emit === "function") {
    Reflect.apply(emit, client, ["exception", payload]);
  }
}

function isFrameworkResponse(response: object): response is FrameworkResponse {
  return ["status", "header", "send"].every((method) => typeof Reflect.get(response, method) === "function");
}
