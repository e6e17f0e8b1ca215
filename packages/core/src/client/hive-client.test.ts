import { Readable } from "node:stream";
import { afterEach, describe, expect, it, vi } from "vitest";
import { bodyOf, fakeFetch } from "../../test/fake-fetch.ts";
import { readFixture } from "../../test/read-fixture.ts";
import { HiveClient } from "./hive-client.ts";
import type { HiveClientOptions } from "./client-options.ts";
import { HiveConfigError } from "../error/hive-config-error.ts";
import { isHiveError } from "../error/is-hive-error.ts";
import type { Submission } from "../submission/submission.ts";
import type { AttemptInfo } from "../transport/attempt-info.ts";

const KEY = "test-key-SECRET";
const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

function clientFor(
  answer: (request: Request) => Response | Promise<Response>,
  options: HiveClientOptions = {},
): { hive: HiveClient; seen: ReturnType<typeof fakeFetch>["seen"] } {
  const fake = fakeFetch(answer);
  // Retries have their own tests.
  const hive = new HiveClient({ apiKey: KEY, fetch: fake.fetch, retry: false, ...options });
  return { hive, seen: fake.seen };
}

const video = (): string => JSON.stringify(readFixture("v1/categorization-video"));

/** A response of a custom fetch that does not follow the standard. */
function foreignResponse(properties: object): Response {
  const response = { ok: true, status: 200, headers: new Headers(), bodyUsed: false, ...properties };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a type cannot keep an untyped fetch from returning it
  return response as unknown as Response;
}

async function both(hive: HiveClient, submission: Submission = { media: JPEG }): Promise<readonly unknown[]> {
  const outcomes = await Promise.allSettled([hive.classify(submission), hive.frames(submission).summary()]);
  return outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason : "resolved"));
}

describe("classify", () => {
  it("posts the documented form with the documented header", async () => {
    const { hive, seen } = clientFor(() => new Response(video()));
    await hive.classify({ media: JPEG, text: "a note" });
    const [{ request, form } = { request: null, form: async () => new FormData() }] = seen;
    expect(request?.method).toBe("POST");
    expect(request?.url).toBe("https://api.thehive.ai/api/v1/tag/task");
    expect(request?.headers.get("authorization")).toBe(`Token ${KEY}`);
    const fields = await form();
    expect([...fields.keys()]).toEqual(["text", "image"]);
    expect(fields.get("text")).toBe("a note");
    const image = fields.get("image");
    expect(image).toBeInstanceOf(File);
    if (!(image instanceof File)) return;
    expect([image.name, image.type]).toEqual(["upload.jpg", "image/jpeg"]);
    expect(new Uint8Array(await image.arrayBuffer())).toEqual(JPEG);
  });

  it("sends a url as image_url, without downloading it", async () => {
    const { hive, seen } = clientFor(() => new Response(video()));
    await hive.classify({ url: new URL("https://media.example/a.jpg?sig=1") });
    expect([...((await seen[0]?.form()) ?? new FormData()).entries()]).toEqual([
      ["image_url", "https://media.example/a.jpg?sig=1"],
    ]);
  });

  it.each<[string, Submission]>([
    ["Blob", { media: new Blob([JPEG]) }],
    ["ArrayBuffer", { media: JPEG.buffer }],
    ["ReadableStream", { media: new Blob([JPEG]).stream() }],
    [
      "AsyncIterable",
      {
        media: (async function* () {
          yield JPEG.subarray(0, 3);
          yield JPEG.subarray(3);
        })(),
      },
    ],
    ["function", { media: () => JPEG }],
  ])("uploads a %s byte for byte", async (_name, submission) => {
    const { hive, seen } = clientFor(() => new Response(video()));
    await hive.classify(submission);
    const image = (await seen[0]?.form())?.get("image");
    expect(image instanceof File && [image.name, image.type]).toEqual(["upload.jpg", "image/jpeg"]);
    expect(image instanceof File && new Uint8Array(await image.arrayBuffer())).toEqual(JPEG);
  });

  it("keeps the name and type of a file, and those in the submission", async () => {
    const { hive, seen } = clientFor(() => new Response(video()));
    await hive.classify({ media: new File([JPEG], 'my "cat".jpeg', { type: "image/pjpeg" }) });
    await hive.classify({ media: JPEG, filename: "x.bin", contentType: "application/x-own" });
    const images = await Promise.all(seen.map(async ({ form }) => (await form()).get("image")));
    expect(images.map((image) => image instanceof File && [image.name, image.type])).toEqual([
      ['my "cat".jpeg', "image/pjpeg"],
      ["x.bin", "application/x-own"],
    ]);
  });

  it("returns the decoded task", async () => {
    const { hive } = clientFor(() => new Response(video()));
    const task = await hive.classify({ media: JPEG });
    expect(task.results[0]?.frames).toHaveLength(3);
  });

  it("calls an apiKey function before each request", async () => {
    let turn = 0;
    const { hive, seen } = clientFor(() => new Response(video()), { apiKey: async () => `key-${turn++}` });
    await hive.classify({ media: JPEG });
    await hive.classify({ media: JPEG });
    expect(seen.map(({ request }) => request.headers.get("authorization"))).toEqual([
      "Token key-0",
      "Token key-1",
    ]);
  });

  it("keeps the path of baseUrl and sends custom headers", async () => {
    const { hive, seen } = clientFor(() => new Response(video()), {
      baseUrl: "http://proxy.example/hive/",
      headers: { "x-team": "a", "x-tenant": "b" },
    });
    await hive.classify({ media: JPEG }, { headers: { "X-Team": "c" } });
    expect(seen[0]?.request.url).toBe("http://proxy.example/hive/api/v1/tag/task");
    expect(seen[0]?.request.headers.get("x-team")).toBe("c");
    expect(seen[0]?.request.headers.get("x-tenant")).toBe("b");
  });
});

