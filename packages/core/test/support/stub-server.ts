import { createServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** A request as received over the socket. Times are those of `performance.now()`. */
export type SeenRequest = {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** The index of its connection, from 0. Connections are reused. */
  readonly connection: number;
  /** The time at which its headers were complete. */
  readonly startMs: number;
  /** The number of bytes of its body that were read so far. */
  readonly chunks: Buffer[];
  /** The time at which the client closed the connection before the response was complete; `null` if it did not. */
  closedAtMs: number | null;
};

/** A request that waits for a response. */
export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly seen: SeenRequest;
  /** Reads the body to its end. Until then, data beyond the socket's buffers stays with the client. */
  readonly readBody: () => Promise<void>;
};

/** Handles a request. */
export type Script = (exchange: Exchange) => unknown;

/** A server on a free port of the loopback that handles each request with a script. */
export type StubServer = AsyncDisposable & {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
};

/**
 * Starts a server.
 *
 * @param script - One script for all requests, or a list with one for each. The connection of any further request is
 * reset.
 */
export async function startServer(
  script: Script | readonly Script[],
  options: { readonly port?: number } = {},
): Promise<StubServer> {
  const seen: SeenRequest[] = [];
  const connections = new Map<Socket, number>();
  const server = createServer((request, response) => {
    const connection = connections.get(request.socket) ?? connections.size;
    if (connection === connections.size) request.socket.on("error", () => {});
    connections.set(request.socket, connection);
    const exchange = exchangeOf(request, { response, connection });
    const step = typeof script === "function" ? script : script[seen.length];
    seen.push(exchange.seen);
    void play(step ?? (() => request.socket.resetAndDestroy()), exchange);
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function exchangeOf(
  request: IncomingMessage,
  { response, connection }: { readonly response: ServerResponse; readonly connection: number },
): Exchange {
  const seen: SeenRequest = {
    method: request.method ?? "",
    url: new URL(request.url ?? "/", "http://stub.invalid"),
    headers: request.headers,
    connection,
    startMs: performance.now(),
    chunks: [],
    closedAtMs: null,
  };
  // Many scripts write to, or read from, a client that has disconnected.
  for (const side of [request, response]) side.on("error", () => {});
  response.on("close", () => {
    if (!response.writableFinished) seen.closedAtMs = performance.now();
  });
  const readBody = async (): Promise<void> => {
    for await (const chunk of request) seen.chunks.push(chunk);
  };
  return { request, response, seen, readBody };
}

async function play(script: Script, exchange: Exchange): Promise<void> {
  try {
    await script(exchange);
  } catch (error) {
    // A body that ends early because the client disconnected is not an error of the script.
    if (!exchange.request.socket.destroyed) throw error;
  }
}
