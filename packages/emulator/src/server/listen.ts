import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createEmulator, type Emulator } from "./emulator.ts";
import { handleOverConnection } from "./request-handler.ts";

/** Where and what to serve. */
export type ListenOptions = {
  /** The port; 0 for a free one. @defaultValue 0 */
  readonly port?: number | undefined;
  /** The address to bind to. @defaultValue `"127.0.0.1"`, so that only this machine reaches the emulator */
  readonly host?: string | undefined;
  /** The emulator to serve. @defaultValue a new one with default options */
  readonly emulator?: Emulator | undefined;
};

/** An emulator that answers on a port. */
export type EmulatorServer = {
  /** What to give a client as its base URL, without a slash at the end. */
  readonly url: string;
  /** The port, also when a free one was asked for. */
  readonly port: number;
  /** The emulator behind it: its journal, tasks and reset. */
  readonly emulator: Emulator;
  /** Frees the port and ends open connections at once; closes the emulator, too, unless it was given. Resolves when that is done, also when called again. */
  close(): Promise<void>;
};

/**
 * Serves an emulator over HTTP. The process stays alive until `close`.
 *
 * @throws Error when the port is in use or the address cannot be bound to.
 *
 * @example
 * ```ts
 * import { listen } from "@hivekit/emulator/node";
 *
 * const server = await listen();
 * console.log(server.url);
 * await server.close();
 * ```
 */
export async function listen(options: ListenOptions = {}): Promise<EmulatorServer> {
  const { port = 0, host = "127.0.0.1", emulator = createEmulator() } = options;
  const server = createServer(
    // Uploads may take their time: Node would cut them off after five minutes.
    { requestTimeout: 0 },
    getRequestListener(
      (request, { incoming }) => {
        const { socket } = incoming;
        const connection = {
          reset: () => {
            socket.resetAndDestroy();
          },
          end: () => socket.destroySoon(),
        };
        return handleOverConnection(connection, emulator, request).catch((error: unknown) => {
          // There is nobody to answer, or nothing to be said.
          socket.destroy();
          throw error;
        });
      },
      // Without it, each connection that breaks would be printed.
      { overrideGlobalObjects: false, errorHandler: () => undefined },
    ),
  );
  await bind(server, port, host);
  const address = server.address();
  const boundPort = typeof address === "object" && address !== null ? address.port : port;
  let closed: Promise<void> | undefined;
  return {
    url: `http://${reachableHost(host)}:${boundPort}`,
    port: boundPort,
    emulator,
    close: () => {
      closed ??= closeServer(server).then(() =>
        options.emulator === undefined ? emulator.close() : undefined,
      );
      return closed;
    },
  };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function bind(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      const reason =
        error.code === "EADDRINUSE"
          ? "the port is in use; choose another one, or 0 for a free one"
          : error.message;
      reject(new Error(`The emulator cannot listen on ${host}:${port}: ${reason}.`, { cause: error }));
    };
    server.once("error", onError);
    server.listen(port, host, () => {
      server.off("error", onError);
      resolve();
    });
  });
}

/** The host by which this machine reaches the server: a wildcard address is no destination. */
function reachableHost(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