describe("an invalid submission or option", () => {
  const invalid: [string, unknown][] = [
    ["no content", {}],
    ["media and url", { media: JPEG, url: "https://a.example/" }],
    ["text alone", { text: "hello" }],
    ["empty text", { media: JPEG, text: "" }],
    ["empty media", { media: new Uint8Array(0) }],
    ["an empty stream", { media: new Blob([]).stream() }],
    ["an unknown key", { media: JPEG, image: JPEG }],
    ["a relative url", { url: "/a.jpg" }],
    ["a file url", { url: "file:///etc/passwd" }],
    ["a url with user info", { url: "https://me:pw-SECRET@a.example/" }],
    ["a string as media", { media: "https://a.example/a.jpg" }],
    ["a content type with a line break", { media: JPEG, contentType: "image/jpeg\r\nx: y" }],
    ["a filename with a url", { url: "https://a.example/", filename: "a" }],
  ];

  it.each(invalid)("with %s is an input error before any request", async (_name, submission) => {
    const { hive, seen } = clientFor(() => new Response(video()));
    // The types reject these, but untyped callers can pass them.
    // @ts-expect-error -- unknown is not a submission
    const outcomes = await both(hive, submission);
    expect(outcomes).toEqual([
      expect.objectContaining({ kind: "input" }),
      expect.objectContaining({ kind: "input" }),
    ]);
    expect(String(outcomes[0])).not.toContain("SECRET");
    expect(seen).toHaveLength(0);
  });

  it.each<[string | null, unknown]>([
    ["timeoutMs", { timeoutMs: 0 }],
    ["timeoutMs", { timeoutMs: 2 ** 31 }],
    ["idleTimeoutMs", { idleTimeoutMs: 1.5 }],
    ["retry.limit", { retry: { limit: 11 } }],
    ["retries", { retries: 3 }],
    ["signal", { signal: {} }],
    ["headers", { headers: { Authorization: "x" } }],
    ["metadata", { metadata: null }],
    [null, null],
    [null, 5],
    [null, "text"],
    [null, []],
    [null, () => {}],
    [null, new Map([["timeoutMs", 1]])],
    [null, Object.create({ timeoutMs: 1 })],
    ["headers", { headers: new Headers({ "x-trace": "1" }) }],
    ["headers", { headers: new Map([["x-trace", "1"]]) }],
    ["headers", { headers: [["x-trace", "1"]] }],
    ["retry", { retry: new Map([["limit", 1]]) }],
    ["params", { params: new Map([["a", 1]]) }],
    ["params", { params: new FormData() }],
    ["params", { params: { a: [new Set([1])] } }],
  ])(
    "with the call option %s is a config error that names it, before any request",
    async (option, options) => {
      const { hive, seen } = clientFor(() => new Response(video()));
      const calls: Promise<unknown>[] = [
        Reflect.apply(hive.classify, hive, [{ media: JPEG }, options]),
        Reflect.apply(hive.frames, hive, [{ media: JPEG }, options]).summary(),
        Reflect.apply(hive.submit, hive, [{ media: JPEG }, options]),
        Reflect.apply(hive.task, hive, ["task-1", options]),
        Reflect.apply(hive.wait, hive, ["task-1", options]),
        Reflect.apply(hive.taskFrames, hive, ["task-1", options]).summary(),
      ];
      for (const call of calls) await expect(call).rejects.toMatchObject({ kind: "config", option });
      expect(seen).toHaveLength(0);
    },
  );

  it.each(["classify", "frames", "submit", "task", "wait", "taskFrames"] as const)(
    "with invalid options names the call %s",
    async (name) => {
      const { hive } = clientFor(() => new Response(video()));
      const given = ["task", "wait", "taskFrames"].includes(name) ? "task-1" : { media: JPEG };
      const called: unknown = Reflect.apply(hive[name], hive, [given, null]);
      const outcome = name === "frames" || name === "taskFrames" ? Object(called).summary() : called;
      await expect(outcome).rejects.toThrow(`${name}: options must be a plain object, got null.`);
    },
  );

  it("of a handle's wait and frames is a config error", async () => {
    const { hive, seen } = clientFor(() => Response.json({ task_id: "task-1" }), { api: "v2" });
    const handle = await hive.submit({ media: JPEG });
    await expect(Reflect.apply(handle.wait, handle, [null])).rejects.toMatchObject({ kind: "config" });
    const frames: unknown = Reflect.apply(handle.frames, handle, [null]);
    await expect(Object(frames).summary()).rejects.toMatchObject({ kind: "config" });
    expect(seen).toHaveLength(1);
  });

  it("shows neither null for a missing submission nor a key in another option", async () => {
    const { hive } = clientFor(() => new Response(video()));
    await expect(Reflect.apply(hive.classify, hive, [])).rejects.toThrow("has no media, url or text");
    await expect(Reflect.apply(hive.classify, hive, [null])).rejects.toThrow(
      "submission must be an object with media, url or text, got null.",
    );
    const swapped = (): unknown =>
      Reflect.construct(HiveClient, [{ api: "sk-live-secret-key", apiKey: "v1" }]);
    expect(swapped).toThrow("api must be one of v1, v2, v3, got string.");
  });

  it.each<[object, string]>([
    [{ retry: true }, "retry must be false or a plain object, got true."],
    [{ limits: { replyBytes: 0 } }, "limits.replyBytes must be null or a whole number of at least 1, got 0."],
  ])("%j gets a message with all valid kinds of values", (options, message) => {
    expect(() => new HiveClient({ apiKey: KEY, ...options })).toThrow(message);
  });

  it.each<[string, object]>([
    ["callbackUrl", { callbackUrl: "ftp://a.example/" }],
    ["callbackUrl", { callbackUrl: 1 }],
    ["callbackURL", { callbackURL: "https://a.example/" }],
  ])("with the option %s of submit is a config error that names it", async (option, options) => {
    const { hive, seen } = clientFor(() => new Response(video()));
    await expect(hive.submit({ media: JPEG }, options)).rejects.toMatchObject({ kind: "config", option });
    expect(seen).toHaveLength(0);
  });

  it.each<[string, object]>([
    ["frameLimit", { frameLimit: 0 }],
    ["frameLimit", { frameLimit: 1.5 }],
    ["frameOffset", { frameOffset: -1 }],
    ["frameOffSet", { frameOffSet: 1 }],
  ])("with the option %s of task is a config error that names it", async (option, options) => {
    const { hive, seen } = clientFor(() => new Response(video()));
    await expect(hive.task("task-1", options)).rejects.toMatchObject({ kind: "config", option });
    expect(seen).toHaveLength(0);
  });

  it.each<[string, object]>([
    ["apiKey", { apiKey: "" }],
    ["apiKey", { apiKey: "key\n" }],
    ["apiKey", { apiKey: "\ufeffkey" }],
    ["apiKey", { apiKey: "key\0" }],
    ["api", { api: "v9" }],
    ["baseUrl", { baseUrl: "ftp://a.example" }],
    ["baseUrl", { baseUrl: "https://a.example/?x=1" }],
    ["timeoutMs", { timeoutMs: -1 }],
    ["color", { color: "red" }],
    ["headers", { headers: { authorization: "Basic x" } }],
    ["headers", { headers: new Headers() }],
    ["limits", { limits: new Map([["replyBytes", 1]]) }],
    ["limits.replyBytes", { limits: { replyBytes: 0 } }],
    ["logger", { logger: { debug: console.debug } }],
  ])("with the client option %s is a config error that names the option", (option, options) => {
    expect(() => new HiveClient({ apiKey: KEY, ...options })).toThrow(
      expect.objectContaining({ kind: "config", option }),
    );
  });
});

