import { describe, expect, it } from "vitest";
import { readFixture } from "../../test/read-fixture.ts";
import { decodeReply } from "../protocol/reply/decode-reply.ts";
import { statusFormat } from "../protocol/reply/status-format.ts";
import type { Frame } from "../result/frame.ts";
import { ReplyFrameStream } from "./reply-frame-stream.ts";

const reply = JSON.stringify(readFixture("v1/array-of-two"));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * Creates a stream over a response in chunks of the given size, which records how far it was read and whether it was
 * closed.
 */
function streamOf(text: string, options: { chunkSize?: number; failure?: Error; hangs?: boolean } = {}) {
  const state = { opened: 0, reads: 0, closed: 0, overlaps: 0 };
  let isReading = false;
  const { chunkSize = 50 } = options;
  let position = 0;
  const stream = new ReplyFrameStream({
    format: statusFormat,
    after: () => "none",
    open: async (signal) => {
      state.opened++;
      return {
        secrets: [],
        signal: new AbortController().signal,
        close: () => {
          state.closed++;
        },
        read: async () => {
          state.reads++;
          if (isReading) state.overlaps++;
          isReading = true;
          await new Promise((resolve) => setImmediate(resolve));
          isReading = false;
          signal.throwIfAborted();
          if (position >= text.length) {
            if (options.failure !== undefined) throw options.failure;
            if (options.hangs === true) {
              await new Promise((_resolve, reject) => {
                signal.addEventListener("abort", () => reject(signal.reason));
              });
            }
            return null;
          }
          const chunk = text.slice(position, position + chunkSize);
          position += chunkSize;
          return bytes(chunk);
        },
      };
    },
  });
  return { stream, state };
}

async function collect(stream: AsyncIterable<Frame>): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of stream) frames.push(frame);
  return frames;
}

