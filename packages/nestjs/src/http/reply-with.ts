import type { ServerResponse } from "node:http";
import type { HiveHttpBody } from "./hive-http-body.ts";

/** What the responses of Express and Fastify have in common. */
type Reply = {
  readonly status: (code: number) => unknown;
  readonly header: (name: string, value: string) => unknown;
  readonly send: (body: unknown) => unknown;
};

/**
 * Answers a request of Express's or Fastify's, without Nest's adapter: a filter that was made by hand has none. What was begun to be
 * answered is ended.
 */
export function replyWith(
  response: ServerResponse | (Reply & { readonly raw: ServerResponse }),
  body: HiveHttpBody,
): void {
  const raw = "raw" in response ? response.raw : response;
  if (raw.headersSent) {
    raw.end();
    return;
  }
  const { statusCode, retryAfterSeconds } = body;
  // The handler may have another type for what it gives.
  const headers = [
    ["Content-Type", "application/json; charset=utf-8"],
    ...(retryAfterSeconds === null ? [] : [["Retry-After", String(retryAfterSeconds)] as const]),
  ] as const;
  if (isReply(response)) {
    response.status(statusCode);
    for (const [name, value] of headers) response.header(name, value);
    response.send(body);
    return;
  }
  // In middleware, Fastify has Node's own.
  raw.statusCode = statusCode;
  for (const [name, value] of headers) raw.setHeader(name, value);
  raw.end(JSON.stringify(body));
}

function isReply(response: object): response is Reply {
  return ["status", "header", "send"].every((method) => typeof Reflect.get(response, method) === "function");
}
