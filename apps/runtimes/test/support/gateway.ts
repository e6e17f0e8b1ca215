import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, request as requestOf } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { createEmulator } from "@hivekit/emulator";
import { listen } from "@hivekit/emulator/node";
import type { EmulatorServer } from "@hivekit/emulator/node";
import { slugOf } from "../../src/conformance/case-context.ts";
import { CASES } from "../../src/conformance/cases.ts";
import type { ConformanceCase } from "../../src/conformance/conformance-case.ts";
import type { Exchange, Seen } from "../../src/conformance/seen.ts";
import { longGif } from "./long-gif.ts";
import { straysIn } from "./strays-in.ts";

/** The server that one run of the suite talks to. */
export type Gateway = {
  /** Its address, without a slash at the end. */
  readonly origin: string;
  /** What was strange about the requests of a case, by the case's name; a case is missing if nothing was. See {@link straysIn}. */
  readonly strays: () => Promise<ReadonlyMap<string, readonly string[]>>;
  /** Ends it, and the emulators behind it. */
  readonly close: () => Promise<void>;
};

/** What one case has behind the gateway. */
type CaseDesk = {
  readonly case_: ConformanceCase;
  readonly server: EmulatorServer;
  readonly exchanges: { -readonly [Key in keyof Exchange]: Exchange[Key] }[];
  readonly callbacks: { readonly url: string; readonly body: string }[];
  readonly strays: Set<string>;
};

const demoMedia = (name: string): Promise<Buffer> =>
  readFile(fileURLToPath(new URL(`../../../../demo-media/${name}`, import.meta.url)));

const MEDIA: Readonly<Record<string, { readonly type: string; readonly read: () => Promise<Uint8Array> }>> = {
  "shapes.jpg": { type: "image/jpeg", read: () => demoMedia("shapes.jpg") },
  "colors.mp4": { type: "video/mp4", read: () => demoMedia("colors.mp4") },
  "long.gif": { type: "image/gif", read: async () => longGif(500) },
};

/**
 * Opens a server that passes the requests of each case on to an emulator of that case's own, so that no case disturbs another, and remembers
 * what has come. To a page it is its own server: same origin, and the one that knows the keys.
 *
 * @param page - What is served for a browser: a script.
 */
export async function openGateway(page: string): Promise<Gateway> {
  const desks = new Map<string, Promise<CaseDesk>>();
  const deskOf = (slug: string): Promise<CaseDesk> => {
    const desk = desks.get(slug) ?? openDesk(slug);
    desks.set(slug, desk);
    return desk;
  };
  const server = createServer((request, response) => {
    answer(request, { response, deskOf, page }).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });
  const origin = `http://127.0.0.1:${await portOf(server.listen(0, "127.0.0.1"))}`;
  return {
    origin,
    strays: async () => {
      const all = await Promise.all(desks.values());
      return new Map(
        all.filter(({ strays }) => strays.size > 0).map(({ case_, strays }) => [case_.name, [...strays]]),
      );
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      for (const desk of desks.values()) await (await desk).server.emulator.close();
      for (const desk of desks.values()) await (await desk).server.close();
    },
  };
}

