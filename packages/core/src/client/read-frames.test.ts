import { getEventListeners } from "node:events";
import { Readable } from "node:stream";
import { describe, expect, it, vi } from "vitest";
import { bodyOf } from "../../test/fake-fetch.ts";
import { readFixture } from "../../test/read-fixture.ts";
import type { FrameStream } from "../frames/frame-stream.ts";
import { decodeTask } from "../protocol/decode-task.ts";
import { readFrames } from "./read-frames.ts";
import type { Frame } from "../result/frame.ts";

async function collect(frames: AsyncIterable<Frame>): Promise<Frame[]> {
  const all: Frame[] = [];
  for await (const frame of frames) all.push(frame);
  return all;
}

const V3 = {
  task_id: "123456",
  model: "hive/visual-moderation",
  version: "1",
  output: [
    { extra: [{ name: "timestamp", value: 0.5 }], classes: [{ class_name: "general_nsfw", value: 0.25 }] },
    { extra: [{ name: "timestamp", value: 1.5 }], classes: [{ class: "general_nsfw", value: 0.75 }] },
  ],
};

describe("readFrames", () => {
  it.each<[string, unknown]>([
    ["v1", readFixture("v1/categorization-video")],
    ["v1 with several results", readFixture("v1/array-of-two")],
    ["v3", V3],
  ])("yields the same frames as decodeTask for %s, from every kind of body", async (_name, json) => {
    const text = JSON.stringify(json);
    const expected = decodeTask(json).results.flatMap((result) => result.frames);
    const chunks = text.match(/.{1,17}/gs) ?? [];
    expect(await collect(readFrames(bodyOf(chunks)))).toEqual(expected);
    const bytes = new TextEncoder().encode(text);
    const others = [new Response(text), text, bytes, bytes.buffer, Readable.from([Buffer.from(text)])];
    for (const body of others) expect(await collect(readFrames(body))).toEqual(expected);
  });

  it.each<[string, unknown, string]>([
    ["parsed JSON", V3, "for parsed JSON, use decodeTask), got object."],
    ["nothing", undefined, "got undefined."],
    ["a Blob", new Blob(["{}"]), "got Blob."],
    ["a promise", Promise.resolve(new Response("{}")), "got Promise."],
    ["chunks of text", Readable.from(["{}"]), "must yield Uint8Array chunks, got string;"],
  ])("rejects %s with an input error that says what it accepts", async (_name, body, message) => {
    const frames: FrameStream = Reflect.apply(readFrames, null, [body]);
    await expect(frames.summary()).rejects.toMatchObject({
      kind: "input",
      message: expect.stringContaining(message),
    });
  });

  it("closes a file stream of Node when it stops early", async () => {
    const stream = Readable.from([Buffer.from(JSON.stringify(V3).slice(0, -40)), Buffer.from("x")]);
    for await (const _frame of readFrames(stream)) break;
    await vi.waitFor(() => expect(stream.destroyed).toBe(true));
  });

  it("reads times, names and values of v3 in both spellings", async () => {
    const frames = await collect(readFrames(new Response(JSON.stringify(V3))));
    expect(frames.map(({ timeSeconds, classes }) => [timeSeconds, classes])).toEqual([
      [0.5, [{ class: "general_nsfw", score: 0.25 }]],
      [1.5, [{ class: "general_nsfw", score: 0.75 }]],
    ]);
  });

  it("rejects a body with both status and output", async () => {
    const both = { ...V3, status: [] };
    expect(() => decodeTask(both)).toThrow(expect.objectContaining({ kind: "decode" }));
    await expect(readFrames(new Response(JSON.stringify(both))).summary()).rejects.toMatchObject({
      kind: "decode",
    });
  });

  it.each([
    ["a response with an error status", () => new Response("{}", { status: 503 })],
    ["a response without a body", () => new Response(null)],
    [
      "a locked stream",
      () => {
        const stream = bodyOf(["{}"]);
        stream.getReader();
        return stream;
      },
    ],
  ])("rejects %s with an input error at the first frame", async (_name, make) => {
    await expect(readFrames(make()).summary()).rejects.toMatchObject({ kind: "input" });
  });

  it.each<[string | null, unknown]>([
    [null, null],
    [null, 5],
    [null, []],
    ["limits", { limits: 7 }],
    ["limits.frameCharacters", { limits: { frameCharacters: 0 } }],
    ["limits.replyBytes", { limits: { replyBytes: 1 } }],
    ["signal", { signal: {} }],
    ["timeoutMs", { timeoutMs: 1 }],
  ])(
    "throws a config error that names the invalid option %s, at the first frame",
    async (option, options) => {
      const frames: FrameStream = Reflect.apply(readFrames, null, [new Response("{}"), options]);
      await expect(frames.summary()).rejects.toMatchObject({ kind: "config", option });
    },
  );

  it("throws a network error with the cause if the stream fails, after the complete frames", async () => {
    const cause = new Error("disk");
    const text = JSON.stringify(V3);
    const frames = readFrames(bodyOf([text.slice(0, -40), cause]));
    const iterator = frames[Symbol.asyncIterator]();
    expect((await iterator.next()).value?.timeSeconds).toBe(0.5);
    await expect(iterator.next()).rejects.toMatchObject({ kind: "network", cause, isRetryable: false });
  });

  it("leaves no listener on the signal after the end or a break", async () => {
    const { signal } = new AbortController();
    const text = JSON.stringify(V3);
    await readFrames(new Response(text), { signal }).summary();
    for await (const _frame of readFrames(new Response(text), { signal })) break;
    await expect(readFrames(new Response("<p>"), { signal }).summary()).rejects.toMatchObject({
      kind: "decode",
    });
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("rejects a repeated key of frames, of which JSON.parse would keep the last", async () => {
    const frame = '{"classes":[{"class":"text","value":0.5}]}';
    const twice = `{"task_id":"1","output":[${frame}],"output":[]}`;
    await expect(readFrames(new Response(twice)).summary()).rejects.toMatchObject({ kind: "decode" });
    const later = `{"output":[${frame}],"status":[{"response":{"output":[]}}],"out\\u0070ut":null}`;
    await expect(readFrames(new Response(later)).summary()).rejects.toMatchObject({ kind: "decode" });
  });

  it("reads a large number of frames in one chunk in linear time", async () => {
    const frame = '{"classes":[{"class":"text","value":0.5}]}';
    const text = `{"task_id":"1","output":[${Array.from({ length: 100_000 }, () => frame).join(",")}]}`;
    let count = 0;
    for await (const _frame of readFrames(new Response(text))) count++;
    expect(count).toBe(100_000);
  });

  it("closes the stream after a break or an abort", async () => {
    let cancels = 0;
    const onCancel = (): void => void cancels++;
    const text = JSON.stringify(V3);
    for await (const _frame of readFrames(bodyOf([text.slice(0, -40), null], onCancel))) break;
    expect(cancels).toBe(1);
    const controller = new AbortController();
    const reading = readFrames(bodyOf([text.slice(0, 20), null], onCancel), {
      signal: controller.signal,
    }).summary();
    const reason = new Error("stop");
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
    expect(cancels).toBe(2);
  });
});
