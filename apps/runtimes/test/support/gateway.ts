import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, request as requestOf } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { createEmulator } from "@hivekit/emulator";
import { listen } from "@hivekit/emulator/node";
import type { EmulatorServer } from "@hivekit/emulator/node";
import { findClosedPort } from "../../../../packages/core/test/support/find-closed-port.ts";
import { toSlug } from "../../src/conformance/case-context.ts";
import { CASES } from "../../src/conformance/cases.ts";
import type { ConformanceCase } from "../../src/conformance/conformance-case.ts";
import type { Exchange, ObservedTraffic } from "../../src/conformance/observed-traffic.ts";
import { createLongGif } from "./long-gif.ts";
import { findUnexpected } from "./find-unexpected.ts";

/** The server that a run of the suite connects to. */
export type Gateway = {
  /** Its URL, without a trailing slash. */
  readonly origin: string;
  /**
   * The unexpected parts of each case's requests, by the case's name. Cases without any are omitted. See {@link
   * findUnexpected}.
   */
  readonly readUnexpected: () => Promise<ReadonlyMap<string, readonly string[]>>;
  /** Closes the gateway and its emulators. */
  readonly close: () => Promise<void>;
};

/** The emulator of a case, and its traffic. */
type CaseBackend = {
  readonly conformanceCase: ConformanceCase;
  readonly server: EmulatorServer;
  readonly exchanges: { -readonly [Key in keyof Exchange]: Exchange[Key] }[];
  readonly callbacks: { readonly url: string; readonly body: string }[];
  readonly unexpected: Set<string>;
};

const demoMedia = (name: string): Promise<Buffer> =>
  readFile(fileURLToPath(new URL(`../../../../demo-media/${name}`, import.meta.url)));

const MEDIA: Readonly<Record<string, { readonly type: string; readonly read: () => Promise<Uint8Array> }>> = {
  "shapes.jpg": { type: "image/jpeg", read: () => demoMedia("shapes.jpg") },
  "colors.mp4": { type: "video/mp4", read: () => demoMedia("colors.mp4") },
  "long.gif": { type: "image/gif", read: async () => createLongGif(500) },
};

/**
 * Opens a server that forwards the requests of each case to the case's own emulator, so that cases do not affect each
 * other, and records the traffic. It also serves the page to a browser and adds the API key to the page's requests.
 *
 * @param page - the script of the page.
 */
export async function openGateway(page: string): Promise<Gateway> {
  const backends = new Map<string, Promise<CaseBackend>>();
  const getBackend = (slug: string): Promise<CaseBackend> => {
    const backend = backends.get(slug) ?? openBackend(slug);
    backends.set(slug, backend);
    return backend;
  };
  const server = createServer((request, response) => {
    handle(request, { response, getBackend, page }).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });
  const origin = `http://127.0.0.1:${await readPort(server.listen(0, "127.0.0.1"))}`;
  return {
    origin,
    readUnexpected: async () => {
      const all = await Promise.all(backends.values());
      return new Map(
        all
          .filter(({ unexpected }) => unexpected.size > 0)
          .map(({ conformanceCase, unexpected }) => [conformanceCase.name, [...unexpected]]),
      );
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      for (const backend of backends.values()) await (await backend).server.emulator.close();
      for (const backend of backends.values()) await (await backend).server.close();
    },
  };
}

/** Finds a URL at which no server listens. */
export async function findDeadUrl(): Promise<string> {
  return `http://127.0.0.1:${await findClosedPort()}`;
}

async function readPort(server: Server): Promise<number> {
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The server has no port.");
  return address.port;
}

async function openBackend(slug: string): Promise<CaseBackend> {
  const conformanceCase = CASES.find(({ name }) => toSlug(name) === slug);
  if (conformanceCase === undefined) throw new Error(`There is no case ${slug}.`);
  const emulator = createEmulator(conformanceCase.emulator);
  return {
    conformanceCase,
    server: await listen({ emulator }),
    exchanges: [],
    callbacks: [],
    unexpected: new Set(),
  };
}

const CHUNKED = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

