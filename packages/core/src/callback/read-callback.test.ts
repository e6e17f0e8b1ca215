import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { bodyOf } from "../../test/fake-fetch.ts";
import type { Task } from "../result/task.ts";
import { readCallback } from "./read-callback.ts";

const CALLBACK = JSON.stringify({
  id: "outer",
  project_id: 42,
  metadata: "post-7",
  status: [
    {
      status: { code: "0", message: "SUCCESS" },
      response: {
        input: {
          id: "inner",
          charge: "0.00100",
          model_type: "TEXT_CLASSIFICATION",
          media: { mimetype: null },
        },
        output: [
          {
            time: 0,
            classes: [
              { class: "yes_spam", score: 0.0007 },
              { class: "no_spam", score: 0.9993 },
            ],
            start_char_index: 0,
            end_char_index: 18,
          },
        ],
      },
    },
  ],
  resent_on: "2026-01-15T10:02:00.769Z",
  resent_by: "manual",
  from_cache: true,
});

const requestOf = (body: BodyInit, headers: Record<string, string> = {}): Request =>
  new Request("https://me.example/callback", { method: "POST", body, headers });

async function* chunksOf<Chunk>(...chunks: readonly Chunk[]): AsyncGenerator<Chunk> {
  yield* chunks;
}

function* slice(bytes: Uint8Array, sizeBytes: number): Generator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += sizeBytes) {
    yield bytes.subarray(start, start + sizeBytes);
  }
}

/** A request of Node that was read to its end, with what a body parser has left. */
function nodeRequest(left: object, lengthBytes?: number): Readonly<Record<string, unknown>> {
  const headers = lengthBytes === undefined ? {} : { "content-length": String(lengthBytes) };
  return { headers, readableDidRead: true, readableEnded: true, ...left };
}

/** A request of a library that does not use the runtime's classes. */
function foreignRequest(body: unknown): object {
  return { headers: new Map([["content-length", "10"]]), body, bodyUsed: false };
}

