import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HiveClient, HiveHttpError } from "../src/index.ts";
import type { HiveClientOptions, HiveTelemetry } from "../src/index.ts";
import { bodyOf, fakeFetch } from "./fake-fetch.ts";
import { readFixture } from "./read-fixture.ts";
import { describeRecorded, recordingTelemetry } from "./support/recording-telemetry.ts";
import type { RecordingTelemetry } from "./support/recording-telemetry.ts";

const KEY = "test-key-SECRET";
const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
const URL_V1 = "https://api.thehive.ai/api/v1/tag/task";

const video = (): string => JSON.stringify(readFixture("v1/categorization-video"));
const ok = (): Response => new Response(video());

function clientFor(
  answers: readonly ((request: Request) => Response | Promise<Response>)[],
  options: HiveClientOptions = {},
): {
  hive: HiveClient;
  telemetry: RecordingTelemetry;
  seen: ReturnType<typeof fakeFetch>["seen"];
} {
  const telemetry = recordingTelemetry();
  let call = 0;
  const fake = fakeFetch(async (request) => (answers[call++] ?? ok)(request));
  const hive = new HiveClient({
    apiKey: KEY,
    fetch: fake.fetch,
    telemetry,
    retry: { minDelayMs: 0 },
    ...options,
  });
  return { hive, telemetry, seen: fake.seen };
}