describe("an error response", () => {
  it.each([
    [400, "bad_request", false],
    [401, "unauthorized", false],
    [403, "unauthorized", false],
    [404, "not_found", false],
    [405, "insufficient_balance", false],
    [413, "too_large", false],
    [418, "other", false],
    [429, "rate_limited", true],
    [500, "server_error", true],
    [502, "bad_gateway", true],
    [503, "unavailable", true],
    [504, "gateway_timeout", false],
  ])("with status %i is an http error: %s, retryable: %s", async (status, reason, isRetryable) => {
    const { hive, seen } = clientFor(() =>
      Response.json({ return_code: status, message: "as documented" }, { status }),
    );
    const expected = {
      kind: "http",
      status,
      reason,
      isRetryable,
      hiveCode: String(status),
      hiveMessage: "as documented",
    };
    expect(await both(hive)).toEqual([expect.objectContaining(expected), expect.objectContaining(expected)]);
    expect(seen, "no request is repeated").toHaveLength(2);
  });

  it("that is not JSON is an http error", async () => {
    const { hive } = clientFor(() => new Response("<html>Bad gateway</html>", { status: 502 }));
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject({
      reason: "bad_gateway",
      hiveMessage: null,
    });
  });

  it("whose body ends early keeps its status", async () => {
    const { hive } = clientFor(
      () => new Response(bodyOf(['{"mess', new TypeError("terminated")]), { status: 503 }),
    );
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject({ reason: "unavailable" });
  });

  it("reports the Retry-After header, in seconds or as a date", async () => {
    const answers = ["7", new Date(Date.now() + 60_000).toUTCString(), "soon"];
    const { hive } = clientFor(
      () => new Response("", { status: 503, headers: { "retry-after": answers.shift() ?? "" } }),
    );
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject({ retryAfterMs: 7000 });
    const error: unknown = await hive.classify({ media: JPEG }).catch((thrown: unknown) => thrown);
    const waitMs = Number(Reflect.get(Object(error), "retryAfterMs"));
    expect(waitMs).toBeGreaterThan(50_000);
    expect(waitMs).toBeLessThanOrEqual(60_000);
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject({ retryAfterMs: null });
  });

  it("names the API generation if the key is rejected or the URL unknown", async () => {
    for (const status of [401, 403, 404]) {
      const { hive } = clientFor(() => new Response("", { status }));
      await expect(hive.classify({ media: JPEG })).rejects.toThrow(/the v1 API/);
    }
  });

  it("that is a redirect is never followed", async () => {
    const { hive, seen } = clientFor(
      () => new Response(null, { status: 302, headers: { location: "https://evil.example/" } }),
    );
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject({
      kind: "http",
      reason: "redirected",
      status: 302,
    });
    expect(seen).toHaveLength(1);
  });

  it("never contains the key, the text, or the query of a URL, even if Hive echoes them", async () => {
    const text = "my private text";
    const url = "https://media.example/a.jpg?sig=SIGNATURE";
    const { hive } = clientFor(() =>
      Response.json({ message: `no: ${KEY} ${text} ${url} and https://u:p@x.example/?q=Q` }, { status: 400 }),
    );
    const error: unknown = await hive.classify({ url, text }).catch((thrown: unknown) => thrown);
    const shown = [String(error), JSON.stringify(error), error instanceof Error ? error.stack : ""].join(
      "\n",
    );
    for (const secret of [KEY, text, "SIGNATURE", "u:p", "q=Q"]) expect(shown).not.toContain(secret);
    expect(shown).toContain("https://media.example/a.jpg");
  });
});