describe("readCallback", () => {
  it("reads a callback without code, user_id and created_on, with its outer id", async () => {
    for (const body of [requestOf(CALLBACK), bodyOf([CALLBACK.slice(0, 90), CALLBACK.slice(90)])]) {
      const task = await readCallback(body);
      expect(task).toMatchObject({
        id: "outer",
        metadata: "post-7",
        fromCache: true,
        userId: null,
        createdOn: null,
      });
      expect(task.results[0]).toMatchObject({ chargeUsd: 0.001, evaluated: true });
      expect(task.results[0]?.frames[0]).toMatchObject({
        kind: "text",
        scale: "probability",
        span: { start: 0, end: 18 },
      });
    }
  });

  it.each([
    ["not JSON", "<html>", "decode"],
    ["empty", "", "decode"],
    ["cut short", CALLBACK.slice(0, 200), "decode"],
    ["an acknowledgement", '{"task_id":"t"}', "decode"],
    ["a failed task", '{"id":"t","status":[{"status":{"code":"3300","message":"corrupt"}}]}', "task"],
  ])("rejects %s with an error of kind %s", async (_name, text, kind) => {
    await expect(readCallback(bodyOf([text]))).rejects.toMatchObject({ kind });
  });

  it("rejects a body that exceeds the limit, with or without content-length, without reading the rest", async () => {
    const announced = requestOf(CALLBACK, { "content-length": "1000000" });
    await expect(readCallback(announced, { maxBodyBytes: 1_000 })).rejects.toMatchObject({
      kind: "input",
      limit: 1_000,
      actual: 1_000_000,
      unit: "bytes",
    });
    let cancels = 0;
    const endless = bodyOf(
      Array.from({ length: 100 }, () => "x".repeat(100)),
      () => cancels++,
    );
    await expect(readCallback(endless, { maxBodyBytes: 250 })).rejects.toMatchObject({ actual: 300 });
    expect(cancels).toBe(1);
  });

  const bytes = new TextEncoder().encode(CALLBACK);

  it.each<[string, () => unknown]>([
    ["a request", () => requestOf(CALLBACK)],
    ["a response", () => new Response(CALLBACK)],
    ["a stream", () => bodyOf([CALLBACK])],
    ["an async iterable", () => chunksOf(bytes)],
    ["a stream of Node", () => Readable.from([bytes.subarray(0, 9), bytes.subarray(9)])],
    ["a string", () => CALLBACK],
    ["a Buffer", () => Buffer.from(CALLBACK)],
    ["bytes", () => bytes],
    ["a part of a buffer", () => new Uint8Array([32, ...bytes, 120]).subarray(0, -1)],
    ["an ArrayBuffer", () => bytes.buffer],
    ["a parsed body", () => JSON.parse(CALLBACK)],
    ["a parsed body without a prototype", () => Object.assign(Object.create(null), JSON.parse(CALLBACK))],
    ["a request of a library whose body is a stream of Node", () => foreignRequest(Readable.from([bytes]))],
    ["a request that a body parser has read", () => nodeRequest({ body: JSON.parse(CALLBACK) })],
    ["a request that a text parser has read", () => nodeRequest({ body: CALLBACK })],
    ["a request that a raw parser has read", () => nodeRequest({ body: Buffer.from(CALLBACK) })],
    ["the raw body of such a request", () => nodeRequest({ rawBody: Buffer.from(CALLBACK), body: {} })],
  ])("accepts %s", async (_name, give) => {
    const task: Task = await Reflect.apply(readCallback, null, [give()]);
    expect(task.id).toBe("outer");
    expect(task.results[0]?.frames).toHaveLength(1);
  });

  it.each<[string, unknown, string]>([
    ["undefined", undefined, "parsed JSON, got undefined."],
    ["null", null, "parsed JSON, got null."],
    ["a number", 5, "parsed JSON, got number."],
    ["a Map", new Map(), "parsed JSON, got Map."],
    ["a form", new FormData(), "parsed JSON, got FormData."],
    ["a promise", Promise.resolve(CALLBACK), "parsed JSON, got Promise."],
    ["chunks of text", chunksOf("{}"), "must yield Uint8Array chunks, got string;"],
    ["chunks of numbers", chunksOf(1), "must yield Uint8Array chunks, got number;"],
    ["a request without a body", new Request("https://me.example/"), "body is missing;"],
    ["a failed response", new Response("{}", { status: 500 }), "has status 500,"],
    ["a request that was read without a parser", nodeRequest({}), "was already read;"],
  ])("rejects %s with an input error that says what it accepts", async (_name, body, message) => {
    const reading: Promise<unknown> = Reflect.apply(readCallback, null, [body]);
    await expect(reading).rejects.toMatchObject({
      kind: "input",
      limit: null,
      message: expect.stringContaining(message),
    });
  });

  it("rejects a locked or read body", async () => {
    const locked = bodyOf([CALLBACK]);
    locked.getReader();
    const read = requestOf(CALLBACK);
    await read.text();
    for (const body of [locked, read]) {
      await expect(readCallback(body)).rejects.toMatchObject({
        kind: "input",
        message:
          "The body is locked or was already read; pass an unread one, or what the body parser returned.",
      });
    }
  });

  it.each<[string, unknown, string]>([
    ["", "", "The callback is empty, after 0 bytes; respond with 400."],
    ["HTML", "<html>", "The callback is HTML, after 6 bytes; respond with 400."],
    [
      "cut off",
      bytes.subarray(0, 9),
      "The callback is cut off or not valid JSON, after 9 bytes; respond with 400.",
    ],
    ["an object", {}, "The callback has no valid result:"],
    ["an array", [], "The callback has no valid result: it is not an object."],
  ])(
    "describes a callback, not a response, if the content is not valid: %s",
    async (_name, body, message) => {
      const reading: Promise<unknown> = Reflect.apply(readCallback, null, [body]);
      await expect(reading).rejects.toMatchObject({
        kind: "decode",
        message: expect.stringContaining(message),
      });
    },
  );

  it("rejects a repeated key in every kind of body that is not parsed yet", async () => {
    const text = CALLBACK.replace('"metadata"', '"status":[],"metadata"');
    const raw = Buffer.from(text);
    const parsed: Parameters<typeof readCallback>[0] = nodeRequest({ rawBody: raw, body: JSON.parse(text) });
    for (const body of [text, raw, requestOf(text), bodyOf([text]), parsed]) {
      await expect(readCallback(body)).rejects.toMatchObject({
        kind: "decode",
        message: expect.stringContaining("The callback repeats a key"),
      });
    }
  });

  it("limits every kind of body by its bytes", async () => {
    const text = JSON.stringify({ ...JSON.parse(CALLBACK), metadata: "é漢😀\ufffd" });
    const encoded = new TextEncoder().encode(text);
    const kinds = (): readonly Parameters<typeof readCallback>[0][] => [
      text,
      encoded,
      encoded.slice().buffer,
      requestOf(text),
      chunksOf(encoded),
      nodeRequest({ body: JSON.parse(text) }, encoded.byteLength),
    ];
    for (const body of kinds()) {
      expect((await readCallback(body, { maxBodyBytes: encoded.byteLength })).metadata).toBe("é漢😀\ufffd");
    }
    for (const body of kinds()) {
      await expect(readCallback(body, { maxBodyBytes: encoded.byteLength - 1 })).rejects.toMatchObject({
        kind: "input",
        limit: encoded.byteLength - 1,
        actual: encoded.byteLength,
        unit: "bytes",
      });
    }
  });

  it("joins chunks of every size, also across the blocks of memory", async () => {
    const metadata = "é漢😀".repeat(400_000);
    const large = new TextEncoder().encode(JSON.stringify({ ...JSON.parse(CALLBACK), metadata }));
    for (const sizeBytes of [7_919, 1_048_576, 1_500_001, large.byteLength]) {
      const task = await readCallback(chunksOf(...slice(large, sizeBytes)));
      expect(task.metadata === metadata).toBe(true);
    }
  });

  it.each<[string | null, unknown]>([
    ["maxBodyBytes", { maxBodyBytes: Number.NaN }],
    ["maxBodyBytes", { maxBodyBytes: 0 }],
    ["signal", { signal: {} }],
    ["maxBytes", { maxBytes: 1 }],
    [null, null],
  ])("rejects the invalid option %s with a config error, without reading", async (option, options) => {
    const body = bodyOf([CALLBACK]);
    const reading: Promise<unknown> = Reflect.apply(readCallback, null, [body, options]);
    await expect(reading).rejects.toMatchObject({ kind: "config", option });
    expect(body.locked).toBe(false);
  });

  it("throws the signal's reason while the body stalls", async () => {
    const controller = new AbortController();
    const reading = readCallback(bodyOf([CALLBACK.slice(0, 50), null]), { signal: controller.signal });
    const reason = new Error("stop");
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
  });
});
