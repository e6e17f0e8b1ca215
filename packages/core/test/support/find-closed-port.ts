import { once } from "node:events";
import { createServer } from "node:net";

/** The range of candidates. Systems assign the port of a server that asks for any port from a range above it. */
const FIRST_PORT = 20_000;
const PORT_COUNT = 10_000;

/**
 * Finds a port of the loopback on which no server listens. The port stays closed while other tests start servers on
 * ports that the system assigns.
 */
export async function findClosedPort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORT_COUNT);
    if (await isClosed(port)) return port;
  }
}

/** Checks that a port is closed by listening on it. */
async function isClosed(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") return false;
    throw error;
  }
  server.close();
  await once(server, "close");
  return true;
}
