import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator } from "@hivekit/emulator";
import type { Emulator, EmulatorOptions } from "@hivekit/emulator";
import { listen } from "@hivekit/emulator/node";
import type { INestApplication } from "@nestjs/common";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { expect } from "vitest";
import type { Item, ItemDetail, ItemPage } from "../../api/desk-api.ts";
import { createApp } from "../../src/app/create-app.ts";
import { createEmulatedProjects, LABELING_PROJECT } from "../../src/config/emulated-projects.ts";
import { DEMO_FOLDER } from "../../src/config/folders.ts";
import type { Project } from "../../src/config/project.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import type { OpenDatabase } from "../../src/database/open-database.ts";
import { createFrameHold } from "./hold-frames.ts";
import type { FrameHold } from "./hold-frames.ts";

/** An event of the desk's event streams. */
export type DeskEvent = {
  readonly type: string | undefined;
  readonly id: string | undefined;
  readonly data: unknown;
};

/** The options of {@link openDesk}. */
export type DeskOptions = {
  /** The URL of a PostgreSQL database. Without it, the desk uses PGlite. */
  readonly databaseUrl?: string | undefined;
  readonly emulator?: EmulatorOptions;
  /** Replaces the emulator's projects. */
  readonly projects?: (projects: readonly Project[]) => readonly Project[];
  readonly maxUploadBytes?: number;
  readonly pollIntervalMs?: number;
  readonly sweepIntervalMs?: number;
};

/** The desk on a free port, with an emulator on another one. */
export type OpenDesk = AsyncDisposable & {
  readonly url: string;
  readonly folder: string;
  /** Returns the folder of the media, which depends on the database. */
  readonly mediaFolder: () => string;
  readonly emulator: Emulator;
  /** Holds back frames of the emulator's projects. */
  readonly hold: FrameHold;
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** Sends a POST request with a JSON body. */
  readonly post: (path: string, body?: unknown) => Promise<Response>;
  /** Reads the JSON response of a route. */
  readonly get: <Body>(path: string) => Promise<Body>;
  /** Submits content and returns the item of the response. */
  readonly submit: (fields: Record<string, string | File>) => Promise<Item>;
  /** Waits until an item has a state. */
  readonly reachState: (id: string, state: Item["state"]) => Promise<ItemDetail>;
  /** Waits until an item in progress has exactly `frameCount` frames. */
  readonly reachFrames: (id: string, frameCount: number) => Promise<void>;
  /** Waits until no item is `submitting`. */
  readonly settle: () => Promise<void>;
  /** Counts the open connections to the desk. */
  readonly countConnections: () => Promise<number>;
  /** Closes the app and its database, but not the emulator. */
  readonly close: () => Promise<void>;
  /** Opens the app and its database again, with the same data. */
  readonly reopen: () => Promise<void>;
};

/** Starts an emulator, a database and the Nest app, connected by real sockets. */
export async function openDesk(options: DeskOptions = {}): Promise<OpenDesk> {
  const server = await listen({
    emulator: createEmulator({
      ...options.emulator,
      projects: [LABELING_PROJECT, ...(options.emulator?.projects ?? [])],
    }),
  });
  const folder = await mkdtemp(join(tmpdir(), "hivekit-desk-"));
  const hold = createFrameHold();
  const emulated = createEmulatedProjects(server).map((project) => ({
    ...project,
    options: { ...project.options, fetch: hold.fetch },
  }));
  const projects = options.projects?.(emulated) ?? emulated;
  let open: {
    readonly app: INestApplication;
    readonly database: OpenDatabase;
    readonly url: string;
  } | null = null;

  const reopen = async (): Promise<void> => {
    const database = await openDatabase(options.databaseUrl, folder);
    const app = await createApp({
      projects,
      database: database.database,
      mediaFolder: join(folder, "media", database.id),
      maxUploadBytes: options.maxUploadBytes ?? 1_000_000,
      isLive: false,
      writeRetryMs: 20,
      ...(options.pollIntervalMs === undefined ? {} : { pollIntervalMs: options.pollIntervalMs }),
      ...(options.sweepIntervalMs === undefined ? {} : { sweepIntervalMs: options.sweepIntervalMs }),
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
    mediaFolder: () => join(folder, "media", open?.database.id ?? ""),
    emulator: server.emulator,
    hold,
    fetch: (path, init) => fetch(`${url}${path}`, init),
    post: (path, body = {}) =>
      fetch(`${url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    get,
    submit: async (fields) => {
      const response = await fetch(`${url}/api/items`, { method: "POST", body: createForm(fields) });
      expect(response.status).toBe(201);
      return response.json();
    },
    reachState: (id, state) =>
      expect
        .poll(() => get<ItemDetail>(`/api/items/${id}`))
        .toMatchObject({ state })
        .then(() => get<ItemDetail>(`/api/items/${id}`)),
    reachFrames: (id, frameCount) =>
      expect
        .poll(() => get<ItemDetail>(`/api/items/${id}`))
        .toMatchObject({ state: "submitting", frameCount }),
    settle: () =>
      expect.poll(() => get<ItemPage>("/api/items?state=submitting")).toMatchObject({ items: [] }),
    countConnections: () => {
      const server: Server | undefined = open?.app.getHttpServer();
      return new Promise((resolve, reject) => {
        server?.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
      });
    },
    close,
    reopen,
    [Symbol.asyncDispose]: async () => {
      await close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Creates a form like the ones that the page sends. */
export function createForm(fields: Record<string, string | File>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

/** Reads a demo file, optionally under another name. */
export async function readDemoFile(name: string, filename = name): Promise<File> {
  return new File([await readFile(join(DEMO_FOLDER, name))], filename);
}

/** Reads a response as server-sent events. */
export async function* readEvents(response: Response): AsyncGenerator<DeskEvent> {
  if (response.body === null) throw new Error("The response has no body.");
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  for await (const { event, id, data } of events) yield { type: event, id, data: JSON.parse(data) };
}
