import { describe, expect, it } from "vitest";
import { HiveClient } from "../src/index.ts";
import type { CallOptions, HiveClientOptions, Submission } from "../src/index.ts";
import { fakeFetch } from "./fake-fetch.ts";
import { readFixture } from "./read-fixture.ts";

const KEY = "test-key";
const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
const V3_REPLY = {
  task_id: "1",
  model: "hive/visual-moderation",
  output: [{ classes: [{ class: "text", value: 0.5 }] }],
};

function clientFor(options: HiveClientOptions): {
  hive: HiveClient;
  seen: ReturnType<typeof fakeFetch>["seen"];
} {
  const fake = fakeFetch((request) =>
    Response.json(request.url.includes("/v3/") ? V3_REPLY : readFixture("v1/array-of-two")),
  );
  return {
    hive: new HiveClient({ apiKey: KEY, fetch: fake.fetch, retry: false, ...options }),
    seen: fake.seen,
  };
}

async function sent(
  options: HiveClientOptions,
  submission: Submission,
  call: CallOptions = {},
): Promise<{ url: string | undefined; authorization: string | null | undefined; fields: unknown }> {
  const { hive, seen } = clientFor(options);
  await hive.classify(submission, call);
  const [one] = seen;
  const fields = [...((await one?.form()) ?? new FormData()).entries()].map(([name, value]) => [
    name,
    value instanceof File ? `${value.name} ${value.type} ${value.size}` : value,
  ]);
  return { url: one?.request.url, authorization: one?.request.headers.get("authorization"), fields };
}

describe("api v2", () => {
  it.each<[string, Submission, unknown]>([
    ["media", { media: JPEG }, [["media", "upload.jpg image/jpeg 16"]]],
    ["a url", { url: "https://a.example/x.jpg" }, [["url", "https://a.example/x.jpg"]]],
    ["a text", { text: "hello" }, [["text_data", "hello"]]],
  ])("sends %s", async (_name, submission, fields) => {
    expect(await sent({ api: "v2" }, submission)).toEqual({
      url: "https://api.thehive.ai/api/v2/task/sync",
      authorization: `Token ${KEY}`,
      fields,
    });
  });

  it("sends metadata, and params as options, before the media", async () => {
    const { fields } = await sent(
      { api: "v2" },
      { media: JPEG },
      { metadata: "post-7", params: { class: "bullying", severity: "2" } },
    );
    expect(fields).toEqual([
      ["metadata", "post-7"],
      ["options", '{"class":"bullying","severity":"2"}'],
      ["media", "upload.jpg image/jpeg 16"],
    ]);
  });

  it("limits a text to the documented 1024 characters, or to limits.textCharacters", async () => {
    const { hive, seen } = clientFor({ api: "v2" });
    const emoji = "😀".repeat(1024);
    await hive.classify({ text: emoji });
    await expect(hive.classify({ text: `${emoji}!` })).rejects.toMatchObject({
      kind: "input",
      limit: 1024,
      actual: 1025,
      unit: "characters",
    });
    expect(seen).toHaveLength(1);
    await expect(hive.classify({ text: emoji + emoji })).rejects.toThrow(
      "The text has 2048 characters, and the limit is 1024; split it (see classifyText), or raise limits.textCharacters.",
    );
    const raised = clientFor({ api: "v2", limits: { textCharacters: null } });
    await raised.hive.classify({ text: "x".repeat(5_000) });
    expect(raised.seen).toHaveLength(1);
  });
});

describe("a text far above the limit", () => {
  it.each([
    ["ASCII", "x", 50_000_000],
    ["emoji", "😀", 50_000_000 - 2 ** 19],
    ["lone surrogates", "\ud83d", 50_000_000],
  ])("is rejected after the characters of its beginning are counted: %s", async (_name, unit, actual) => {
    const { hive, seen } = clientFor({ api: "v2" });
    const text = unit.repeat(50_000_000 / unit.length);
    await expect(hive.classify({ text })).rejects.toMatchObject({ kind: "input", limit: 1024, actual });
    expect(seen).toHaveLength(0);
  });
});

