import { describe, expect, it } from "vitest";
import { HiveClient, readFrames } from "@hivekit/core";
import type { HiveClientOptions, HiveLimits } from "@hivekit/core";
import { bodyOf, fakeFetch } from "./fake-fetch.ts";

const frame = (time: number, length = 10): object => ({
  time,
  classes: [{ class: "x".repeat(length), score: 0.5 }],
});
const FRAMES = [frame(0), frame(1), frame(2, 500), frame(3)];
const REPLY = JSON.stringify({
  id: "t",
  status: [{ status: { code: "0", message: "SUCCESS" }, response: { input: {}, output: FRAMES } }],
});

function clientFor(limits: HiveLimits, options: HiveClientOptions = {}): HiveClient {
  const { fetch } = fakeFetch(() => new Response(bodyOf(REPLY.match(/.{1,100}/gs) ?? [])));
  return new HiveClient({ apiKey: "k", fetch, limits, ...options });
}

const media = new Uint8Array([1]);
const KINDS = { kind: "decode", isRetryable: false } as const;

async function timesOf(frames: AsyncIterable<{ readonly timeSeconds: number | null }>, times: unknown[]) {
  for await (const { timeSeconds } of frames) times.push(timeSeconds);
}

describe("a reply over a limit", () => {
  it("of one frame fails the stream after the frames that were whole", async () => {
    const times: unknown[] = [];
    const reading = timesOf(clientFor({ frameCharacters: 300 }).frames({ media }), times);
    await expect(reading).rejects.toMatchObject({
      ...KINDS,
      message: expect.stringMatching(/is over the limit frameCharacters \(300\), after \d+ bytes/),
      byteOffset: expect.any(Number),
    });
    expect(times).toEqual([0, 1]);
  });

  it("of the rest fails the stream", async () => {
    const reading = clientFor({ envelopeCharacters: 50 }).frames({ media }).summary();
    await expect(reading).rejects.toMatchObject({
      ...KINDS,
      message: expect.stringContaining("envelopeCharacters"),
    });
  });

  it("as a whole fails classify and task before the rest is read, and says to use frames", async () => {
    let isCancelled = false;
    let pieces = 0;
    const { fetch } = fakeFetch(
      () =>
        new Response(
          new ReadableStream(
            {
              pull: (controller) => {
                pieces++;
                controller.enqueue(new Uint8Array(100).fill(0x20));
              },
              cancel: () => {
                isCancelled = true;
              },
            },
            { highWaterMark: 0 },
          ),
        ),
    );
    const hive = new HiveClient({ apiKey: "k", fetch, limits: { replyBytes: 1000 } });
    await expect(hive.classify({ media })).rejects.toMatchObject({
      ...KINDS,
      message: "Hive's reply is over the limit replyBytes (1000); raise it, or use frames().",
      byteOffset: 1100,
    });
    expect([isCancelled, pieces]).toEqual([true, 11]);
    await expect(hive.task("t")).rejects.toMatchObject(KINDS);
  });

  it("of a kept one fails readFrames, and cancels the body", async () => {
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(REPLY.slice(0, 600))),
      cancel: () => {
        isCancelled = true;
      },
    });
    const reading = readFrames(body, { limits: { frameCharacters: 300 } }).summary();
    await expect(reading).rejects.toMatchObject(KINDS);
    expect(isCancelled).toBe(true);
  });

  it("is none where the limit is null, or just met", async () => {
    const exact = {
      frameCharacters: JSON.stringify(FRAMES[2]).length,
      envelopeCharacters: REPLY.length - JSON.stringify(FRAMES).length + 2,
      replyBytes: REPLY.length,
    };
    const none = { frameCharacters: null, envelopeCharacters: null, replyBytes: null };
    for (const limits of [exact, none, {}]) {
      const hive = clientFor(limits);
      expect((await hive.frames({ media }).summary()).results[0]?.frameCount).toBe(4);
      expect((await hive.classify({ media })).results[0]?.frames).toHaveLength(4);
    }
  });

  it.each(["frameCharacters", "envelopeCharacters", "replyBytes"])(
    "%s is checked when the client is made",
    (name) => {
      for (const wrong of [0, -1, 1.5, "1", Number.NaN]) {
        const limits: unknown = { [name]: wrong };
        expect(() => Reflect.construct(HiveClient, [{ apiKey: "k", limits }])).toThrow(
          `The client option limits.${name} must be a whole number`,
        );
      }
    },
  );
});

it("gives the frames of a long piece before the rest of that piece is looked at", async () => {
  const many = Array.from({ length: 400 }, (_none, time) => JSON.stringify(frame(time, 900)));
  const text = `{"output":[${many.join(",")},{"broken" ]}`;
  const frames = readFrames(bodyOf([text]));
  const times: unknown[] = [];
  for await (const { index } of frames) {
    times.push(index);
    if (index === 100) break;
  }
  expect(times).toHaveLength(101);
  await expect(readFrames(bodyOf([text])).summary()).rejects.toMatchObject({
    ...KINDS,
    byteOffset: text.length,
  });
  const early = text.replace('"time":100,', '"time":100');
  await expect(readFrames(bodyOf([early])).summary()).rejects.toSatisfy(
    (error: { byteOffset: number }) => error.byteOffset > 90_000 && error.byteOffset < 140_000,
  );
});
