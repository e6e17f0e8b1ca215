import { describe, expect, it } from "vitest";
import { decodeTask, HiveClient, readFrames } from "@hivekit/core";
import { decide } from "@hivekit/core/policy";
import type { FrameStream, HiveClientOptions, HiveLimits } from "@hivekit/core";
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

const BOX = {
  vertices: [{ x: 0, y: 0 }],
  dimensions: { left: 0, top: 0, right: 1, bottom: 1 },
  classes: [{ class: "a", score: 0.5 }],
};
const media = new Uint8Array([1]);
const KINDS = { kind: "decode", isRetryable: false } as const;

async function timesOf(frames: AsyncIterable<{ readonly timeSeconds: number | null }>, times: unknown[]) {
  for await (const { timeSeconds } of frames) times.push(timeSeconds);
}

describe("a response over a limit", () => {
  it("of one frame fails the stream after the complete frames", async () => {
    const times: unknown[] = [];
    const reading = timesOf(clientFor({ frameCharacters: 300 }).frames({ media }), times);
    await expect(reading).rejects.toMatchObject({
      ...KINDS,
      message: expect.stringMatching(/exceeds limits\.frameCharacters \(300\), after \d+ bytes/),
      byteOffset: expect.any(Number),
    });
    expect(times).toEqual([0, 1]);
  });

  it("of the envelope fails the stream", async () => {
    const reading = clientFor({ envelopeCharacters: 50 }).frames({ media }).summary();
    await expect(reading).rejects.toMatchObject({
      ...KINDS,
      message: expect.stringContaining("envelopeCharacters"),
    });
  });

  it("of classify and task fails before the rest is read, with advice to stream", async () => {
    let isCancelled = false;
    let chunks = 0;
    const { fetch } = fakeFetch(
      () =>
        new Response(
          new ReadableStream(
            {
              pull: (controller) => {
                chunks++;
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
      message: "Hive's response exceeds limits.replyBytes (1000); raise it, or stream the frames.",
      byteOffset: 1100,
    });
    expect([isCancelled, chunks]).toEqual([true, 11]);
    await expect(hive.task("t")).rejects.toMatchObject(KINDS);
  });

  it("of readFrames fails and cancels the body", async () => {
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

  it("of readFrames is validated at the first frame", async () => {
    for (const limits of [{ frameCharacters: Number.NaN }, { frameCharacters: -1 }, { frameCharacter: 10 }]) {
      const options: unknown = { limits };
      const frames: FrameStream = Reflect.apply(readFrames, null, [new Response(REPLY), options]);
      await expect(frames.summary()).rejects.toMatchObject({ kind: "config" });
    }
  });

  it("of one frame fails taskFrames", async () => {
    const hive = clientFor({ frameCharacters: 300 }, { api: "v2" });
    await expect(hive.taskFrames("t").summary()).rejects.toMatchObject(KINDS);
  });

  it("is not an error if the limit is null or exactly reached", async () => {
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
    "%s is validated by the constructor",
    (name) => {
      for (const wrong of [0, -1, 1.5, "1", Number.NaN]) {
        const limits: unknown = { [name]: wrong };
        expect(() => Reflect.construct(HiveClient, [{ apiKey: "k", limits }])).toThrow(
          `limits.${name} must be null or a whole number of at least 1, got `,
        );
      }
    },
  );
});

it("delivers the first frames of a long chunk before it parses the rest", async () => {
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

it("stops between two frames of a long chunk when it is aborted", async () => {
  const many = Array.from({ length: 400 }, (_none, time) => JSON.stringify(frame(time, 900)));
  const controller = new AbortController();
  const reason = new Error("the user left");
  const times: unknown[] = [];
  const reading = (async () => {
    const body = bodyOf([`{"output":[${many.join(",")}]}`]);
    for await (const { index } of readFrames(body, { signal: controller.signal })) {
      times.push(index);
      if (index === 1) controller.abort(reason);
    }
  })();
  await expect(reading).rejects.toBe(reason);
  expect(times.length).toBeLessThan(60);
});

it("delivers all complete frames before the error of the body", async () => {
  const boxes = Array.from({ length: 4 }, (_none, time) => ({ time, bounding_poly: [BOX] }));
  const empty = Array.from({ length: 3 }, (_none, time) => ({ time: time + 4, bounding_poly: [] }));
  const frames = JSON.stringify([...boxes, ...empty]).slice(0, -1);
  const text = `{"status":[{"status":{"code":"0"},"response":{"output":${frames},{"ti`;
  const cut = text.indexOf('{"time":2');
  for (const chunks of [[text.slice(0, cut), text.slice(cut)], [text]]) {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        const chunk = chunks.shift();
        if (chunk === undefined) controller.error(new Error("the line broke"));
        else controller.enqueue(new TextEncoder().encode(chunk));
      },
    });
    const times: unknown[] = [];
    await expect(timesOf(readFrames(body), times)).rejects.toMatchObject({ kind: "network" });
    expect(times).toEqual([0, 1, 2, 3, 4, 5, 6]);
  }
});

it("reads many small frames, and a box with many unsupported classes", async () => {
  const small = `{"output":[${Array.from({ length: 100_000 }, () => '{"classes":[]}').join(",")}]}`;
  expect((await readFrames(new Response(small)).summary()).results[0]?.frameCount).toBe(100_000);
  const classes = Array.from({ length: 150_000 }, (_none, index) => ({ class: `c${index}`, score: -1 }));
  const one = { time: 0, bounding_poly: [{ ...BOX, classes }] };
  const reply = { id: "t", status: [{ status: { code: "0" }, response: { output: [one] } }] };
  for await (const { unsupportedClasses } of readFrames(new Response(JSON.stringify(reply)))) {
    expect(unsupportedClasses).toHaveLength(150_000);
  }
});

/** More elements than a call can have arguments. */
const MANY = 200_000;
const success = { status: { code: "0" } };
const text = { start_timestamp: 1, classes: [{ class: "hate", score: 0 }] };

describe("a response with very many", () => {
  it.each<[string, object, object]>([
    [
      "boxes of a text",
      { frame_results: [{ bounding_poly: Array.from({ length: MANY }, () => BOX) }] },
      { textBlocks: [{ box: { bounds: { left: 0, top: 0, right: 1, bottom: 1 } } }] },
    ],
    [
      "texts",
      { classifications: Array.from({ length: MANY }, () => text) },
      { timeSeconds: 1, classes: [{ class: "hate" }] },
    ],
    [
      "classes of a text",
      {
        frame_results: [
          { classes: Array.from({ length: MANY }, (_, index) => ({ class: `c${index}`, score: 0 })) },
        ],
      },
      { unsupportedClasses: [], evaluated: true },
    ],
  ])(
    "%s is decoded",
    (_name, json, frames) => {
      const task = decodeTask({ status: [{ ...success, response: { output: [json] } }] });
      expect(task.results[0]?.frames[0]).toMatchObject(frames);
    },
    20_000,
  );

  it("results is decoded by a poll and decided", async () => {
    const output = [{ time: 0, classes: [{ class: "yes_smoking", score: 0.1 }] }];
    const status = Array.from({ length: MANY }, () => ({ ...success, response: { output } }));
    const { fetch } = fakeFetch(() => Response.json({ id: "t", status }));
    const look = await new HiveClient({ apiKey: "k", fetch }).task("t");
    const task = look.state === "done" ? look.task : null;
    expect(task?.results).toHaveLength(MANY);
    if (task !== null) expect(decide(task, { block: { yes_smoking: 0.9 } }).decision).toBe("allow");
  });

  it("nested lists fails wait() with a typed error", async () => {
    const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
    const body = `{"id":"t","status":[{"status":{"code":"0"},"response":{"output":[{"note":${deep}}]}}]}`;
    const { fetch } = fakeFetch(() => new Response(body));
    await expect(new HiveClient({ apiKey: "k", fetch }).wait("t")).rejects.toMatchObject({
      kind: "decode",
      message: expect.stringContaining("nested too deeply"),
    });
  });
});