describe("a string with a lone surrogate", () => {
  const half = "a\ud83d";
  const repaired = "a\ufffd";

  /** The bytes that are sent, as strict UTF-8 and without escapes of surrogates. */
  async function bodyWith(
    options: HiveClientOptions,
    submission: Submission,
    call: CallOptions = {},
  ): Promise<string> {
    const { hive, seen } = clientFor(options);
    await hive.classify(submission, call);
    const bytes = await seen[0]?.request.arrayBuffer();
    const body = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    expect(body).not.toMatch(/\\ud83d/i);
    return body;
  }

  it.each<[string, HiveClientOptions, Submission, CallOptions]>([
    ["the text of v1", {}, { media: new Uint8Array([1]), text: half }, {}],
    ["the URL of v1", {}, { url: `https://a.example/?q=${half}` }, {}],
    ["the file name of v1", {}, { media: new Uint8Array([1]), filename: half }, {}],
    ["the text of v2", { api: "v2" }, { text: half }, {}],
    ["the metadata of v2", { api: "v2" }, { text: "a" }, { metadata: half }],
    ["the params of v2", { api: "v2" }, { text: "b" }, { params: { [half]: [half] } }],
    ["the text of v3", { api: "v3", model: "hive/x" }, { text: half }, {}],
    ["the URL of v3", { api: "v3", model: "hive/x" }, { url: `https://a.example/?q=${half}` }, {}],
    ["the params of v3", { api: "v3", model: "hive/x" }, { text: "b" }, { params: { [half]: [half] } }],
    [
      "the form of v3",
      { api: "v3", model: "hive/x" },
      { media: new Uint8Array([1]) },
      { params: { b: half, c: [half] } },
    ],
    [
      "the file name of v3",
      { api: "v3", model: "hive/x" },
      { media: new Uint8Array([1]), filename: half },
      {},
    ],
  ])("is sent with U+FFFD: %s", async (_name, options, submission, call) => {
    expect(await bodyWith(options, submission, call)).toContain(repaired);
  });

  it("is sent with U+FFFD in the callback URL", async () => {
    const { hive, seen } = clientFor({ api: "v2" });
    await hive.submit({ text: "a" }, { callbackUrl: `https://a.example/?q=${half}` });
    expect((await seen[0]?.form())?.get("callback_url")).toBe(`https://a.example/?q=${repaired}`);
  });

  it("does not affect pairs, or a backslash before the letters of an escape", async () => {
    const params = { a: "😀", b: "\\ud83d", c: "\\\ud83d" };
    const { hive, seen } = clientFor({ api: "v3", model: "hive/x" });
    await hive.classify({ text: "😀" }, { params });
    expect(await seen[0]?.request.json()).toEqual({
      a: "😀",
      b: "\\ud83d",
      c: "\\\ufffd",
      input: [{ text: "😀" }],
    });
  });

  it("in a task id is an input error, because another id is another task", async () => {
    const { hive, seen } = clientFor({ api: "v2" });
    const outcomes = await Promise.allSettled([
      hive.task(half),
      hive.wait(half),
      hive.taskFrames(half).summary(),
    ]);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { kind: "input" } });
    await expect(hive.task(half)).rejects.toThrow(
      "The task id must be a non-empty, well-formed string, got string; pass the id from submit().",
    );
    expect(seen).toHaveLength(0);
  });
});

