import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator } from "@hivekit/emulator";
import type { Emulator, EmulatorOptions } from "@hivekit/emulator";
import { listen } from "@hivekit/emulator/node";
import type { INestApplication } from "@nestjs/common";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { expect } from "vitest";
import type { Item, ItemDetail } from "../api/desk-api.ts";
import { createApp } from "../src/create-app.ts";
import { openDatabase } from "../src/database.ts";
import { emulatedProjects, LABELING_PROJECT } from "../src/emulated-projects.ts";
import { DEMO_FOLDER } from "../src/folders.ts";
import type { Project } from "../src/project.ts";

/** One event of the desk's streams. */
export type DeskEvent = { readonly type: string | undefined; readonly data: unknown };

/** How a desk is opened. */
export type DeskOptions = {
  /** A PostgreSQL database; PGlite without. */
  readonly databaseUrl?: string | undefined;
  readonly emulator?: EmulatorOptions;
  /** Puts something in place of the emulator's projects. */
  readonly projects?: (projects: readonly Project[]) => readonly Project[];
  readonly maxUploadBytes?: number;
  readonly lookEveryMs?: number;
};

/** The desk on a free port, over an emulator on another one. */
export type OpenDesk = AsyncDisposable & {
  readonly url: string;
  readonly folder: string;
  readonly emulator: Emulator;
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** What a route answers, as JSON. */
  readonly get: <Body>(path: string) => Promise<Body>;
  /** Submits, and gives the item as it was answered. */
  readonly submit: (fields: Record<string, string | File>) => Promise<Item>;
  /** Waits until an item is in a state; fails if it never is. */
  readonly reach: (id: string, state: Item["state"]) => Promise<ItemDetail>;
  /** Ends the app and its database, and leaves the emulator. */
  readonly close: () => Promise<void>;
  /** Opens them again over the same data. */
  readonly reopen: () => Promise<void>;
};

/** Starts the whole: emulator, database, Nest app, all over real sockets. */
export async function openDesk(options: DeskOptions = {}): Promise<OpenDesk> {
  const server = await listen({
    emulator: createEmulator({
      ...options.emulator,
      projects: [LABELING_PROJECT, ...(options.emulator?.projects ?? [])],
    }),
  });
  const folder = await mkdtemp(join(tmpdir(), "hivekit-desk-"));
  const known = emulatedProjects(server);
  const projects = options.projects?.(known) ?? known;
  let open: {
    readonly app: INestApplication;
    readonly database: AsyncDisposable;
    readonly url: string;
  } | null = null;

  const reopen = async (): Promise<void> => {
    const database = await openDatabase(options.databaseUrl, folder);
    const app = await createApp({
      projects,
      database: database.database,
      mediaFolder: join(folder, "media"),
      maxUploadBytes: options.maxUploadBytes ?? 1_000_000,
      isLive: false,
      ...(options.lookEveryMs === undefined ? {} : { lookEveryMs: options.lookEveryMs }),
    });
    await app.listen(open === null ? 0 : new URL(open.url).port, "127.0.0.1");
    open = { app, database, url: await app.getUrl() };
  };
  const close = async (): Promise<void> => {
    await open?.app.close();
    await open?.database[Symbol.asyncDispose]();
  };
  await reopen();
  const { url } = open ?? { url: "" };
  const get = async <Body>(path: string): Promise<Body> => {
    const response = await fetch(`${url}${path}`);
    expect({ path, status: response.status }).toEqual({ path, status: 200 });
    return response.json();
  };
  return {
    url,
    folder,
    emulator: server.emulator,
    fetch: (path, init) => fetch(`${url}${path}`, init),
    get,
    submit: async (fields) => {
      const response = await fetch(`${url}/api/items`, { method: "POST", body: formOf(fields) });
      expect(response.status).toBe(201);
      return response.json();
    },
    reach: (id, state) =>
      expect
        .poll(() => get<ItemDetail>(`/api/items/${id}`), { timeout: 20_000, interval: 50 })
        .toMatchObject({ state })
        .then(() => get<ItemDetail>(`/api/items/${id}`)),
    close,
    reopen,
    [Symbol.asyncDispose]: async () => {
      await close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A form as the page sends it. */
export function formOf(fields: Record<string, string | File>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

/** A demo file as a form takes it, perhaps under another name. */
export async function demoFile(name: string, filename = name): Promise<File> {
  return new File([await readFile(join(DEMO_FOLDER, name))], filename);
}

/** Reads a response as server-sent events. */
export async function* eventsOf(response: Response): AsyncGenerator<DeskEvent> {
  if (response.body === null) throw new Error("the response has no body");
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  for await (const { event, data } of events) yield { type: event, data: JSON.parse(data) };
}