describe("a call", () => {
  it("is reported with its attempt and its outcome", async () => {
    const { hive, telemetry } = clientFor([]);
    const task = await hive.classify({ media: JPEG });
    const [call] = telemetry.calls;
    expect(call?.name).toBe("classify");
    expect(call?.attributes).toEqual({
      api: "v1",
      model: null,
      host: "api.thehive.ai",
      port: 443,
      submission: "media",
      isStream: false,
    });
    const frameCount = task.results[0]?.frames.length;
    expect(describeRecorded(call)).toEqual([
      `1: POST ${URL_V1} fetched 1 times, ended 200, may be billed`,
      `ended done, $${task.results[0]?.chargeUsd}, ${frameCount} frames`,
    ]);
    expect(call?.ends[0]).toMatchObject({ error: null, firstFrameMs: null, usage: null });
    expect([telemetry.calls.length, call?.runs]).toEqual([1, 1]);
  });

  it("has one attempt for each retry", async () => {
    const { hive, telemetry } = clientFor([() => new Response("{}", { status: 503 }), ok]);
    await hive.classify({ url: "https://media.example/a.jpg?sig=QUERYMARK" });
    expect(telemetry.calls[0]?.attributes.submission).toBe("url");
    expect(describeRecorded(telemetry.calls[0]).slice(0, 2)).toEqual([
      `1: POST ${URL_V1} fetched 1 times, ended 503, retried`,
      `2: POST ${URL_V1} fetched 1 times, ended 200, may be billed`,
    ]);
  });

  it("that fails its checks has no attempt", async () => {
    const { hive, telemetry, seen } = clientFor([]);
    // @ts-expect-error -- an invalid option
    await expect(hive.classify({ media: JPEG }, { timeout: 1 })).rejects.toThrow("timeout is unknown");
    // @ts-expect-error -- an invalid submission
    await expect(hive.classify(null)).rejects.toThrow("submission");
    await expect(hive.submit({ media: JPEG })).rejects.toThrow("api must be v2");
    await expect(hive.task("")).rejects.toThrow("task id");
    await expect(hive.wait("")).rejects.toThrow("task id");
    await expect(hive.frames({ text: "SECRET" }).summary()).rejects.toThrow("text");
    expect(telemetry.calls.map((call) => [call.name, ...describeRecorded(call)].join(" "))).toEqual([
      "classify ended failed, $null, null frames",
      "classify ended failed, $null, null frames",
      "submit ended failed, $null, null frames",
      "task ended failed, $null, null frames",
      "wait ended failed, $null, 0 frames",
      "frames ended failed, $null, 0 frames",
    ]);
    expect(seen).toEqual([]);
  });

  it("that the caller aborts is cancelled, and one that times out is not", async () => {
    const never = async (): Promise<Response> => new Promise(() => {});
    const { hive, telemetry } = clientFor([never, never, never]);
    const controller = new AbortController();
    const aborted = hive.classify({ media: JPEG }, { signal: controller.signal });
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
    controller.abort(null);
    await expect(aborted).rejects.toBeNull();
    await expect(hive.classify({ media: JPEG }, { signal: AbortSignal.abort("no") })).rejects.toBe("no");
    await expect(hive.classify({ media: JPEG }, { timeoutMs: 5 })).rejects.toThrow("timed out");
    expect(telemetry.calls.map(describeRecorded)).toEqual([
      [
        `1: POST ${URL_V1} fetched 1 times, ended no response, may be billed`,
        "ended cancelled, $null, null frames",
      ],
      ["ended cancelled, $null, null frames"],
      [
        `1: POST ${URL_V1} fetched 1 times, ended no response, may be billed`,
        "ended failed, $null, null frames",
      ],
    ]);
    expect(telemetry.calls[2]?.ends[0]?.error).toMatchObject({ kind: "timeout" });
  });

  it("with an attempt that ends before its request ends the attempt, too", async () => {
    const controller = new AbortController();
    const { hive, telemetry, seen } = clientFor([], {
      apiKey: async () => {
        controller.abort("no");
        return new Promise(() => {});
      },
    });
    await expect(hive.classify({ media: JPEG }, { signal: controller.signal })).rejects.toBe("no");
    expect(describeRecorded(telemetry.calls[0])).toEqual([
      `1: POST ${URL_V1} fetched 0 times, ended no response`,
      "ended cancelled, $null, null frames",
    ]);
    expect(seen).toEqual([]);
  });

  it("reports the model and the port of the base URL, and no invalid model", async () => {
    const options = { api: "v3", model: "hive/visual-moderation", baseUrl: "http://127.0.0.1:8787/proxy" };
    const { hive, telemetry } = clientFor([() => new Response("{}")], { ...options, api: "v3" });
    await expect(hive.classify({ text: "SECRET" })).rejects.toThrow("output");
    await expect(hive.classify({ text: "SECRET" }, { model: "SECRET key" })).rejects.toThrow("model");
    expect(telemetry.calls.map(({ attributes }) => attributes)).toMatchObject([
      { api: "v3", model: "hive/visual-moderation", host: "127.0.0.1", port: 8787, submission: "text" },
      { model: null },
    ]);
    const [attempt] = telemetry.calls[0]?.attempts ?? [];
    expect(attempt?.request.url).toBe("http://127.0.0.1:8787/proxy/api/v3/hive/visual-moderation");
  });

  it("reports no model of a call that has none", async () => {
    const { hive, telemetry } = clientFor([]);
    const polls = clientFor([], { api: "v3", model: "hive/visual-moderation" });
    await expect(hive.classify({ text: "SECRET" }, { model: "a/SECRET" })).rejects.toThrow("model");
    await expect(polls.hive.task("t")).rejects.toThrow("poll");
    const attributes = [...telemetry.calls, ...polls.telemetry.calls].map((call) => call.attributes);
    expect(attributes.map(({ model }) => model)).toEqual([null, null]);
  });

  it("that the caller aborts with the error of another call is cancelled, and may be billed", async () => {
    const other = new HiveHttpError("Another call failed.", { status: 503 });
    const controller = new AbortController();
    const { hive, telemetry } = clientFor([
      async () => {
        controller.abort(other);
        return new Promise(() => {});
      },
    ]);
    await expect(hive.classify({ media: JPEG }, { signal: controller.signal })).rejects.toBe(other);
    expect(describeRecorded(telemetry.calls[0])).toEqual([
      `1: POST ${URL_V1} fetched 1 times, ended no response, may be billed`,
      "ended cancelled, $null, null frames",
    ]);
  });
});