describe("api v3", () => {
  const client: HiveClientOptions = { api: "v3", model: "hive/visual-moderation" };

  it.each<[string, Submission, unknown]>([
    ["a url", { url: "https://a.example/x.jpg" }, { input: [{ media_url: "https://a.example/x.jpg" }] }],
    ["a text", { text: "hello" }, { input: [{ text: "hello" }] }],
  ])("sends %s as JSON, with params next to the input", async (_name, submission, body) => {
    const { hive, seen } = clientFor(client);
    const call = { model: "hive/other", params: { media_metadata: true } };
    await hive.classify(submission, call);
    const request = seen[0]?.request;
    expect(request?.url).toBe("https://api.thehive.ai/api/v3/hive/other");
    expect(request?.headers.get("authorization")).toBe(`Bearer ${KEY}`);
    expect(request?.headers.get("content-type")).toBe("application/json");
    expect(await request?.json()).toEqual({ media_metadata: true, ...Object(body) });
  });

  it("sends media as a form", async () => {
    const { url, fields } = await sent(client, { media: JPEG });
    expect(url).toBe("https://api.thehive.ai/api/v3/hive/visual-moderation");
    expect(fields).toEqual([["media", "upload.jpg image/jpeg 16"]]);
  });

  it.each([16, 3 * 8 * 1024, 100_003])("sends %i bytes of media with params as a data URI", async (size) => {
    const { hive, seen } = clientFor(client);
    const bytes = new Uint8Array(size).map((_, index) => index % 251);
    bytes.set(JPEG);
    await hive.classify({ media: bytes }, { params: { media_metadata: true, mode: undefined } });
    expect(seen[0]?.request.headers.get("content-type")).toBe("application/json");
    expect(await seen[0]?.request.json()).toEqual({
      media_metadata: true,
      input: [{ media_base64: `data:image/jpeg;base64,${Buffer.from(bytes).toString("base64")}` }],
    });
  });

  it("sends a data URI without the parameters of the media type", async () => {
    const { hive, seen } = clientFor(client);
    const media = new Blob([JPEG], { type: 'audio/webm; codecs="opus,vp8"' });
    await hive.classify({ media }, { params: { media_metadata: true } });
    expect(await seen[0]?.request.json()).toMatchObject({
      input: [{ media_base64: `data:audio/webm;base64,${Buffer.from(JPEG).toString("base64")}` }],
    });
  });

  it.each<[string, () => Submission]>([
    ["media of unknown size", () => ({ media: new Blob([JPEG]).stream() })],
    [
      "more than 20 MB of media",
      () => ({
        media: new File([JPEG, new Uint8Array(20 * 1024 * 1024)], "big.jpg", { type: "image/jpeg" }),
      }),
    ],
  ])("sends %s with params as a form", async (_name, createSubmission) => {
    const params = { media_metadata: true, mode: "x" };
    const { fields } = await sent(client, createSubmission(), { params });
    expect(fields).toMatchObject([
      ["media_metadata", "true"],
      ["mode", "x"],
      ["media", expect.stringContaining("image/jpeg")],
    ]);
  });

  it("reads media for a data URI again for each attempt", async () => {
    let attempts = 0;
    let opened = 0;
    const bodies: unknown[] = [];
    const hive = new HiveClient({
      ...client,
      apiKey: KEY,
      retry: { minDelayMs: 0 },
      fetch: async (input, init) => {
        bodies.push(await new Request(input, init).json());
        return ++attempts === 1 ? new Response("", { status: 503 }) : Response.json(V3_REPLY);
      },
    });
    const media = (): Uint8Array<ArrayBuffer> => {
      opened++;
      return JPEG;
    };
    await hive.classify({ media }, { params: { media_metadata: true } });
    expect([attempts, opened]).toEqual([2, 2]);
    expect(bodies[1]).toEqual(bodies[0]);
  });

  it("rejects empty media for a data URI before any request", async () => {
    const { hive, seen } = clientFor(client);
    const call = hive.classify({ media: new Uint8Array() }, { params: { media_metadata: true } });
    await expect(call).rejects.toMatchObject({ kind: "input" });
    expect(seen).toHaveLength(0);
  });

  it("requires a model, of the client or the call", async () => {
    const { hive, seen } = clientFor({ api: "v3" });
    const missing = { kind: "config", option: "model" };
    await expect(hive.classify({ media: JPEG })).rejects.toMatchObject(missing);
    await expect(hive.frames({ media: JPEG }).summary()).rejects.toMatchObject(missing);
    expect(seen).toHaveLength(0);
    await hive.classify({ media: JPEG }, { model: "hive/visual-moderation" });
    expect(seen).toHaveLength(1);
  });

  it("rejects media over the documented limit of the model, before any request", async () => {
    const { hive, seen } = clientFor(client);
    const size = 200 * 1024 * 1024 + 1;
    const media = { size, stream: () => new Blob([JPEG]).stream() };
    await expect(hive.classify({ media })).rejects.toMatchObject({
      kind: "input",
      limit: size - 1,
      actual: size,
      unit: "bytes",
    });
    expect(seen).toHaveLength(0);
  });
});