describe("a 2xx response without a result", () => {
  it.each([
    ["an empty body", ""],
    ["HTML", "<!doctype html><p>maintenance"],
    ["a cut-off body", video().slice(0, 600)],
    ["a body without envelope", "{}"],
    ["an array", "[]"],
  ])("%s is a decode error", async (_name, body) => {
    const { hive } = clientFor(() => new Response(body));
    const decode = expect.objectContaining({ kind: "decode" });
    expect(await both(hive)).toEqual([decode, decode]);
  });

  it.each<[string, () => Response | Promise<Response>]>([
    ["of Node, as of node-fetch 2", () => foreignResponse({ body: Readable.from([video()]) })],
    ["that is missing, as in React Native", () => foreignResponse({ body: undefined })],
    [
      "that was already read",
      async () => {
        const response = new Response(video());
        await response.text();
        return response;
      },
    ],
    [
      "that is locked",
      () => {
        const response = new Response(video());
        response.body?.getReader();
        return response;
      },
    ],
    ["of text", () => foreignResponse({ body: Readable.toWeb(Readable.from([video()])) })],
  ])(
    "of a custom fetch with a body %s is a decode error that says what fetch must return",
    async (_name, give) => {
      const { hive } = clientFor(give);
      const outcomes = await both(hive);
      const message =
        "The fetch option must return a Response with an unread ReadableStream of bytes; the request may still be billed.";
      expect(outcomes).toEqual([
        expect.objectContaining({ kind: "decode", message }),
        expect.objectContaining({ kind: "decode", message }),
      ]);
    },
  );

  it.each([undefined, null, "{}"])(
    "of a custom fetch that is %j is a decode error, too",
    async (response) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a type cannot keep an untyped fetch from returning it
      const { hive } = clientFor(() => response as unknown as Response);
      const error = expect.objectContaining({
        kind: "decode",
        message: expect.stringMatching(/^The fetch option must return a Response/),
      });
      expect(await both(hive)).toEqual([error, error]);
    },
  );

  it.each([404, 503, 302])("with status %i and a body of Node is still an http error", async (status) => {
    const { hive } = clientFor(() => foreignResponse({ status, ok: false, body: Readable.from(["{}"]) }));
    expect(await both(hive)).toEqual([
      expect.objectContaining({ kind: "http", status }),
      expect.objectContaining({ kind: "http", status }),
    ]);
  });

  it("never exposes the submitted text, even if Hive echoes it", async () => {
    const text = "my private text";
    for (const reply of [
      { return_code: 400, message: `bad: ${text}` },
      { id: "t", status: { status: { code: "3200", message: `bad: ${text} ${KEY}` }, response: {} } },
    ]) {
      const { hive } = clientFor(() => Response.json(reply));
      const [one, other] = await both(hive, { media: JPEG, text });
      expect(one).toMatchObject({ kind: "task" });
      expect(JSON.stringify([one, other, String(one), String(other)])).not.toMatch(/private|SECRET/);
    }
  });

  it("with a failed task is a task error", async () => {
    const { hive } = clientFor(() => Response.json(readFixture("v1/http-200-with-error")));
    const task = expect.objectContaining({ kind: "task", hiveCode: "400" });
    expect(await both(hive)).toEqual([task, task]);
  });
});

describe("unreadable media", () => {
  const problem = new Error("disk gone");
  const big = new Uint8Array(9 * 1024 * 1024);

  it.each<[string, () => Submission]>([
    ["when it is opened", () => ({ media: async () => Promise.reject(problem) })],
    ["at the first chunk", () => ({ media: bodyOf([problem]) })],
    ["in the middle of the upload", () => ({ media: bodyOf(["x".repeat(64), problem]) })],
    [
      "in the middle of a long upload",
      () => ({
        media: (async function* () {
          yield big;
          throw problem;
        })(),
      }),
    ],
  ])("is an input error with the cause: %s", async (_name, submission) => {
    const fake = fakeFetch(async () => new Response(video()));
    const hive = new HiveClient({
      apiKey: KEY,
      fetch: async (input, init) => {
        const request = new Request(input, init);
        // Like a runtime: sends the body, and reports any failure as a failed connection.
        await request.arrayBuffer().catch((cause: unknown) => {
          throw new TypeError("fetch failed", { cause });
        });
        return fake.fetch("https://api.thehive.ai/", { method: "POST" });
      },
    });
    await expect(hive.classify(submission())).rejects.toMatchObject({ kind: "input", cause: problem });
  });

  it("is closed with return() when the call is aborted", async () => {
    let returned = 0;
    const media: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value: big }),
        return: async () => {
          returned++;
          return { done: true, value: undefined };
        },
      }),
    };
    const hive = new HiveClient({
      apiKey: KEY,
      // Like a runtime: reads the body until it is aborted, then releases it.
      fetch: async (input, init) => {
        const { body, signal } = new Request(input, init);
        const reader = body?.getReader();
        await reader?.read();
        return new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            void reader?.cancel();
            reject(signal.reason);
          });
        });
      },
    });
    const controller = new AbortController();
    const call = hive.classify({ media }, { signal: controller.signal });
    setTimeout(() => controller.abort("left"), 20);
    await expect(call).rejects.toBe("left");
    await vi.waitFor(() => expect(returned).toBe(1));
  });
});

