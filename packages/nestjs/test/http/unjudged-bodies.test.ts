import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import fastifyMultipart from "@fastify/multipart";
import type { FastifyMultipartAttachFieldsToBodyOptions, FastifyMultipartOptions } from "@fastify/multipart";
import { createEmulator } from "@hivekit/emulator";
import type { Verdict } from "@hivekit/core/policy";
import { HiveExceptionFilter, HiveModule, HiveVerdict, HiveVerdictInterceptor } from "@hivekit/nestjs";
import { All, Body, Controller, Injectable, Module, UseFilters, UseInterceptors } from "@nestjs/common";
import type { CallHandler, ExecutionContext, INestApplication, NestInterceptor } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import {
  AnyFilesInterceptor,
  FileFieldsInterceptor,
  FileInterceptor,
  FilesInterceptor,
  NoFilesInterceptor,
} from "@nestjs/platform-express";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { FastifyAdapter } from "@nestjs/platform-fastify";
import type { NestFastifyApplication } from "@nestjs/platform-fastify";
import { FileInterceptor as FastifyFileInterceptor } from "@nestjs/platform-fastify/multipart";
import { describe, expect, it } from "vitest";
import { openApp } from "../support/open-app.ts";
import { PNG } from "../support/png.ts";
import { TakeFile } from "../support/take-file.ts";

const policy = { block: { gun_in_hand: 0.9 } };
/** The bodies that reached a handler without a verdict. */
let unjudged: unknown[] = [];

type Interceptors = Parameters<typeof UseInterceptors>;

/** Creates a controller that judges optional uploads. */
function createController(before: Interceptors, after: Interceptors = []) {
  @Controller()
  @UseFilters(HiveExceptionFilter)
  class UploadsController {
    @All()
    @UseInterceptors(...before, HiveVerdictInterceptor({ policy, isOptional: true }), ...after)
    upload(@HiveVerdict() verdict: Verdict | null, @Body() body: unknown) {
      if (verdict === null) unjudged.push(body);
      return { decision: verdict?.decision ?? null };
    }
  }
  return UploadsController;
}

async function openDesk(options: {
  readonly before?: Interceptors;
  readonly after?: Interceptors;
  readonly prepare?: (nest: NestExpressApplication) => void;
}) {
  unjudged = [];
  const emulator = createEmulator({ rules: [{ match: { name: "gun.*" }, classes: { gun_in_hand: 0.97 } }] });
  const hive = HiveModule.forRoot({ apiKey: "demo-visual", fetch: emulator.fetch, logger: false });
  const controllers = [createController(options.before ?? [], options.after)];
  const prepare = (nest: INestApplication): void => {
    // `openApp` creates the app with the adapter of Express.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
    options.prepare?.(nest as NestExpressApplication);
  };
  return { emulator, ...(await openApp({ imports: [hive], controllers }, { prepare })) };
}

/** Creates a form with the given parts, which are files if they are bytes. */
function createForm(parts: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts)) {
    if (typeof value === "string") form.set(name, value);
    else form.set(name, new Blob([value], { type: "image/png" }), "gun.png");
  }
  return form;
}

async function send(url: string, body: RequestInit["body"], type?: string) {
  const headers = type === undefined ? {} : { "content-type": type };
  const response = await fetch(url, { method: "POST", body: body ?? null, headers });
  return { status: response.status, body: await response.json() };
}

/** A middleware that reads the request and keeps the body in a property. */
function readInto(property: string, convert: (bytes: Buffer) => unknown = (bytes) => bytes) {
  return async (request: IncomingMessage, _response: ServerResponse, next: () => void) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    Object.assign(request, { [property]: convert(Buffer.concat(chunks)) });
    next();
  };
}

const everything = { type: () => true };
const form = () => createForm({ note: "a", file: PNG });

/** The set-ups of an app in which the interceptor sees no upload, although the request has one. */
const SETUPS: readonly (readonly [string, (nest: NestExpressApplication) => void])[] = [
  ["express.raw", (nest) => nest.useBodyParser("raw", everything)],
  ["express.text", (nest) => nest.useBodyParser("text", everything)],
  ["express.urlencoded", (nest) => nest.useBodyParser("urlencoded", { ...everything, extended: false })],
  ["a middleware that stores the body", (nest) => nest.use(readInto("body"))],
  ["a middleware that stores the body elsewhere", (nest) => nest.use(readInto("upload"))],
  ["a middleware that stores the body where Fastify has its request", (nest) => nest.use(readInto("raw"))],
  [
    "a middleware that parses the form itself",
    (nest) => nest.use(readInto("body", (bytes) => ({ note: "a", file: bytes }))),
  ],
  [
    "a middleware that parses the form and stores the file elsewhere",
    (nest) => nest.use(readInto("body", () => ({ note: "a" }))),
  ],
  [
    "a middleware that leaves files in the body of multer",
    (nest) =>
      nest.use(readInto("body", (bytes) => Object.assign(Object.create(null), { photos: [{ bytes }] }))),
  ],
  ["no parser", () => {}],
];