describe("an unsupported submission is an input error before any request:", () => {
  it.each<[HiveClientOptions["api"], string, Submission]>([
    ["v1", "text alone", { text: "a" }],
    ["v2", "text with media", { media: JPEG, text: "a" }],
    ["v2", "text with a url", { url: "https://a.example/", text: "a" }],
    ["v3", "text with media", { media: JPEG, text: "a" }],
    ["v3", "text with a url", { url: "https://a.example/", text: "a" }],
  ])("%s and %s", async (api, _name, submission) => {
    const { hive, seen } = clientFor({ api, ...(api === "v3" ? { model: "hive/visual-moderation" } : {}) });
    await expect(hive.classify(submission)).rejects.toMatchObject({ kind: "input" });
    await expect(hive.frames(submission).summary()).rejects.toMatchObject({ kind: "input" });
    expect(seen).toHaveLength(0);
  });
});

describe("an unsupported option is a config error before any request, never ignored:", () => {
  it.each<[HiveClientOptions["api"], option: string, CallOptions]>([
    ["v1", "metadata", { metadata: "a" }],
    ["v1", "params", { params: { a: 1 } }],
    ["v1", "model", { model: "hive/visual-moderation" }],
    ["v2", "model", { model: "hive/visual-moderation" }],
    ["v3", "metadata", { metadata: "a" }],
    ["v3", "params.input", { params: { input: [] } }],
  ])("%s and %s", async (api, option, call) => {
    const { hive, seen } = clientFor({ api, ...(api === "v3" ? { model: "hive/visual-moderation" } : {}) });
    const config = { kind: "config", option };
    await expect(hive.classify({ media: JPEG }, call)).rejects.toMatchObject(config);
    await expect(hive.frames({ media: JPEG }, call).summary()).rejects.toMatchObject(config);
    expect(seen).toHaveLength(0);
  });

  it("a poll and metadata", async () => {
    const { hive, seen } = clientFor({ api: "v2" });
    await expect(hive.task("id", { metadata: "a" })).rejects.toMatchObject({
      kind: "config",
      option: "metadata",
      message: "metadata is not accepted by a poll; remove it.",
    });
    expect(seen).toHaveLength(0);
  });

  it("v2 and the client option model", () => {
    expect(() => new HiveClient({ apiKey: KEY, api: "v2", model: "hive/visual-moderation" })).toThrow(
      expect.objectContaining({ kind: "config", option: "model" }),
    );
  });
});

describe("a missing endpoint is a config error before any request:", () => {
  it.each<[HiveClientOptions["api"], string, (hive: HiveClient) => Promise<unknown>]>([
    ["v1", "submit", (hive) => hive.submit({ media: JPEG })],
    ["v3", "submit", (hive) => hive.submit({ media: JPEG })],
    ["v3", "task", (hive) => hive.task("id")],
    ["v3", "wait", (hive) => hive.wait("id")],
    ["v3", "taskFrames", (hive) => hive.taskFrames("id").summary()],
  ])("%s and %s", async (api, _name, call) => {
    const { hive, seen } = clientFor({ api, ...(api === "v3" ? { model: "hive/visual-moderation" } : {}) });
    await expect(call(hive)).rejects.toMatchObject({ kind: "config", option: "api" });
    expect(seen).toHaveLength(0);
  });
});

describe("the same content", () => {
  it("has the same result in every generation", async () => {
    const classes = [
      { class: "general_nsfw", score: 0.25 },
      { class: "general_not_nsfw_not_suggestive", score: 0.75 },
    ];
    const part = {
      status: { code: "0", message: "SUCCESS" },
      response: { input: {}, output: [{ time: 1, classes }] },
    };
    const replies = {
      v1: { id: "t", status: part },
      v2: { id: "t", status: [part] },
      v3: {
        task_id: "t",
        output: [
          {
            extra: [{ name: "timestamp", value: 1 }],
            classes: classes.map((entry) => ({ class_name: entry.class, value: entry.score })),
          },
        ],
      },
    };
    const seen: unknown[] = [];
    for (const api of ["v1", "v2", "v3"] as const) {
      const hive = new HiveClient({
        apiKey: KEY,
        api,
        fetch: async () => Response.json(replies[api]),
        ...(api === "v3" ? { model: "hive/visual-moderation" } : {}),
      });
      const task = await hive.classify({ media: JPEG });
      seen.push(task.results.map((result) => result.frames.map(({ raw: _raw, ...frame }) => frame)));
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
    expect(seen[0]).toMatchObject([[{ kind: "classification", timeSeconds: 1, evaluated: true, classes }]]);
  });
});