describe("a failed connection", () => {
  it("is a retryable network error if no connection was established", async () => {
    const { hive } = clientFor(() => {
      throw new TypeError("fetch failed", {
        cause: Object.assign(new Error("connect"), { code: "ECONNREFUSED" }),
      });
    });
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject({
      kind: "network",
      code: "ECONNREFUSED",
      isRetryable: true,
    });
  });

  it("is a network error that is not retryable in the middle of the body", async () => {
    const { hive } = clientFor(
      () => new Response(bodyOf([video().slice(0, 700), new TypeError("terminated")])),
    );
    const expected = expect.objectContaining({ kind: "network", isRetryable: false });
    expect(await both(hive)).toEqual([expected, expected]);
  });

  it("never exposes the request, with the key in its headers, as a cause", async () => {
    const { hive } = clientFor(() => {
      throw new TypeError("fetch failed");
    });
    const error: unknown = await hive.classify({ media: JPEG }).catch((thrown: unknown) => thrown);
    const { inspect } = await import("node:util");
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(KEY);
    expect(inspect(hive, { depth: 20, showHidden: true })).not.toContain(KEY);
  });
});

describe("a timeout", () => {
  it("before the headers is a timeout error, even if fetch ignores its signal", async () => {
    const { hive } = clientFor(() => new Promise<Response>(() => {}));
    const expected = expect.objectContaining({ kind: "timeout", limit: "deadline", timeoutMs: 30 });
    const outcomes = await Promise.allSettled([
      hive.classify({ media: JPEG }, { timeoutMs: 30 }),
      hive.frames({ media: JPEG }, { timeoutMs: 30 }).summary(),
    ]);
    expect(outcomes.map((outcome) => outcome.status === "rejected" && outcome.reason)).toEqual([
      expected,
      expected,
    ]);
  });

  it("in the middle of the body is the deadline for classify, the idle timeout for frames", async () => {
    const { hive } = clientFor(() => new Response(bodyOf([video().slice(0, 700), null])), {
      timeoutMs: 60,
      idleTimeoutMs: 120,
    });
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject({
      kind: "timeout",
      limit: "deadline",
    });
    await expect(hive.frames({ media: JPEG }).summary()).rejects.toMatchObject({
      kind: "timeout",
      limit: "idle",
      timeoutMs: 120,
    });
  });

  it("of one call of frames covers the complete body", async () => {
    const { hive } = clientFor(() => new Response(bodyOf([video().slice(0, 700), null])));
    await expect(hive.frames({ media: JPEG }, { timeoutMs: 40 }).summary()).rejects.toMatchObject({
      limit: "deadline",
    });
  });
});

describe("an abort", () => {
  const reason = { why: "the user left" };

  it("before the call rethrows its reason and sends nothing", async () => {
    const { hive, seen } = clientFor(() => new Response(video()));
    await expect(hive.classify({ media: JPEG }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(hive.frames({ media: JPEG }, { signal: AbortSignal.abort(reason) }).summary()).rejects.toBe(
      reason,
    );
    expect(seen).toHaveLength(0);
  });

  it("while waiting for the headers rethrows its reason", async () => {
    const { hive } = clientFor(() => new Promise<Response>(() => {}));
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 10);
    await expect(hive.classify({ media: JPEG }, { signal: controller.signal })).rejects.toBe(reason);
  });

  it("in the middle of the body rethrows its reason and closes the body", async () => {
    let cancels = 0;
    const { hive } = clientFor(() => new Response(bodyOf([video().slice(0, 1200), null], () => cancels++)));
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 10);
    await expect(hive.classify({ media: JPEG }, { signal: controller.signal })).rejects.toBe(reason);
    expect(cancels).toBe(1);
  });

  it("leaves no listener on the signal", async () => {
    const { hive } = clientFor(() => new Response(video()));
    const { signal } = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    Object.assign(signal, {
      addEventListener: (...given: Parameters<typeof addEventListener>) => (
        listeners++,
        addEventListener.apply(signal, given)
      ),
      removeEventListener: (...given: Parameters<typeof removeEventListener>) => (
        listeners--,
        removeEventListener.apply(signal, given)
      ),
    });
    await hive.classify({ media: JPEG }, { signal });
    await hive.frames({ media: JPEG }, { signal }).summary();
    const failing = clientFor(() => new Response("", { status: 500 })).hive.classify(
      { media: JPEG },
      { signal },
    );
    await expect(failing).rejects.toMatchObject({ kind: "http" });
    for await (const _frame of hive.frames({ media: JPEG }, { signal })) break;
    expect(listeners).toBe(0);
  });
});

