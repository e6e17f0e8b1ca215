import { once } from "node:events";
import { createConnection, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";

/** The end of each response of PostgreSQL while no transaction is open. */
const READY = Buffer.from("Z\0\0\0\u0005I", "latin1");

/** A response to lose: that to a statement, or to the commit of the transaction with that statement. */
type LostResponse = {
  /** Matches the statement and its parameters. */
  readonly statement: RegExp;
  /** The command whose response is lost. PostgreSQL has committed its change by then. */
  readonly command: "BEGIN" | "INSERT" | "DELETE" | "COMMIT";
  /** Whether no new connection is possible until {@link PostgresProxy.connect}. @defaultValue false */
  readonly staysDown?: boolean;
};

/** A PostgreSQL server whose connections break on request. */
export type PostgresProxy = AsyncDisposable & {
  /** The URL of the database behind the proxy. */
  readonly url: string;
  /** Closes the connection instead of forwarding the next such response. @returns a promise of that moment */
  readonly lose: (response: LostResponse) => Promise<void>;
  /** Closes all connections and accepts no new ones. */
  readonly disconnect: () => void;
  /** Accepts connections again. */
  readonly connect: () => void;
};

/** Starts a proxy for a server that listens on a socket in a folder, as the test databases do. */
export async function openPostgresProxy(databaseUrl: string): Promise<PostgresProxy> {
  const target = new URL(databaseUrl);
  const socketPath = join(target.searchParams.get("host") ?? "", ".s.PGSQL.5432");
  const sockets = new Set<Socket>();
  let isDown = false;
  let losing: (LostResponse & { readonly done: () => void }) | null = null;
  const disconnect = (): void => {
    isDown = true;
    for (const socket of sockets) socket.destroy();
  };

  const server = createServer((client) => {
    if (isDown) {
      client.destroy();
      return;
    }
    const upstream = createConnection(socketPath);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    /** What the client has sent since the server was last ready. */
    let sent = "";
    client.on("data", (chunk) => {
      sent += chunk.toString("latin1");
      upstream.write(chunk);
    });
    upstream.on("data", (chunk) => {
      if (losing !== null && losing.statement.test(sent) && chunk.includes(losing.command)) {
        const { done, staysDown } = losing;
        losing = null;
        if (staysDown === true) disconnect();
        else client.destroy();
        done();
        return;
      }
      if (chunk.includes(READY)) sent = "";
      client.write(chunk);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the address of a TCP server
  const { port } = server.address() as AddressInfo;
  return {
    url: `postgresql://postgres@127.0.0.1:${port}${target.pathname}`,
    lose: (response) =>
      new Promise((done) => {
        losing = { ...response, done };
      }),
    disconnect,
    connect: () => {
      isDown = false;
    },
    [Symbol.asyncDispose]: async () => {
      disconnect();
      server.close();
      await once(server, "close");
    },
  };
}
