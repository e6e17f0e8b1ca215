import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createEmulator } from "@hivekit/emulator";
import { listen } from "@hivekit/emulator/node";
import type { Emulator } from "@hivekit/emulator";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { createApp, DEMO_FOLDER } from "../src/create-app.ts";
import { emulatedProjects } from "../src/project.ts";
import type { Project } from "../src/project.ts";

/** One event of the desk's stream. */
export type DeskEvent = { readonly type: string | undefined; readonly data: Record<string, unknown> };

/** The desk on a free port, over an emulator on another one. */
export type OpenDesk = AsyncDisposable & {
  readonly url: string;
  readonly emulator: Emulator;
  /** Posts a form to a route. */
  readonly post: (
    route: string,
    fields: Record<string, string | File>,
    init?: Pick<RequestInit, "headers" | "signal">,
  ) => Promise<Response>;
};

/** Starts the whole: emulator, Nest app, both over real sockets. Projects that are given replace those of the emulator. */
export async function openDesk(projects?: readonly Project[]): Promise<OpenDesk> {
  const server = await listen({ emulator: createEmulator({ labels: ["yes"] }) });
  const app = await createApp(projects ?? emulatedProjects(server));
  await app.listen(0, "127.0.0.1");
  const url = await app.getUrl();
  return {
    url,
    emulator: server.emulator,
    post: async (route, fields, init = {}) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      return fetch(`${url}/${route}`, { method: "POST", body, ...init });
    },
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await server.close();
    },
  };
}

/** A demo file as a form takes it. */
export async function demoFile(name: string, type: string): Promise<File> {
  return new File([await readFile(join(DEMO_FOLDER, name))], name, { type });
}

/** Reads a response as server-sent events. */
export async function* eventsOf(response: Response): AsyncGenerator<DeskEvent> {
  if (response.body === null) throw new Error("the response has no body");
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  for await (const { event, data } of events) yield { type: event, data: JSON.parse(data) };
}

/** Reads a response as server-sent events, to its end. */
export async function collect(response: Response): Promise<DeskEvent[]> {
  const events: DeskEvent[] = [];
  for await (const event of eventsOf(response)) events.push(event);
  return events;
}