describe("a failing callback of the caller", () => {
  const fails = new Error("mine");

  it("apiKey is retried as an attempt of which nothing was sent", async () => {
    const keys = [() => Promise.reject(fails), () => "key"];
    const attempts: AttemptInfo[] = [];
    const { hive, seen } = clientFor(() => new Response(video()), {
      apiKey: async () => keys.shift()?.() ?? "key",
      retry: { minDelayMs: 0 },
      onAttempt: (attempt) => attempts.push(attempt),
    });
    // A stream can be sent only once, but the failed attempt has not opened it.
    await hive.classify({ media: new Blob([JPEG]).stream() });
    expect(seen).toHaveLength(1);
    expect(attempts).toMatchObject([
      { attempt: 1, status: null, willRetry: true, mayBeBilled: false },
      { attempt: 2, status: 200, error: null },
    ]);
    expect(attempts[0]?.error).toMatchObject({ kind: "network", isRetryable: true, cause: fails });
  });

  it("apiKey that keeps failing is a retryable error with the cause", async () => {
    const apiKey = vi.fn<() => Promise<string>>(() => Promise.reject(fails));
    const { hive, seen } = clientFor(() => new Response(video()), { apiKey, retry: { minDelayMs: 0 } });
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject({
      kind: "network",
      isRetryable: true,
      code: null,
      cause: fails,
      message: "Nothing was sent: the apiKey function failed; see the cause.",
    });
    expect([apiKey.mock.calls.length, seen.length]).toEqual([3, 0]);
  });

  it("apiKey with an invalid key is a config error, which is final", async () => {
    const apiKey = vi.fn<() => string>(() => "key\n");
    const { hive } = clientFor(() => new Response(video()), { apiKey, retry: { minDelayMs: 0 } });
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject({ kind: "config", option: "apiKey" });
    expect(apiKey).toHaveBeenCalledTimes(1);
  });

  it.each<[string, () => Promise<Blob | ReadableStream<Uint8Array>>]>([
    ["opened", () => Promise.reject(fails)],
    ["read", async () => bodyOf(["JPEG", fails])],
  ])("media that cannot be %s is retried, and nothing is billed", async (_step, fail) => {
    const openings = [fail, async () => new Blob([JPEG])];
    const attempts: AttemptInfo[] = [];
    const { hive } = clientFor(() => new Response(video()), {
      retry: { minDelayMs: 0 },
      onAttempt: (attempt) => attempts.push(attempt),
    });
    await hive.classify({ media: async () => openings.shift()?.() ?? new Blob() });
    expect(attempts).toMatchObject([
      { error: { kind: "input", isRetryable: true, cause: fails }, willRetry: true, mayBeBilled: false },
      { status: 200 },
    ]);
  });

  it.each(["ENOENT", "EACCES", "EISDIR"])("media that fails with %s is not retried", async (code) => {
    const media = vi.fn<() => Promise<Blob>>(() =>
      Promise.reject(Object.assign(new Error("open"), { code })),
    );
    const { hive } = clientFor(() => new Response(video()), { retry: { minDelayMs: 0 } });
    await expect(hive.classify({ media })).rejects.toMatchObject({ kind: "input", isRetryable: false });
    expect(media).toHaveBeenCalledTimes(1);
  });

  it("onAttempt or logger, synchronous or not, is ignored", async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on("unhandledRejection", note);
    const throws = (): never => {
      throw fails;
    };
    const rejects = async (): Promise<void> => Promise.reject(fails);
    for (const broken of [throws, rejects]) {
      const { hive } = clientFor(() => new Response(video()), {
        onAttempt: broken,
        logger: { debug: broken, info: broken, warn: broken, error: broken },
      });
      expect((await hive.classify({ media: JPEG }, { onAttempt: broken })).results).toHaveLength(1);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  });

  it("fetch with a Hivekit error throws that error", async () => {
    const error = new HiveConfigError("undici is missing", { option: "fetch" });
    const hive = new HiveClient({ apiKey: KEY, fetch: () => Promise.reject(error) });
    await expect(hive.classify({ media: JPEG })).rejects.toBe(error);
  });

  it("type or name of a file-like object cannot inject into the form", async () => {
    const { hive, seen } = clientFor(() => new Response(video()));
    const stream = (): ReadableStream<Uint8Array> => new Blob([JPEG]).stream();
    await hive.classify({
      media: { size: JPEG.length, type: "image/png\r\nX-Evil: 1\r\n\r\nPREFIX", stream },
    });
    // @ts-expect-error -- a polyfill may say null
    await hive.classify({ media: { size: JPEG.length, name: null, stream } });
    const images = await Promise.all(seen.map(async ({ form }) => (await form()).get("image")));
    expect(images.map((image) => image instanceof File && [image.name, image.type, image.size])).toEqual([
      ["upload.jpg", "image/jpeg", 16],
      ["upload.jpg", "image/jpeg", 16],
    ]);
  });
});

describe("the Retry-After header", () => {
  it.each([
    [new Date(Date.now() - 60_000).toUTCString(), 0],
    ["-5", null],
    ["1.5", null],
  ])("%s is read as %s", async (header, retryAfterMs) => {
    const { hive } = clientFor(() => new Response("", { status: 503, headers: { "retry-after": header } }));
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject({ retryAfterMs });
  });

  it("does not delay other calls if it is missing and there is no retry", async () => {
    const answers = [new Response("", { status: 429 })];
    const { hive } = clientFor(() => answers.shift() ?? new Response(video()), {
      // The delay of a retry, longer than the deadline of the second call.
      retry: { limit: 0, minDelayMs: 2_000_000_000, maxDelayMs: 2_000_000_000 },
      timeoutMs: 5_000,
    });
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject({ reason: "rate_limited" });
    expect((await hive.classify({ media: JPEG })).results).toHaveLength(1);
  });
});

describe("an error response whose body stalls", () => {
  it("keeps its status, even if the deadline passes first", async () => {
    const attempts: AttemptInfo[] = [];
    const { hive } = clientFor(() => new Response(bodyOf(["{", null]), { status: 405 }), {
      timeoutMs: 60,
      onAttempt: (attempt) => attempts.push(attempt),
    });
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject({ reason: "insufficient_balance" });
    expect(attempts).toMatchObject([{ status: 405, mayBeBilled: false }]);
  });
});

describe("options without types", () => {
  it.each([{ "transfer-encoding": "chunked" }, { expect: "100-continue" }])(
    "with the header %j are rejected",
    (headers) => {
      expect(() => new HiveClient({ apiKey: KEY, headers })).toThrow(
        expect.objectContaining({ kind: "config" }),
      );
    },
  );

  it("with undefined count as absent", async () => {
    const { hive } = clientFor(() => new Response(video()));
    const url = "https://a.example/x.jpg";
    // @ts-expect-error -- the types allow filename only with media
    expect((await hive.classify({ url, filename: undefined }, { retry: undefined })).results).toHaveLength(1);
  });

  it("are copied by the constructor", async () => {
    const options: { apiKey: string; fetch: typeof fetch; limits?: { mediaBytes: number } } = {
      apiKey: KEY,
      fetch: async () => new Response(video()),
    };
    const hive = new HiveClient(options);
    options.limits = { mediaBytes: 1 };
    expect((await hive.classify({ media: JPEG })).results).toHaveLength(1);
  });
});