describe.each(SETUPS)("an optional upload behind %s", (_, prepare) => {
  it("does not reach the handler unjudged in a form, with or without an upload interceptor", async () => {
    for (const before of [[], [FileInterceptor("file")], [AnyFilesInterceptor()]]) {
      await using desk = await openDesk({ before, prepare });
      const response = await send(desk.url, form());
      // Without a middleware, multer parses the form.
      if (response.status === 422) expect(response.body).toMatchObject({ decision: "block" });
      else expect([400, 500]).toContain(response.status);
      expect(unjudged).toEqual([]);
    }
  });

  it("does not reach the handler in a form with a preamble and a pause, before an upload interceptor", async () => {
    await using desk = await openDesk({ after: [AnyFilesInterceptor()], prepare });
    const { hostname, port } = new URL(desk.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n" +
        "Content-Type: multipart/form-data; boundary=b\r\n\r\n8\r\npreamble\r\n",
    );
    await sleep(300);
    const part =
      '\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="gun.png"\r\n\r\nGUN\r\n--b--\r\n';
    socket.end(`${part.length.toString(16)}\r\n${part}\r\n0\r\n\r\n`);
    let text = "";
    socket.on("data", (chunk) => (text += String(chunk)));
    await once(socket, "close");
    expect(text).toMatch(/^HTTP\/1\.1 500 /);
    expect(unjudged).toEqual([]);
  });

  it.each([
    ["image/jpeg", PNG],
    ["application/octet-stream", PNG],
    ["text/plain", "hello"],
    ["application/json", '{"image":"data:image/png;base64,iVBO"}'],
    ["application/x-www-form-urlencoded", "image=iVBO"],
  ])("does not reach the handler as a body of type %s", async (type, body) => {
    for (const before of [[], [FileInterceptor("file")]]) {
      await using desk = await openDesk({ before, prepare });
      expect(await send(desk.url, body, type)).toMatchObject({ status: 400, body: { kind: "input" } });
      // Chunked, so without a length.
      const init: RequestInit & { readonly duplex: "half" } = {
        method: "POST",
        body: new Blob([body]).stream(),
        headers: { "content-type": type },
        duplex: "half",
      };
      const response = await fetch(desk.url, init);
      expect(response.status).toBe(400);
      expect(unjudged).toEqual([]);
    }
  });
});

describe("a request with nothing to judge", () => {
  it.each([
    ["FileInterceptor", FileInterceptor("file")],
    ["FilesInterceptor", FilesInterceptor("file")],
    ["AnyFilesInterceptor", AnyFilesInterceptor()],
    ["FileFieldsInterceptor", FileFieldsInterceptor([{ name: "file" }])],
    ["NoFilesInterceptor", NoFilesInterceptor()],
  ])("reaches the handler if it has no body, or is a form that %s has parsed", async (_, interceptor) => {
    await using desk = await openDesk({ before: [interceptor] });
    const nothing = { status: 200, body: { decision: null } };
    expect(
      await send(desk.url, createForm({ note: "a", "tags[]": "b", "deep[er]": "c".repeat(10_000) })),
    ).toEqual(nothing);
    // The file inputs that a visitor leaves empty.
    const empty = new FormData();
    for (const name of ["file", "b", "c"]) empty.set(name, new Blob([]), "");
    expect(await send(desk.url, empty)).toEqual(nothing);
    expect(await send(desk.url, null)).toEqual(nothing);
    expect(await send(desk.url, "", "application/json")).toEqual(nothing);
    expect((await fetch(desk.url)).status).toBe(200);
    expect(unjudged).toHaveLength(5);
    desk.emulator.verify.none();
  });

  it("does not include a form with a file that a filter of multer dropped", async () => {
    const before = [AnyFilesInterceptor({ fileFilter: (_request, _file, done) => done(null, false) })];
    await using desk = await openDesk({ before });
    const large = new Uint8Array(20_000);
    large.set(PNG);
    expect(await send(desk.url, createForm({ note: "a", file: large }))).toMatchObject({ status: 400 });
    expect(unjudged).toEqual([]);
  });
});

