import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import * as z from "zod/mini";
import { checkOptions } from "../options/check-options.ts";
import { nonEmptyString, objectOf, wholeNumberFrom, type ShapeOf } from "../options/option-schemas.ts";
import { createEmulator, type Emulator } from "./emulator.ts";
import { handleOverConnection } from "./request-handler.ts";

/** The options of `listen`. */
export type ListenOptions = {
  /** The port, 0 to 65535; 0 picks a free port. @defaultValue 0 */
  readonly port?: number | undefined;
  /** The address to bind to. @defaultValue `"127.0.0.1"`, which only this machine can reach */
  readonly host?: string | undefined;
  /** The emulator to serve. @defaultValue a new emulator with default options */
  readonly emulator?: Emulator | undefined;
};

/** Node binds an empty host to all interfaces, so it is rejected. */
const LISTEN_SCHEMA = objectOf({
  port: z.optional(wholeNumberFrom(0, 65_535)),
  host: z.optional(nonEmptyString),
  emulator: z.optional(
    z.custom<Emulator>((value) => typeof value === "object" && value !== null, "must be an emulator"),
  ),
} satisfies ShapeOf<ListenOptions>);

/** An emulator that listens on a port. */
export type EmulatorServer = {
  /** The base URL for a client, without a trailing slash. */
  readonly url: string;
  /** The port that the server listens on. */
  readonly port: number;
  /** The emulator, with its journal, tasks and reset. */
  readonly emulator: Emulator;
  /**
   * Frees the port and closes all connections immediately. Also closes the emulator, unless it was passed as an option.
   * Resolves when all of this is done. Repeated calls return the same promise.
   */
  close(): Promise<void>;
};

/**
 * Serves an emulator over HTTP, and keeps the process alive until `close`.
 *
 * @throws EmulatorOptionsError for an invalid option; Error when the port is in use, or the server cannot bind to the address.
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
  checkOptions(LISTEN_SCHEMA, options, "options");
  const { port = 0, host = "127.0.0.1", emulator = createEmulator() } = options;
  const server = createServer(
    // By default, Node ends an upload after five minutes.
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
          // No response can be written.
          socket.destroy();
          throw error;
        });
      },
      // Without a handler, every broken connection is printed.
      { overrideGlobalObjects: false, errorHandler: () => undefined },
    ),
  );
  await bind(server, port, host);
  const address = server.address();
  const boundPort = typeof address === "object" && address !== null ? address.port : port;
  let closed: Promise<void> | undefined;
  return {
    url: `http://${toReachableHost(host)}:${boundPort}`,
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
          ? "the port is in use; choose another port, or 0 for a free one"
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

/** Returns the host under which this machine can reach the server, because a wildcard address is not a destination. */
function toReachableHost(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