describe("a stream", () => {
  it("is one call, from its first request to the end of its response", async () => {
    const { hive, telemetry } = clientFor([]);
    const stream = hive.frames({ media: JPEG });
    expect(telemetry.calls).toEqual([]);
    let frames = 0;
    for await (const _frame of stream) frames++;
    const { results } = await stream.summary();
    const [call] = telemetry.calls;
    expect(call?.attributes).toMatchObject({ isStream: true });
    expect(describeRecorded(call)).toEqual([
      `1: POST ${URL_V1} fetched 1 times, ended 200, may be billed`,
      `ended done, $${results[0]?.chargeUsd}, ${frames} frames`,
    ]);
    expect(call?.ends[0]?.firstFrameMs).toBeGreaterThanOrEqual(0);
    expect(telemetry.calls).toHaveLength(1);
  });

  it.each<[string, (hive: HiveClient) => Promise<void>]>([
    [
      "break",
      async (hive) => {
        for await (const _frame of hive.frames({ media: JPEG })) break;
      },
    ],
    [
      "cancel",
      async (hive) => {
        const stream = hive.frames({ media: JPEG });
        await stream[Symbol.asyncIterator]().next();
        stream.cancel();
        stream.cancel();
      },
    ],
    [
      "await using",
      async (hive) => {
        await using stream = hive.frames({ media: JPEG });
        await stream[Symbol.asyncIterator]().next();
      },
    ],
  ])("that the consumer closes with %s is cancelled", async (_name, read) => {
    const text = video();
    const most = Math.floor(text.length * 0.9);
    const { hive, telemetry } = clientFor([() => new Response(bodyOf([text.slice(0, most), null]))]);
    await read(hive);
    const [call] = telemetry.calls;
    expect(call?.ends.map(({ state, chargeUsd }) => [state, chargeUsd])).toEqual([["cancelled", null]]);
    expect(call?.ends[0]?.frameCount).toBeGreaterThan(0);
    expect(call?.ends[0]?.error).toMatchObject({ kind: "closed" });
  });

  it("that the caller aborts is cancelled, and an interrupted one has failed", async () => {
    const text = video();
    const part = text.slice(0, Math.floor(text.length * 0.9));
    const { hive, telemetry } = clientFor([
      () => new Response(bodyOf([part, null])),
      () => new Response(bodyOf([part, new TypeError("terminated")])),
      () => new Response(bodyOf([part])),
    ]);
    const controller = new AbortController();
    const aborted = hive.frames({ media: JPEG }, { signal: controller.signal });
    await aborted[Symbol.asyncIterator]().next();
    controller.abort("enough");
    await expect(aborted.summary()).rejects.toBe("enough");
    await expect(hive.frames({ media: JPEG }).summary()).rejects.toThrow("connection");
    await expect(hive.frames({ media: JPEG }).summary()).rejects.toThrow("cut off");
    expect(telemetry.calls.map(({ ends }) => ends.map(({ state }) => state).join("+"))).toEqual([
      "cancelled",
      "failed",
      "failed",
    ]);
  });

  it("that is never read is no call", async () => {
    const { hive, telemetry } = clientFor([]);
    const stream = hive.frames({ media: JPEG });
    stream.cancel();
    await expect(stream.summary()).rejects.toThrow("closed");
    expect(telemetry.calls).toEqual([]);
  });
});