describe("a call leaves", () => {
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

  it("no timer after a success or an error", async () => {
    const before = timers();
    const answers = [new Response(video()), new Response("", { status: 500 }), new Response("{}")];
    const { hive } = clientFor(() => answers.shift() ?? new Response(video()));
    await hive.classify({ media: JPEG });
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject({ kind: "http" });
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject({ kind: "decode" });
    await hive.frames({ media: JPEG }).summary();
    for await (const _frame of hive.frames({ media: JPEG })) break;
    expect(timers()).toBe(before);
  });

  it("no timer after a 2xx response without a body", async () => {
    const before = timers();
    const { hive } = clientFor(() => new Response(null, { status: 204 }));
    expect(await both(hive)).toEqual([
      expect.objectContaining({ kind: "decode" }),
      expect.objectContaining({ kind: "decode" }),
    ]);
    expect(timers()).toBe(before);
  });

  it("no open body of a response after an abort", async () => {
    let cancels = 0;
    let answer = (_response: Response): void => {};
    const { hive } = clientFor(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const controller = new AbortController();
    const call = hive.classify({ media: JPEG }, { signal: controller.signal });
    await vi.waitFor(() => expect(answer.length).toBe(1));
    setTimeout(() => controller.abort("left"), 5);
    await expect(call).rejects.toBe("left");
    answer(new Response(bodyOf([null], () => cancels++)));
    await vi.waitFor(() => expect(cancels).toBe(1));
  });

  it("no open body of an endless error response", async () => {
    let cancels = 0;
    const endless = Array.from({ length: 100 }, () => "x".repeat(4096));
    const { hive } = clientFor(
      () =>
        new Response(
          bodyOf(endless, () => cancels++),
          { status: 500 },
        ),
    );
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject({ reason: "server_error" });
    await vi.waitFor(() => expect(cancels).toBe(1));
  });
});

describe("the idle timeout", () => {
  const slow = (chunks: readonly string[], pauseMs: number): Response => {
    const waiting = [...chunks];
    return new Response(
      new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            await new Promise((resolve) => setTimeout(resolve, pauseMs));
            const chunk = waiting.shift();
            if (chunk === undefined) controller.close();
            else controller.enqueue(new TextEncoder().encode(chunk));
          },
        },
        { highWaterMark: 0 },
      ),
    );
  };

  it("does not apply before the first byte", async () => {
    const impatient = clientFor(() => slow([video(), ""], 150)).hive.frames(
      { media: JPEG },
      { idleTimeoutMs: 50 },
    );
    const first = await impatient[Symbol.asyncIterator]().next();
    expect(first.done).toBe(false);
    await expect(impatient.summary()).rejects.toMatchObject({ limit: "idle" });
  });

  it("restarts with each chunk", async () => {
    const text = video();
    const chunks = [0, 1, 2, 3, 4, 5].map((part) =>
      text.slice(part * 400, part === 5 ? undefined : (part + 1) * 400),
    );
    const { hive } = clientFor(() => slow(chunks, 60));
    await expect(hive.classify({ media: JPEG }, { idleTimeoutMs: 300 })).resolves.toMatchObject({
      kind: "model",
    });
  });

  it("does not apply while the consumer is busy", async () => {
    const text = video();
    const { hive } = clientFor(() => new Response(bodyOf([text.slice(0, 1500), text.slice(1500)])));
    let count = 0;
    for await (const _frame of hive.frames({ media: JPEG }, { idleTimeoutMs: 30 })) {
      await new Promise((resolve) => setTimeout(resolve, 80));
      count++;
    }
    expect(count).toBe(3);
  });
});

describe("a web page", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
  });

  it("must not have a key for Hive's own URL without dangerouslyAllowBrowser", () => {
    vi.stubGlobal("document", {});
    expect(() => new HiveClient({ apiKey: KEY })).toThrow(expect.objectContaining({ kind: "config" }));
    expect(() => new HiveClient({ apiKey: KEY, dangerouslyAllowBrowser: true })).not.toThrow();
    expect(() => new HiveClient({ apiKey: KEY, baseUrl: "https://mine.example" })).not.toThrow();
    expect(() => new HiveClient()).toThrow(expect.objectContaining({ option: "apiKey" }));
  });

  it("sends no key to its own server", async () => {
    vi.stubGlobal("document", {});
    vi.stubEnv("HIVE_API_KEY", "of-the-environment");
    const fake = fakeFetch(() => new Response(video()));
    const hive = new HiveClient({ baseUrl: "https://mine.example", fetch: fake.fetch });
    await hive.classify({ media: JPEG });
    expect(fake.seen[0]?.request.headers.has("authorization")).toBe(false);
  });

  it("ignores HIVE_API_KEY, which a server requires or reads", async () => {
    vi.stubEnv("HIVE_API_KEY", undefined);
    expect(() => new HiveClient({ baseUrl: "https://mine.example" })).toThrow(/HIVE_API_KEY/);
    vi.stubEnv("HIVE_API_KEY", "of-the-environment");
    const fake = fakeFetch(() => new Response(video()));
    await new HiveClient({ fetch: fake.fetch }).classify({ media: JPEG });
    expect(fake.seen[0]?.request.headers.get("authorization")).toBe("Token of-the-environment");
  });
});

