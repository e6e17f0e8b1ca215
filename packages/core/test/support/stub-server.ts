import { createServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** One request as it came over the socket. Times are those of `performance.now()`. */
export type SeenRequest = {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** Which connection it came on, from 0: connections are kept open for the next request. */
  readonly connection: number;
  /** When its headers were there. */
  readonly startMs: number;
  /** The bytes of its body that were read so far. */
  readonly pieces: Buffer[];
  /** When the client closed the connection before the answer was whole; `null` if it did not. */
  closedAtMs: number | null;
};

/** A request that waits for an answer. */
export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly seen: SeenRequest;
  /** Reads the body to its end. Until then what does not fit into the socket's buffers stays with the client. */
  readonly readBody: () => Promise<void>;
};

/** What the server does with a request. */
export type Script = (exchange: Exchange) => unknown;

/** A server on a free port of the loopback that does with each request what its script says. */
export type StubServer = AsyncDisposable & {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
};

/**
 * Starts a server.
 *
 * @param script - For every request, or one for each; a request beyond the last one is recorded and its connection reset.
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

/** An address where nobody listens. */
export async function freePort(): Promise<number> {
  await using server = await startServer([]);
  return Number(new URL(server.url).port);
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
    pieces: [],
    closedAtMs: null,
  };
  // Writing to, or reading from, a client that is gone is what many scripts provoke.
  for (const side of [request, response]) side.on("error", () => {});
  response.on("close", () => {
    if (!response.writableFinished) seen.closedAtMs = performance.now();
  });
  const readBody = async (): Promise<void> => {
    for await (const piece of request) seen.pieces.push(piece);
  };
  return { request, response, seen, readBody };
}

async function play(script: Script, exchange: Exchange): Promise<void> {
  try {
    await script(exchange);
  } catch (error) {
    // A body that breaks off because the client left is no mistake of the script's.
    if (!exchange.request.socket.destroyed) throw error;
  }
}