describe("an asynchronous task", () => {
  // The delays between polls.
  beforeEach(() => {
    vi.useFakeTimers();
    vi.setTimerTickMode("nextTimerAsync");
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const pending = (): Response => Response.json({ id: "t", message: "in progress" });

  it("is one call for the submission and one for the wait, whose polls are attempts", async () => {
    const { hive, telemetry } = clientFor(
      [
        () => Response.json({ task_id: "t" }),
        () => new Response("{}", { status: 503 }),
        () => pending(),
        () => new Response(JSON.stringify(readFixture("v2/text"))),
      ],
      { api: "v2" },
    );
    const { id, wait } = await hive.submit({ text: "SECRET" });
    expect(id).toBe("t");
    const waited = wait();
    await expect(waited).resolves.toMatchObject({ kind: "model" });
    const [submitted, waiting] = telemetry.calls;
    const poll = "GET https://api.thehive.ai/api/v2/task fetched 1 times";
    expect([submitted?.name, waiting?.name, waiting?.attributes.submission]).toEqual([
      "submit",
      "wait",
      null,
    ]);
    expect(describeRecorded(submitted)).toEqual([
      "1: POST https://api.thehive.ai/api/v2/task/async fetched 1 times, ended 200, may be billed",
      "ended done, $null, null frames",
    ]);
    expect(describeRecorded(waiting).slice(0, -1)).toEqual([
      `1: ${poll}, ended 503`,
      `1: ${poll}, ended 200`,
      `1: ${poll}, ended 200`,
    ]);
    expect(waiting?.ends).toMatchObject([{ state: "done", error: null }]);
  });

  it("reports its charge with the first page only", async () => {
    const result = JSON.stringify(readFixture("v1/categorization-video"));
    const { hive, telemetry } = clientFor([
      () => new Response(result),
      () => new Response(result),
      () => pending(),
    ]);
    await hive.task("t");
    await hive.task("t", { frameOffset: 200 });
    await hive.task("t");
    const [first, later, unfinished] = telemetry.calls.map(({ ends }) => ends[0]);
    expect(first?.chargeUsd).toBeGreaterThan(0);
    expect([later?.state, later?.chargeUsd, later?.frameCount]).toEqual(["done", null, first?.frameCount]);
    expect([unfinished?.state, unfinished?.chargeUsd, unfinished?.frameCount]).toEqual(["done", null, null]);
  });

  it("is one call for all pages of a stream of its frames", async () => {
    const { hive, telemetry } = clientFor([], { api: "v2" });
    for await (const _frame of hive.taskFrames("t")) break;
    expect(
      telemetry.calls.map(({ name, attributes, attempts }) => [name, attributes.isStream, attempts.length]),
    ).toEqual([["taskFrames", true, 1]]);
  });
});

describe("the headers of telemetry", () => {
  async function send(
    headers: Readonly<Record<string, string>> | undefined,
    options: HiveClientOptions = {},
  ): Promise<Headers | undefined> {
    const fake = fakeFetch(ok);
    const telemetry = recordingTelemetry(headers);
    await new HiveClient({ apiKey: KEY, fetch: fake.fetch, telemetry, ...options }).classify({ media: JPEG });
    return fake.seen[0]?.request.headers;
  }

  it("are sent with each attempt", async () => {
    const headers = await send({ traceparent: "00-1-2-01" });
    expect(headers?.get("traceparent")).toBe("00-1-2-01");
    expect(headers?.get("authorization")).toBe(`Token ${KEY}`);
  });

  it("never replace those of the client", async () => {
    const sent = await send(
      { Authorization: "Token other", "Content-Type": "a/b", Accept: "a/b", "X-App": "other" },
      { headers: { "x-app": "own" } },
    );
    expect(sent?.get("authorization")).toBe(`Token ${KEY}`);
    expect(sent?.get("content-type")).toMatch(/^multipart\/form-data/);
    expect(sent?.get("accept")).toBe("application/json");
    expect(sent?.get("x-app")).toBe("own");
  });

  it("do not change the connection, with which fetch would fail", async () => {
    const sent = await send({ "Keep-Alive": "5", Upgrade: "h2c", traceparent: "1" });
    const names = ["keep-alive", "upgrade", "traceparent"];
    expect(names.map((name) => sent?.get(name) ?? null)).toEqual([null, null, "1"]);
  });

  it("are ignored if one of them is invalid", async () => {
    expect((await send({ "not a name": "1", traceparent: "2" }))?.get("traceparent")).toBeNull();
    expect((await send({ traceparent: "a\nb" }))?.get("traceparent")).toBeNull();
  });
});

describe("telemetry that fails", () => {
  const fail = (): never => {
    throw new Error("telemetry");
  };
  const reject = async (): Promise<never> => Promise.reject(new Error("telemetry"));
  const attemptOf = (attempt: object): object => ({
    startCall: () => ({ run: (work: () => unknown) => work(), startAttempt: () => attempt, end: () => {} }),
  });

  it.each<[string, object]>([
    ["startCall throws", { startCall: fail }],
    ["startCall rejects", { startCall: reject }],
    ["startCall returns nothing", { startCall: () => undefined }],
    ["every method of the call throws", { startCall: () => ({ run: fail, startAttempt: fail, end: fail }) }],
    ["every method rejects", { startCall: () => ({ run: reject, startAttempt: reject, end: reject }) }],
    ["the call has no methods", { startCall: () => ({}) }],
    [
      "run never calls its function",
      { startCall: () => ({ run: () => 1, startAttempt: () => 2, end: () => 3 }) },
    ],
    [
      "run calls its function twice",
      {
        startCall: () => ({ run: (work: () => unknown) => [work(), work()], startAttempt: fail, end: fail }),
      },
    ],
    ["every method of the attempt throws", attemptOf({ run: fail, end: fail })],
    ["every method of the attempt rejects", attemptOf({ run: reject, end: reject })],
    ["run of the attempt never calls its function", attemptOf({ run: () => 1, end: () => 2 })],
    [
      "run of the attempt calls its function twice, the second time later",
      attemptOf({
        run: (work: () => unknown) => {
          setTimeout(work, 0);
          return work();
        },
        end: fail,
      }),
    ],
    [
      "run of the attempt throws after it has called its function",
      attemptOf({
        run: (work: () => unknown) => {
          work();
          fail();
        },
        end: fail,
      }),
    ],
    [
      "headers is a promise that rejects",
      attemptOf({
        get headers() {
          return reject();
        },
        run: (work: () => unknown) => work(),
        end: fail,
      }),
    ],
    [
      "headers throws",
      attemptOf({
        get headers() {
          return fail();
        },
        run: (work: () => unknown) => work(),
        end: fail,
      }),
    ],
  ])("does not change a call: %s", async (_name, telemetry) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- types cannot keep telemetry from doing this
    const broken = telemetry as HiveTelemetry;
    const { hive, seen } = clientFor([ok, ok, () => new Response("{}", { status: 400 }), ok], {
      telemetry: broken,
    });
    const plain = clientFor([]).hive;
    expect(await hive.classify({ media: JPEG })).toEqual(await plain.classify({ media: JPEG }));
    expect(await hive.frames({ media: JPEG }).summary()).toEqual(
      await plain.frames({ media: JPEG }).summary(),
    );
    await expect(hive.classify({ media: JPEG })).rejects.toThrow("400");
    expect(seen).toHaveLength(3);
  });

  it("does not call fetch again if fetch calls the function of run", async () => {
    let fetched = 0;
    let again: (() => unknown) | undefined;
    const telemetry: HiveTelemetry = {
      startCall: () => ({
        run: (work) => work(),
        startAttempt: () => ({
          run: (work) => {
            again = work;
            return work();
          },
          end: () => {},
        }),
        end: () => {},
      }),
    };
    const fetch = async (): Promise<Response> => {
      fetched++;
      const work = again;
      again = undefined;
      void work?.();
      return ok();
    };
    await new HiveClient({ apiKey: KEY, telemetry, fetch }).classify({ media: JPEG });
    expect(fetched).toBe(1);
  });

  it("cannot stop a retry by changing what it receives", async () => {
    const { hive, seen } = clientFor([() => new Response("{}", { status: 503 }), ok], {
      retry: { minDelayMs: 0 },
      telemetry: {
        startCall: () => ({
          run: (work) => work(),
          startAttempt: () => ({
            run: (work) => work(),
            end: (info) => void Object.assign(info, { willRetry: false, delayMs: null }),
          }),
          end: () => {},
        }),
      },
    });
    await hive.classify({ media: JPEG });
    expect(seen).toHaveLength(2);
  });

  it("does not call fetch again if fetch throws", async () => {
    let fetched = 0;
    const hive = new HiveClient({
      apiKey: KEY,
      telemetry: recordingTelemetry(),
      retry: false,
      fetch: () => {
        fetched++;
        throw new TypeError("failed");
      },
    });
    await expect(hive.classify({ media: JPEG })).rejects.toThrow("connection");
    expect(fetched).toBe(1);
  });
});

it("telemetry without startCall is rejected", () => {
  for (const telemetry of [null, {}, () => {}, { startCall: 1 }, "SECRET"]) {
    // @ts-expect-error -- invalid options
    expect(() => new HiveClient({ apiKey: KEY, telemetry })).toThrow(
      "telemetry must be an object with the method startCall",
    );
  }
});