describe("a frame stream", () => {
  it.each([1, 7, 64, 100_000])(
    "agrees with the complete response in chunks of %i bytes",
    async (chunkSize) => {
      for (const name of [
        "categorization-video",
        "detection-image",
        "segmentation-image",
        "labeling",
        "array-of-two",
      ]) {
        const json = readFixture(`v1/${name}`);
        const task = decodeReply(statusFormat, json);
        const { stream } = streamOf(JSON.stringify(json), { chunkSize });
        const frames = await collect(stream);
        expect(frames).toEqual(task.results.flatMap((result) => result.frames));
        const { raw: _envelope, ...summary } = await stream.summary();
        const { raw: _reply, ...whole } = task;
        expect(summary).toEqual({
          ...whole,
          results: task.results.map(({ frames: ofResult, ...rest }) => ({
            ...rest,
            frameCount: ofResult.length,
          })),
        });
      }
    },
  );

  it("sends no request before the first next() or summary()", async () => {
    const { stream, state } = streamOf(reply);
    const iterator = stream[Symbol.asyncIterator]();
    expect(state.opened).toBe(0);
    await iterator.next();
    expect(state.opened).toBe(1);
  });

  it("reads only as far as the requested frame", async () => {
    const { stream, state } = streamOf(JSON.stringify(readFixture("v1/categorization-video")), {
      chunkSize: 20,
    });
    await stream[Symbol.asyncIterator]().next();
    const reads = state.reads;
    await Promise.resolve();
    expect(state.reads).toBe(reads);
    expect(reads).toBeLessThan(60);
  });

  it("summary() without an iterator counts the dropped frames", async () => {
    const { stream } = streamOf(reply);
    const summary = await stream.summary();
    expect(summary.results.map((result) => result.frameCount)).toEqual([1, 2]);
    await expect(collect(stream)).rejects.toMatchObject({ kind: "closed" });
  });

  it("rejects a second iterator", async () => {
    const { stream } = streamOf(reply);
    await stream[Symbol.asyncIterator]().next();
    await expect(collect(stream)).rejects.toMatchObject({ kind: "closed" });
  });

  it("break closes the body, and a summary afterwards is an error", async () => {
    const { stream, state } = streamOf(reply);
    for await (const _frame of stream) break;
    expect(state.closed).toBe(1);
    await expect(stream.summary()).rejects.toMatchObject({ kind: "closed" });
  });

  it("cancel() ends a pending next() with an error that has the reason as cause", async () => {
    const { stream, state } = streamOf(reply.slice(0, 60), { hangs: true });
    const pending = stream[Symbol.asyncIterator]().next();
    setTimeout(() => stream.cancel("enough"), 5);
    await expect(pending).rejects.toMatchObject({ kind: "closed", cause: "enough" });
    expect(state.closed).toBeGreaterThan(0);
  });

  // A frame without an array may be delayed until the next chunk.
  const delayed = '{"status":{"response":{"output":[{"time":0},{"time":1},{"time":2}';

  it("delivers a delayed frame before the error of the body", async () => {
    const failure = new Error("lost");
    const { stream } = streamOf(delayed, { chunkSize: 1000, failure });
    const iterator = stream[Symbol.asyncIterator]();
    for (const index of [0, 1, 2]) expect((await iterator.next()).value).toMatchObject({ index });
    await expect(iterator.next()).rejects.toBe(failure);
  });

  it("throws the error of the body rather than that of a malformed frame before it", async () => {
    const failure = new Error("lost");
    const text = delayed.replace('"time":2', '"time":2,"time":3');
    await expect(collect(streamOf(text, { chunkSize: 1000, failure }).stream)).rejects.toBe(failure);
  });

  it("cancel() ends a pending next(), even if a frame was delayed", async () => {
    const { stream } = streamOf(delayed, { chunkSize: 1000, hangs: true });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.next();
    const pending = iterator.next();
    setTimeout(() => stream.cancel("enough"), 5);
    await expect(pending).rejects.toMatchObject({ kind: "closed", cause: "enough" });
  });

  it("await using closes a stream that was not read to its end", async () => {
    const { stream, state } = streamOf(reply);
    {
      await using opened = stream;
      await opened[Symbol.asyncIterator]().next();
    }
    expect(state.closed).toBe(1);
  });

  it("cancel() drops the complete frames that were not consumed", async () => {
    // All frames arrive in one chunk, so the second is ready when the first is consumed.
    const { stream } = streamOf(reply, { chunkSize: reply.length });
    const iterator = stream[Symbol.asyncIterator]();
    expect((await iterator.next()).value?.index).toBe(0);
    stream.cancel();
    await expect(iterator.next()).rejects.toMatchObject({ kind: "closed" });
  });

  it("throws the failure that Hive reports rather than the error of a malformed frame", async () => {
    const frame = { classes: "malformed" };
    const part = (code: string): object => ({ status: { code }, response: { output: [frame] } });
    const failed = streamOf(JSON.stringify({ id: "t", status: [part("0"), part("3300")] })).stream;
    await expect(collect(failed)).rejects.toMatchObject({ kind: "task", hiveCode: "3300" });
    const malformed = streamOf(JSON.stringify({ id: "t", status: [part("0")] })).stream;
    await expect(collect(malformed)).rejects.toMatchObject({
      kind: "decode",
      paths: ["status[0].response.output[0].classes"],
    });
  });

  it("cancel() after the end has no effect", async () => {
    const { stream } = streamOf(reply);
    await collect(stream);
    stream.cancel();
    await expect(stream.summary()).resolves.toMatchObject({ kind: "model" });
  });

  it("delivers the complete frames of a cut-off body, then fails, also when called again", async () => {
    const length = reply.lastIndexOf('"time":1') + 12;
    const { stream } = streamOf(reply.slice(0, length), { chunkSize: 100_000 });
    const iterator = stream[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toMatchObject({ resultIndex: 0, index: 0 });
    expect((await iterator.next()).value).toMatchObject({ resultIndex: 1, index: 0 });
    await expect(iterator.next()).rejects.toMatchObject({ kind: "decode", byteOffset: length });
    await expect(iterator.next()).rejects.toMatchObject({ kind: "decode" });
    await expect(stream.summary()).rejects.toMatchObject({ kind: "decode" });
  });

  it("delivers the frames before invalid JSON in the same chunk", async () => {
    const { stream } = streamOf('{"status":{"response":{"output":[{"time":0},{"time":1},{"time":NaN}]}}}', {
      chunkSize: 1000,
    });
    const iterator = stream[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toMatchObject({ timeSeconds: 0 });
    expect((await iterator.next()).value).toMatchObject({ timeSeconds: 1 });
    await expect(iterator.next()).rejects.toMatchObject({ kind: "decode" });
  });

  it("closing a second iterator does not affect the first one", async () => {
    const { stream, state } = streamOf(reply);
    const first = stream[Symbol.asyncIterator]();
    await first.next();
    await stream[Symbol.asyncIterator]().return?.();
    expect(state.closed).toBe(0);
    await expect(first.next()).resolves.toMatchObject({ done: false });
  });

  it("reports in the summary what was not evaluated: a frame without classes, or no frames", async () => {
    const evaluated = { time: 0, classes: [{ class: "a", score: 1 }] };
    for (const output of [[evaluated, { time: 1, classes: [] }], []]) {
      const { stream } = streamOf(
        JSON.stringify({ id: "t", status: { status: { code: "0" }, response: { output } } }),
      );
      expect((await stream.summary()).results).toMatchObject([
        { evaluated: false, frameCount: output.length },
      ]);
    }
  });

  it("fails on an incomplete character at the end", async () => {
    const whole = [...bytes(reply), 0xe2, 0x82];
    const stream = new ReplyFrameStream({
      format: statusFormat,
      after: () => "none",
      open: async () => ({
        secrets: [],
        signal: new AbortController().signal,
        close: () => {},
        read: async () => (whole.length > 0 ? new Uint8Array(whole.splice(0)) : null),
      }),
    });
    await expect(stream.summary()).rejects.toMatchObject({ kind: "decode" });
  });

  it("closes the body after an error", async () => {
    const { stream, state } = streamOf("<html>");
    await expect(stream.summary()).rejects.toMatchObject({ kind: "decode" });
    expect(state.closed).toBe(1);
  });

  it("throws the errors of the body and the request", async () => {
    const failure = new Error("lost");
    await expect(collect(streamOf(reply.slice(0, 300), { failure }).stream)).rejects.toBe(failure);
    const failing = new ReplyFrameStream({
      format: statusFormat,
      after: () => "none",
      open: async () => Promise.reject(failure),
    });
    await expect(failing.summary()).rejects.toBe(failure);
    await expect(collect(failing)).rejects.toBe(failure);
  });

  it("keeps the order of concurrent next() calls", async () => {
    const { stream, state } = streamOf(reply, { chunkSize: 13 });
    const iterator = stream[Symbol.asyncIterator]();
    const results = await Promise.all([iterator.next(), iterator.next(), iterator.next(), iterator.next()]);
    expect(results.map((result) => result.value?.index)).toEqual([0, 0, 1, undefined]);
    expect(state.overlaps).toBe(0);
  });

  it("reads characters that span two chunks", async () => {
    const text =
      '{"id":"ü€😀","status":{"response":{"output":[{"time":0,"note":"ü€😀"}]},"status":{"code":"0"}}}';
    const all = bytes(text);
    let position = 0;
    const stream = new ReplyFrameStream({
      format: statusFormat,
      after: () => "none",
      open: async () => ({
        secrets: [],
        signal: new AbortController().signal,
        close: () => {},
        read: async () => (position < all.length ? all.subarray(position, ++position) : null),
      }),
    });
    const [frame] = await collect(stream);
    expect(frame?.raw).toEqual({ time: 0, note: "ü€😀" });
    expect((await stream.summary()).id).toBe("ü€😀");
  });
});