describe("a long upload", () => {
  it("is sent with its length and not read in advance", async () => {
    const chunk = new Uint8Array(1024 * 1024);
    let read = 0;
    class CountedBlob extends Blob {
      override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
        return new ReadableStream(
          {
            pull(controller) {
              if (read++ < 9) controller.enqueue(chunk);
              else controller.close();
            },
          },
          { highWaterMark: 0 },
        );
      }
    }
    const media = new CountedBlob(Array.from({ length: 9 }, () => chunk));
    let readBefore = Number.NaN;
    const hive = new HiveClient({
      apiKey: KEY,
      fetch: async (input, init) => {
        readBefore = read;
        const request = new Request(input, init);
        const body = await request.arrayBuffer();
        expect(request.headers.get("content-length")).toBe(String(body.byteLength));
        return new Response(video());
      },
    });
    await hive.classify({ media });
    expect(readBefore).toBe(1);
    expect(read).toBe(10);
  });

  it("cancels the caller's stream when it is aborted", async () => {
    let cancels = 0;
    const media = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(64)),
      cancel: () => {
        cancels++;
      },
    });
    const hive = new HiveClient({
      apiKey: KEY,
      fetch: async (input, init) => {
        await new Request(input, init).body?.cancel();
        throw new TypeError("fetch failed");
      },
    });
    await expect(hive.classify({ media })).rejects.toMatchObject({ kind: "network" });
    expect(cancels).toBe(1);
  });

  it("escapes line breaks in a file name", async () => {
    const { hive, seen } = clientFor(() => new Response(video()));
    await hive.classify({ media: JPEG, filename: 'a\r\nContent-Type: text/html\r\n\r\n".jpg' });
    const fields = await seen[0]?.form();
    expect([...(fields?.keys() ?? [])]).toEqual(["image"]);
    const image = fields?.get("image");
    expect(image instanceof File && image.type).toBe("image/jpeg");
  });
});

describe("a port that fetch blocks", () => {
  it.each([0, 1, 22, 5060, 6000, 6667, 10080])("%i in baseUrl is rejected", (port) => {
    expect(() => new HiveClient({ apiKey: KEY, baseUrl: `http://127.0.0.1:${port}` })).toThrow(
      expect.objectContaining({
        option: "baseUrl",
        message: `baseUrl has the port ${port}, which fetch blocks; use another port.`,
      }),
    );
  });

  it("is not an ordinary one", () => {
    for (const address of ["http://127.0.0.1:8787", "https://a.example:443", "http://a.example:80"]) {
      expect(() => new HiveClient({ apiKey: KEY, baseUrl: address })).not.toThrow();
    }
  });
});

describe("a message mentions billing", () => {
  const never = (): Promise<Response> => new Promise(() => {});
  const failure = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);
  const billing = expect.objectContaining({ message: expect.stringContaining("may still be billed") });

  it("if a submission was sent, but not before", async () => {
    const { hive } = clientFor(never, { timeoutMs: 30 });
    expect(await failure(hive.classify({ media: JPEG }))).toEqual(billing);
    const slow = clientFor(never, { timeoutMs: 30, apiKey: () => new Promise(() => {}) });
    expect(await failure(slow.hive.classify({ media: JPEG }))).not.toEqual(billing);
    expect(await failure(hive.classify({ media: () => new Promise(() => {}) }))).not.toEqual(billing);
  });

  it.each<[string, () => Promise<Response>]>([
    ["times out", never],
    ["loses its connection", () => Promise.reject(new TypeError("fetch failed"))],
    ["fails with a 504", async () => new Response("", { status: 504 })],
    ["breaks off", async () => new Response(bodyOf(["{", new TypeError("terminated")]))],
  ])("never for a poll that %s", async (_name, respond) => {
    const { hive } = clientFor(respond, { api: "v2", timeoutMs: 30 });
    const error = await failure(hive.task("t"));
    expect(error).toSatisfy(isHiveError);
    expect(error).not.toEqual(billing);
    const { hive: waiting } = clientFor(respond, { api: "v2" });
    expect(await failure(waiting.wait("t", { timeoutMs: 30 }))).not.toEqual(billing);
  });
});

it("a pause for the rate limit ends on time, even if the wall clock is set back", async () => {
  const answers = [new Response("", { status: 429, headers: { "retry-after": "1" } })];
  const { hive } = clientFor(() => answers.shift() ?? new Response(video()), { retry: {} });
  const now = vi.spyOn(Date, "now");
  const call = hive.classify({ media: JPEG }, { timeoutMs: 20_000 });
  const hourAgoMs = new Date().getTime() - 3_600_000;
  await vi.waitFor(() => expect(answers).toHaveLength(0));
  now.mockReturnValue(hourAgoMs);
  await expect(call).resolves.toMatchObject({ kind: "model" });
  await expect(hive.classify({ media: JPEG }, { timeoutMs: 20_000 })).resolves.toMatchObject({
    kind: "model",
  });
  now.mockRestore();
});

it.each(["1000000000000", "86400000", "9".repeat(400), "Thu, 01 Jan 2099 00:00:00 GMT"])(
  "a call fails immediately after Retry-After: %s, and later ones say how long the pause is",
  async (retryAfter) => {
    const attempts: AttemptInfo[] = [];
    const { hive, seen } = clientFor(
      () => new Response("", { status: 429, headers: { "retry-after": retryAfter } }),
      { retry: {}, onAttempt: (attempt) => attempts.push(attempt) },
    );
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject({ retryAfterMs: 2_147_483_647 });
    const error: unknown = await hive.classify({ media: JPEG }).catch((thrown: unknown) => thrown);
    const leftMs = Number(Reflect.get(Object(error), "retryAfterMs"));
    expect(error).toMatchObject({
      kind: "http",
      status: 429,
      message: expect.stringMatching(/^Nothing was sent/),
    });
    expect(leftMs).toBeGreaterThan(500_000);
    expect(leftMs).toBeLessThanOrEqual(600_000);
    expect([seen.length, attempts.length]).toEqual([1, 1]);
  },
);