/** An address at which nobody listens any more. */
export async function findDeadUrl(): Promise<string> {
  const server = createServer();
  const port = await portOf(server.listen(0, "127.0.0.1"));
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}`;
}

async function portOf(server: Server): Promise<number> {
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The server has no port.");
  return address.port;
}

async function openDesk(slug: string): Promise<CaseDesk> {
  const case_ = CASES.find(({ name }) => slugOf(name) === slug);
  if (case_ === undefined) throw new Error(`There is no case ${slug}.`);
  const emulator = createEmulator(case_.emulator);
  return { case_, server: await listen({ emulator }), exchanges: [], callbacks: [], strays: new Set() };
}

async function answer(
  request: IncomingMessage,
  context: {
    readonly response: ServerResponse;
    readonly deskOf: (slug: string) => Promise<CaseDesk>;
    readonly page: string;
  },
): Promise<void> {
  const { response, deskOf, page } = context;
  const { pathname } = new URL(request.url ?? "/", "http://gateway");
  const [, area, name = "", kind] = pathname.split("/");
  if (area === "" || area === "favicon.ico")
    return reply(response, {
      type: "text/html",
      body: "<!doctype html><title>Hivekit</title><script type=module src=/page.js></script>",
    });
  if (area === "page.js") return reply(response, { type: "text/javascript", body: page });
  const media = area === "media" ? MEDIA[name] : undefined;
  if (media !== undefined) return reply(response, { type: media.type, body: await media.read() });
  if (area !== "cases") throw new Error(`There is nothing at ${pathname}.`);
  const desk = await deskOf(name);
  if (kind !== "seen" && kind !== "callback") {
    for (const stray of straysIn(request, desk.case_.project)) desk.strays.add(stray);
  }
  switch (kind) {
    case "api":
      return passOn(request, { response, desk, path: (request.url ?? "").slice(`/cases/${name}`.length) });
    case "seen":
      return reply(response, { type: "application/json", body: JSON.stringify(seenBy(desk)) });
    case "callback":
      desk.callbacks.push({ url: `https://app.example${request.url}`, body: await textOf(request) });
      response.writeHead(204).end();
      return;
    case "redirect":
      await textOf(request);
      response.writeHead(307, { location: pathname.replace("/redirect", "") }).end();
      return;
    case "page":
      await textOf(request);
      return reply(response, {
        type: "text/html",
        body: "<!doctype html><title>Welcome to the hotel</title>",
      });
    case "silence":
      return;
    case "broken":
      await textOf(request);
      request.socket.resetAndDestroy();
      return;
    default:
      throw new Error(`There is nothing at ${pathname}.`);
  }
}

function reply(
  response: ServerResponse,
  { type, body }: { readonly type: string; readonly body: string | Uint8Array },
): void {
  response.writeHead(200, { "content-type": type }).end(body);
}

function seenBy({ server, exchanges, callbacks }: CaseDesk): Seen {
  const { journal, tasks } = server.emulator;
  return { journal, queued: tasks.list({ state: "queued" }).length, exchanges, callbacks };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString("utf8");
}

/** Passes a request on as it comes, and the answer back as it comes, with whatever befalls either. */
function passOn(
  request: IncomingMessage,
  {
    response,
    desk,
    path,
  }: { readonly response: ServerResponse; readonly desk: CaseDesk; readonly path: string },
): void {
  const announced = request.headers["content-length"];
  const exchange: CaseDesk["exchanges"][number] = {
    route: `${request.method} ${path.replace(/\?.*/, "")}`,
    lengthBytes: announced === undefined ? null : Number(announced),
    receivedBytes: 0,
    state: "open",
  };
  desk.exchanges.push(exchange);
  const scheme = path.startsWith("/api/v3/") ? "Bearer" : "Token";
  const headers = { authorization: `${scheme} ${desk.case_.project}`, ...request.headers };
  const onward = requestOf(desk.server.url + path, { method: request.method, headers, agent: false });
  onward.on("response", (answered) => {
    response.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.on("error", () => request.socket.resetAndDestroy());
    answered.pipe(response);
  });
  onward.on("error", () => request.socket.resetAndDestroy());
  let end = Buffer.alloc(0);
  request.on("data", (piece: Buffer) => {
    exchange.receivedBytes += piece.length;
    const { project } = desk.case_;
    const seen = Buffer.concat([end, piece]);
    if (seen.includes(project)) desk.strays.add("the key in the body");
    end = seen.subarray(-project.length);
  });
  request.pipe(onward);
  response.on("close", () => {
    exchange.state = response.writableFinished ? "answered" : "closed";
    onward.destroy();
  });
}
