import { once } from "node:events";
import { createServer } from "node:http";
import type { RequestListener } from "node:http";

/** Runs an action, usually another process, while a server listens on a free port. */
export async function withServer<Value>(
  listener: RequestListener,
  action: (baseUrl: string) => Promise<Value>,
): Promise<Value> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  try {
    return await action(`http://127.0.0.1:${port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
