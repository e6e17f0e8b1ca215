import { createServer } from "node:http";
import type { Server } from "node:http";
import { describe, expect, it } from "vitest";
import { ProxyAgent } from "undici";
import { failureOf, JPEG, recordingClient, WAYS } from "./support/recording-client.ts";
import { respond } from "./support/scripts.ts";
import { startServer } from "./support/stub-server.ts";

/** Starts a proxy that answers every request for a tunnel with a status. */
async function startProxy(status: number): Promise<{ readonly url: string } & AsyncDisposable> {
  const server: Server = createServer();
  server.on("connect", (_request, socket) =>
    socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`),
  );
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The proxy has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

describe.each(WAYS)("%s of a request that was not sent", (_name, call) => {
  it.each([
    [407, 1, "the proxy rejected it"],
    [403, 1, "the proxy rejected it"],
    [502, 2, "the proxy failed"],
    [503, 2, "the proxy failed"],
  ])(
    "because a proxy responds with %i has %i attempts that are not billed",
    async (status, count, message) => {
      await using proxy = await startProxy(status);
      const dispatcher = new ProxyAgent(proxy.url);
      const { hive, attempts } = recordingClient("https://api.example", {
        retry: { limit: 1, minDelayMs: 0 },
        // Node's own fetch, as in the guide for proxies; its type does not know the option.
        fetch: (input, init) => fetch(input, Object.assign({ ...init }, { dispatcher })),
      });
      const { error } = await failureOf(call(hive));
      expect(error).toMatchObject({ kind: "network", message: expect.stringContaining(message) });
      expect(attempts).toHaveLength(count);
      expect(attempts.map(({ mayBeBilled }) => mayBeBilled)).not.toContain(true);
      await dispatcher.close();
    },
  );

  it("because the port does not accept TLS, is final and not billed", async () => {
    await using server = await startServer([]);
    const { hive, attempts } = recordingClient(server.url.replace("http:", "https:"));
    const { error } = await failureOf(call(hive));
    expect(error).toMatchObject({
      kind: "network",
      isRetryable: false,
      message: expect.stringMatching(/could not be reached \(ERR_SSL_\w+\); the port does not accept TLS/),
    });
    expect(attempts).toMatchObject([{ willRetry: false, mayBeBilled: false }]);
  });
});

describe.each(WAYS)("%s with a status that Node hides", (_name, call) => {
  it.each([407, 421])("%i is an HTTP error", async (status) => {
    await using server = await startServer([1, 2, 3].map(() => respond(status)));
    const { hive, attempts } = recordingClient(server.url);
    // Node sends the first one again after a 421.
    for (const media of [JPEG, new Blob([JPEG]).stream()]) {
      const { error } = await failureOf(call(hive, { media }));
      expect(error).toMatchObject({ kind: "http", status, isRetryable: false });
    }
    expect(attempts.map(({ mayBeBilled }) => mayBeBilled)).not.toContain(true);
  });
});