describe("an optional upload on Fastify", () => {
  async function openFastify(
    interceptor: Interceptors[number],
    plugin?: FastifyMultipartOptions | FastifyMultipartAttachFieldsToBodyOptions,
  ) {
    unjudged = [];
    const emulator = createEmulator({
      rules: [{ match: { name: "gun.*" }, classes: { gun_in_hand: 0.97 } }],
    });
    const hive = HiveModule.forRoot({ apiKey: "demo-visual", fetch: emulator.fetch, logger: false });
    @Module({ imports: [hive], controllers: [createController([interceptor])] })
    class AppModule {}
    const nest = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), {
      logger: false,
    });
    if (plugin !== undefined) await nest.register(fastifyMultipart, plugin);
    nest.useBodyParser("image/jpeg", {}, (_request, body, done) => done(null, body));
    await nest.listen(0, "127.0.0.1");
    return { url: await nest.getUrl(), [Symbol.asyncDispose]: () => nest.close() };
  }

  /** An interceptor for `@fastify/multipart` that cannot detect that the plugin has read the form. */
  @Injectable()
  class TakeFirst implements NestInterceptor {
    async intercept(context: ExecutionContext, next: CallHandler) {
      const request = context.switchToHttp().getRequest<{
        isMultipart(): boolean;
        file(): Promise<{ readonly filename: string; toBuffer(): Promise<Buffer> } | undefined>;
      }>();
      const upload = request.isMultipart() ? await request.file() : undefined;
      const file = upload && { originalname: upload.filename, buffer: await upload.toBuffer() };
      Object.assign(request, { file, files: undefined });
      return next.handle();
    }
  }

  const large = new Uint8Array(20_000);
  large.set(PNG);

  it.each([
    ["TakeFile of the README", TakeFile],
    ["an interceptor that takes the first file", TakeFirst],
    ["Nest's FileInterceptor", FastifyFileInterceptor("file")],
  ] as const)(
    "does not reach the handler unjudged if %s and attachFieldsToBody read the form",
    async (_, taker) => {
      for (const attachFieldsToBody of [true, "keyValues"] as const) {
        await using desk = await openFastify(taker, { attachFieldsToBody });
        for (const parts of [{ note: "a", file: large }, { file: large }, { file: large, note: "a" }]) {
          const { status } = await send(desk.url, createForm(parts));
          expect([400, 500]).toContain(status);
        }
        expect(unjudged).toEqual([]);
      }
    },
  );

  it("is judged with TakeFile of the README, and a second file is rejected", async () => {
    await using desk = await openFastify(TakeFile, {});
    expect(await send(desk.url, form())).toMatchObject({ status: 422, body: { decision: "block" } });
    expect(await send(desk.url, createForm({ a: PNG, b: PNG }))).toMatchObject({ status: 413 });
    expect(unjudged).toEqual([]);
    expect(await send(desk.url, createForm({ note: "a" }))).toEqual({
      status: 200,
      body: { decision: null },
    });
    expect(await send(desk.url, null)).toEqual({ status: 200, body: { decision: null } });
    expect(unjudged).toEqual([{ note: "a" }, undefined]);
  });

  it("does not reach the handler as a body that is not a form", async () => {
    for (const taker of [TakeFile, FastifyFileInterceptor("file")]) {
      await using desk = await openFastify(taker, {});
      expect(await send(desk.url, PNG, "image/jpeg")).toMatchObject({ status: 400 });
      expect(await send(desk.url, '{"image":"iVBO"}', "application/json")).toMatchObject({ status: 400 });
      expect(unjudged).toEqual([]);
    }
  });
});

it("detects a body on HTTP/2, which needs no header for it", async () => {
  unjudged = [];
  const emulator = createEmulator();
  const hive = HiveModule.forRoot({ apiKey: "demo-visual", fetch: emulator.fetch, logger: false });
  @Module({ imports: [hive], controllers: [createController([])] })
  class AppModule {}
  const adapter = new FastifyAdapter({ http2: true });
  const nest = await NestFactory.create<NestFastifyApplication>(AppModule, adapter, { logger: false });
  nest.useBodyParser("image/jpeg", {}, (_request, body, done) => done(null, body));
  await nest.listen(0, "127.0.0.1");
  const client = connectHttp2(await nest.getUrl());
  const request = async (body: Uint8Array | null) => {
    const stream = client.request(
      { ":method": "POST", ":path": "/", "content-type": "image/jpeg" },
      { endStream: body === null },
    );
    if (body !== null) stream.end(body);
    const [headers] = await once(stream, "response");
    stream.resume();
    return headers[":status"];
  };
  expect(await request(PNG)).toBe(400);
  expect(unjudged).toEqual([]);
  expect(await request(null)).toBe(200);
  expect(unjudged).toHaveLength(1);
  client.close();
  await nest.close();
});