async function handle(
  request: IncomingMessage,
  context: {
    readonly response: ServerResponse;
    readonly getBackend: (slug: string) => Promise<CaseBackend>;
    readonly page: string;
  },
): Promise<void> {
  const { response, getBackend, page } = context;
  const { pathname } = new URL(request.url ?? "/", "http://gateway");
  const [, area, name = "", kind] = pathname.split("/");
  if (area === "" || area === "favicon.ico")
    return respond(response, {
      type: "text/html",
      body: "<!doctype html><title>Hivekit</title><script type=module src=/page.js></script>",
    });
  if (area === "page.js") return respond(response, { type: "text/javascript", body: page });
  const media = area === "media" ? MEDIA[name] : undefined;
  if (media !== undefined) return respond(response, { type: media.type, body: await media.read() });
  if (area !== "cases") throw new Error(`There is nothing at ${pathname}.`);
  const backend = await getBackend(name);
  if (kind !== "observed" && kind !== "callback") {
    for (const part of findUnexpected(request, backend.conformanceCase.project)) backend.unexpected.add(part);
  }
  switch (kind) {
    case "api":
      return forward(request, {
        response,
        backend,
        path: (request.url ?? "").slice(`/cases/${name}`.length),
      });
    case "observed":
      return respond(response, { type: "application/json", body: JSON.stringify(readTraffic(backend)) });
    case "callback":
      backend.callbacks.push({ url: `https://app.example${request.url}`, body: await readText(request) });
      response.writeHead(204).end();
      return;
    case "redirect":
      await readText(request);
      response.writeHead(307, { location: pathname.replace("/redirect", "") }).end();
      return;
    case "page":
      await readText(request);
      return respond(response, {
        type: "text/html",
        body: "<!doctype html><title>Welcome to the hotel</title>",
      });
    case "silence":
      return;
    case "broken":
      await readText(request);
      request.socket.resetAndDestroy();
      return;
    // Not HTTP, a malformed header and a malformed chunk, each with the request.
    case "not-http":
    case "bad-header":
    case "bad-chunk": {
      const received = `${request.headers.authorization} ${await readText(request)}`.replaceAll(/\s+/g, " ");
      const start = { "not-http": "", "bad-header": "HTTP/1.1 200 OK\r\nx y ", "bad-chunk": CHUNKED }[kind];
      request.socket.end(`${start}${received}\r\n\r\n`);
      return;
    }
    default:
      throw new Error(`There is nothing at ${pathname}.`);
  }
}

function respond(
  response: ServerResponse,
  { type, body }: { readonly type: string; readonly body: string | Uint8Array },
): void {
  response.writeHead(200, { "content-type": type }).end(body);
}

function readTraffic({ server, exchanges, callbacks }: CaseBackend): ObservedTraffic {
  const { journal, tasks } = server.emulator;
  return { journal, queued: tasks.list({ state: "queued" }).length, exchanges, callbacks };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** Forwards a request and its response while they arrive, including their failures. */
function forward(
  request: IncomingMessage,
  {
    response,
    backend,
    path,
  }: { readonly response: ServerResponse; readonly backend: CaseBackend; readonly path: string },
): void {
  const contentLength = request.headers["content-length"];
  const exchange: CaseBackend["exchanges"][number] = {
    route: `${request.method} ${path.replace(/\?.*/, "")}`,
    lengthBytes: contentLength === undefined ? null : Number(contentLength),
    receivedBytes: 0,
    state: "open",
  };
  backend.exchanges.push(exchange);
  const scheme = path.startsWith("/api/v3/") ? "Bearer" : "Token";
  const headers = { authorization: `${scheme} ${backend.conformanceCase.project}`, ...request.headers };
  const forwarded = requestOf(backend.server.url + path, { method: request.method, headers, agent: false });
  forwarded.on("response", (upstream) => {
    response.writeHead(upstream.statusCode ?? 502, upstream.headers);
    upstream.on("error", () => request.socket.resetAndDestroy());
    upstream.pipe(response);
  });
  forwarded.on("error", () => request.socket.resetAndDestroy());
  let end = Buffer.alloc(0);
  request.on("data", (chunk: Buffer) => {
    exchange.receivedBytes += chunk.length;
    const { project } = backend.conformanceCase;
    // The key may be split across two chunks.
    const received = Buffer.concat([end, chunk]);
    if (received.includes(project)) backend.unexpected.add("the key in the body");
    end = received.subarray(-project.length);
  });
  request.pipe(forwarded);
  response.on("close", () => {
    exchange.state = response.writableFinished ? "answered" : "closed";
    forwarded.destroy();
  });
}
