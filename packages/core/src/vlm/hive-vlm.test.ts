import { afterEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { bodyOf, fakeFetch } from "../../test/fake-fetch.ts";
import type { SeenRequest } from "../../test/fake-fetch.ts";
import { readFixture } from "../../test/read-fixture.ts";
import type { MediaSource } from "../submission/submission.ts";
import type { AttemptInfo } from "../transport/attempt-info.ts";
import { HiveVlm } from "./hive-vlm.ts";
import type { AnyVlmQuestion } from "./question.ts";
import type { AnswerSchema } from "./schema.ts";
import type { HiveVlmOptions } from "./vlm-options.ts";

const KEY = "test-key-SECRET";
const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
const MP4 = new TextEncoder().encode("\0\0\0\x20ftypisom\0\0\x02\0isomiso2");
const DATA_URI = `data:image/jpeg;base64,${Buffer.from(JPEG).toString("base64")}`;
const URL_IMAGE = "https://media.example/a.jpg?sig=QUERYMARK";
const SCORE = z.strictObject({ example_score: z.number() });
const LABEL = z.strictObject({ example_label: z.enum(["none", "other"]) });

function vlmFor(
  answer: (request: Request) => Response | Promise<Response>,
  options: HiveVlmOptions = {},
): { vlm: HiveVlm; seen: SeenRequest[]; contentOf: (index?: number) => Promise<unknown> } {
  const fake = fakeFetch(answer);
  const vlm = new HiveVlm({ apiKey: KEY, fetch: fake.fetch, retry: false, ...options });
  const body = z.object({ messages: z.tuple([z.object({ role: z.literal("user"), content: z.unknown() })]) });
  return {
    vlm,
    seen: fake.seen,
    contentOf: async (index = 0) => body.parse(await fake.seen[index]?.json()).messages[0].content,
  };
}

const image = (): Response => Response.json(readFixture("chat/image"));
const perFrame = (): Response => Response.json(readFixture("chat/video-per-frame"));
const text = (value: string): object => ({ type: "text", text: value });
const picture = (url: string): object => ({ type: "image_url", image_url: { url } });

function oneShot(bytes: Uint8Array<ArrayBuffer> = JPEG): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream();
}

describe("a request", () => {
  it("is a message with the prompt, the image and the fenced text, in this order", async () => {
    const { vlm, seen, contentOf } = vlmFor(image);
    await vlm.ask({ prompt: "Is it safe?", media: JPEG, text: "a <b> & c", schema: SCORE });
    const request = seen[0]?.request;
    expect([request?.method, request?.url]).toEqual([
      "POST",
      "https://api.thehive.ai/api/v3/chat/completions",
    ]);
    expect(request?.headers.get("authorization")).toBe(`Bearer ${KEY}`);
    expect(request?.headers.get("content-type")).toBe("application/json");
    expect(await contentOf()).toEqual([
      text(expect.stringMatching(/^Is it safe\?\n\nThe content is between <content> and <\/content>\./)),
      picture(DATA_URI),
      text(expect.stringMatching(/^<content>a [^<>]*b[^<>]* c<\/content>$/)),
    ]);
  });

  it("has the model, maxTokens, and the schema without $schema", async () => {
    const { vlm, seen } = vlmFor(image);
    await vlm.ask({ prompt: "Score it.", text: "a", schema: SCORE });
    const { messages: _, ...rest } = z.looseObject({ messages: z.unknown() }).parse(await seen[0]?.json());
    expect(rest).toEqual({
      model: "hive/vision-language-model",
      max_tokens: 1024,
      response_format: {
        type: "json_schema",
        json_schema: {
          name: "answer",
          strict: true,
          schema: {
            type: "object",
            properties: { example_score: { type: "number" } },
            required: ["example_score"],
            additionalProperties: false,
          },
        },
      },
    });
  });

  it("has the parameters and the model of the call, and no response_format without a schema", async () => {
    const { vlm, seen } = vlmFor(image, { model: "hive/one" });
    const params = { temperature: 0, top_p: 0.1, top_k: 1 };
    await vlm.ask({ prompt: "Describe it.", text: "a", maxTokens: 16 }, { model: "hive/two", params });
    await vlm.ask({ prompt: "Describe it.", text: "a", maxTokens: 16 });
    expect(await seen[0]?.json()).toEqual({
      model: "hive/two",
      max_tokens: 16,
      ...params,
      messages: [expect.anything()],
    });
    expect(await seen[1]?.json()).toHaveProperty("model", "hive/one");
  });

  it("replaces lone surrogates, which strict parsers reject", async () => {
    const { vlm, contentOf } = vlmFor(image);
    await vlm.ask({ prompt: "Is it\ud800?", text: "a\udc00b" });
    expect(JSON.stringify(await contentOf())).not.toMatch(/\\ud[89a-f]/i);
  });
});

describe.each([
  ["a schema", true],
  ["no schema", false],
] as const)("with %s", (_name, hasSchema) => {
  it.each<[string, Omit<AnyVlmQuestion, "prompt">, readonly object[]]>([
    ["no content", {}, []],
    ["a text", { text: "hello" }, [text("<content>hello</content>")]],
    ["bytes", { media: JPEG }, [picture(DATA_URI)]],
    ["a Blob", { media: new Blob([JPEG]) }, [picture(DATA_URI)]],
    ["a Blob of another type", { media: new Blob([JPEG], { type: "video/mp4" }) }, [picture(DATA_URI)]],
    ["a function", { media: async () => JPEG }, [picture(DATA_URI)]],
    ["the URL of an image", { url: new URL(URL_IMAGE) }, [picture(URL_IMAGE)]],
    [
      "five images",
      {
        images: [
          { media: JPEG },
          { url: URL_IMAGE },
          { media: JPEG.buffer },
          { media: JPEG },
          { url: URL_IMAGE },
        ],
      },
      [DATA_URI, URL_IMAGE, DATA_URI, DATA_URI, URL_IMAGE].map(picture),
    ],
    [
      "an image of a type that is not detected",
      { images: [{ media: new Uint8Array([1, 2, 3]), contentType: "image/x-own; q=1,2" }] },
      [picture("data:image/x-own;base64,AQID")],
    ],
    [
      "a video",
      { url: "https://media.example/clip.mp4", video: {} },
      [
        {
          type: "media_url",
          media_url: {
            url: "https://media.example/clip.mp4",
            sampling: { strategy: "fps", fps: 1 },
            prompt_scope: "once",
          },
        },
      ],
    ],
    [
      "a video, frame by frame",
      { url: "https://media.example/clip.mp4", video: { fps: 0.5, scope: "perFrame" } },
      [
        {
          type: "media_url",
          media_url: {
            url: "https://media.example/clip.mp4",
            sampling: { strategy: "fps", fps: 0.5 },
            prompt_scope: "per_frame",
          },
        },
      ],
    ],
  ])("%s is sent after the prompt", async (_content, content, parts) => {
    const isPerFrame = content.video?.scope === "perFrame";
    const { vlm, seen, contentOf } = vlmFor(isPerFrame ? perFrame : image);
    const question = { prompt: "Is it safe?", ...content, schema: undefined };
    const schema: AnswerSchema<unknown> = isPerFrame ? LABEL : SCORE;
    const answer = await (hasSchema ? vlm.ask({ ...question, schema }) : vlm.ask(question));
    const sent = await contentOf();
    expect(sent).toEqual([text(expect.stringMatching(/^Is it safe\?/)), ...parts]);
    expect("response_format" in z.looseObject({}).parse(await seen[0]?.json())).toBe(hasSchema);
    expect(answer.value).toEqual(
      hasSchema ? (isPerFrame ? { example_label: "none" } : { example_score: 0 }) : answer.text,
    );
    expect(answer.frames).toHaveLength(isPerFrame ? 3 : 0);
  });
});

describe("an answer", () => {
  it("has the value, and everything that Hive reports", async () => {
    const { vlm } = vlmFor(image);
    expect(await vlm.ask({ prompt: "Score it.", media: JPEG, schema: SCORE })).toEqual({
      value: { example_score: 0 },
      text: '{"example_score": 0.0}',
      frames: [],
      finishReason: "stop",
      isCut: false,
      usage: { promptTokens: 1325, completionTokens: 11, totalTokens: 1336 },
      id: "7d1c2f60-1111-11ef-9a55-000000000030",
      createdOn: new Date(1767225600123),
      raw: readFixture("chat/image"),
    });
  });

  it("has a list of answers if the model answers for each frame", async () => {
    const { vlm } = vlmFor(perFrame);
    const url = "https://media.example/clip.mp4";
    const answer = await vlm.ask({ prompt: "Label it.", url, video: { scope: "perFrame" }, schema: LABEL });
    const value = { example_label: "none" };
    expect(answer.frames).toEqual(
      [0, 1, 2].map((index) => ({ index, value, text: JSON.stringify(value).replace(":", ": ") })),
    );
    expect([answer.value, answer.text]).toEqual([answer.frames[0]?.value, answer.frames[0]?.text]);
  });

  it("is read from the reply of a language model, whose date is in seconds", async () => {
    const { vlm } = vlmFor(() => Response.json(readFixture("chat/llm")));
    const { value, createdOn, usage } = await vlm.ask({
      prompt: "Answer.",
      schema: z.object({ example: z.boolean() }),
    });
    expect([value, createdOn, usage]).toEqual([
      { example: true },
      new Date("2026-01-01T00:00:00Z"),
      { promptTokens: 20, completionTokens: 60, totalTokens: 80 },
    ]);
  });

  it("may be preceded by spaces that arrive while the model works", async () => {
    const { vlm } = vlmFor(
      () => new Response(bodyOf([" ", "\n", "  \r\n", JSON.stringify(readFixture("chat/image"))])),
    );
    expect((await vlm.ask({ prompt: "Score it.", media: JPEG, schema: SCORE })).value).toEqual({
      example_score: 0,
    });
  });
});

describe("an HTTP error", () => {
  it.each([
    [400, "bad_request", "Invalid Model Name"],
    [401, "unauthorized", "check that the API key is valid for the v3 API"],
    [403, "unauthorized", "check that the API key may use this model"],
    [405, "insufficient_balance", "top up the account balance"],
    [429, "rate_limited", "Invalid Model Name"],
    [500, "server_error", "Invalid Model Name"],
  ])("%i is %s", async (status, reason, words) => {
    const body = readFixture("chat/error-400");
    const { vlm } = vlmFor(() => Response.json(body, { status, headers: { "retry-after": "7" } }));
    await expect(vlm.ask({ prompt: "Score it.", media: JPEG, schema: SCORE })).rejects.toMatchObject({
      kind: "http",
      status,
      reason,
      hiveCode: "400",
      hiveMessage: "Invalid Model Name",
      retryAfterMs: 7000,
      message: expect.stringContaining(words),
    });
  });

  it("without JSON is an HTTP error too", async () => {
    const { vlm } = vlmFor(() => new Response("<p>Bad gateway", { status: 502 }));
    await expect(vlm.ask({ prompt: "Score it." })).rejects.toMatchObject({ kind: "http", hiveMessage: null });
  });
});

describe("a body with HTTP 200", () => {
  it("that ends in an error, after spaces, is a task error", async () => {
    const { vlm } = vlmFor(
      () => new Response(bodyOf(["   ", "\n", JSON.stringify(readFixture("chat/late-error"))])),
    );
    await expect(vlm.ask({ prompt: "Score it.", media: JPEG, schema: SCORE })).rejects.toMatchObject({
      kind: "task",
      reason: "server_error",
      isRetryable: true,
      hiveCode: "500",
      hiveMessage: "An example message",
    });
  });

  it.each([
    ["is empty", ""],
    ["has only whitespace", "   \n"],
    ["is HTML", "<!doctype html>"],
    ["is cut off", '{"id":"7d1c2f60","choices":[{"index":0,"mess'],
    ["repeats a key", '{"choices":[],"choices":[]}'],
    ["is a list", "[]"],
    ["is null", "null"],
    ["is a stream of events", 'data: {"choices":[]}\n\ndata: [DONE]\n'],
  ])("that %s is a decode error", async (_name, body) => {
    const { vlm } = vlmFor(() => new Response(body));
    await expect(vlm.ask({ prompt: "Score it." })).rejects.toMatchObject({ kind: "decode" });
  });

  it("that is larger than the limit is a decode error", async () => {
    const { vlm } = vlmFor(() => new Response(bodyOf([" ".repeat(600), " ".repeat(600)])), {
      limits: { replyBytes: 1000 },
    });
    await expect(vlm.ask({ prompt: "Score it." })).rejects.toMatchObject({
      kind: "decode",
      message: "Hive's response exceeds limits.replyBytes (1000); raise it, or lower maxTokens.",
    });
  });
});

describe("nothing is sent", () => {
  it.each<[string, object, string]>([
    ["without a prompt", { media: JPEG }, "question.prompt is required."],
    [
      "with an empty prompt",
      { prompt: "" },
      "question.prompt must be a non-empty string, got an empty string.",
    ],
    [
      "with an empty text",
      { prompt: "a", text: "" },
      "question.text must be a non-empty string, got an empty string.",
    ],
    ["with an unknown key", { prompt: "a", image: JPEG }, "question.image is unknown"],
    ["with a path as media", { prompt: "a", media: "a.jpg" }, "fromPath"],
    ["with a file URL", { prompt: "a", url: "file:///a.jpg" }, "question.url must be an http or https URL"],
    [
      "with media and url",
      { prompt: "a", media: JPEG, url: URL_IMAGE },
      "more than one of media, url and images",
    ],
    [
      "with url and images",
      { prompt: "a", url: URL_IMAGE, images: [{ url: URL_IMAGE }] },
      "more than one of",
    ],
    ["without images", { prompt: "a", images: [] }, "question.images must be a list of at least one image"],
    [
      "with a string as image",
      { prompt: "a", images: [URL_IMAGE] },
      "question.images[0] must be a plain object",
    ],
    [
      "with a hole in images",
      { prompt: "a", images: Object.assign([], { 1: { url: URL_IMAGE } }) },
      "question.images[0] is required",
    ],
    ["with an empty image", { prompt: "a", images: [{}] }, "question.images[0] must have exactly one of"],
    [
      "with an image of both",
      { prompt: "a", images: [{ url: URL_IMAGE, media: JPEG }] },
      "exactly one of media",
    ],
    [
      "with a type of a URL",
      { prompt: "a", images: [{ url: URL_IMAGE, contentType: "image/png" }] },
      "question.images[0].contentType requires media.",
    ],
    ["with a video of bytes", { prompt: "a", media: MP4, video: {} }, "question.video requires url"],
    ["with a video without URL", { prompt: "a", video: {} }, "question.video requires url"],
    [
      "with no frames",
      { prompt: "a", url: URL_IMAGE, video: { fps: 0 } },
      "question.video.fps must be a positive",
    ],
    [
      "with another scope",
      { prompt: "a", url: URL_IMAGE, video: { scope: "all" } },
      "must be one of once, perFrame",
    ],
    [
      "with no tokens",
      { prompt: "a", maxTokens: 0 },
      "question.maxTokens must be a whole number of at least 1",
    ],
  ])("%s", async (_name, question, message) => {
    const { vlm, seen } = vlmFor(image);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- untyped callers pass anything
    await expect(vlm.ask(question as { prompt: string })).rejects.toMatchObject({
      kind: "input",
      message: expect.stringContaining(message),
    });
    expect(seen).toEqual([]);
  });

  it.each<[string, Uint8Array<ArrayBuffer> | Blob, string]>([
    ["a video", MP4, "The media must be an image, got video/mp4; pass the url of a video."],
    ["a video that is declared as an image", new Blob([MP4], { type: "image/png" }), "got video/mp4"],
    ["bytes of an unknown type", new Uint8Array([1, 2, 3]), "not of a known image type; pass contentType"],
    ["an empty image", new Uint8Array(0), "The media is empty"],
    ["a large image", new Uint8Array(21 * 1024 * 1024).fill(255), "The media exceeds 20971520 bytes"],
  ])("for %s", async (_name, media, message) => {
    const { vlm, seen } = vlmFor(image);
    await expect(
      vlm.ask({ prompt: "Score it.", images: [{ media: JPEG }, { media }] }),
    ).rejects.toMatchObject({
      kind: "input",
      message: expect.stringContaining(message),
    });
    expect(seen).toEqual([]);
  });

  it("for a stream that exceeds the limit", async () => {
    const { vlm, seen } = vlmFor(image, { limits: { mediaBytes: 10 } });
    await expect(vlm.ask({ prompt: "Score it.", media: oneShot() })).rejects.toMatchObject({
      kind: "input",
      limit: 10,
      unit: "bytes",
    });
    expect(seen).toEqual([]);
  });

  it.each<[string, object, string]>([
    ["an unknown option", { metadata: "m" }, "ask: metadata is unknown"],
    ["a stream", { params: { stream: true } }, "ask: params.stream is reserved"],
    ["several answers", { params: { n: 2 } }, "ask: params.n is reserved"],
    ["other messages", { params: { messages: [] } }, "ask: params.messages is reserved"],
    ["max_tokens as a parameter", { params: { max_tokens: 1 } }, "ask: params.max_tokens is reserved"],
    [
      "a parameter that JSON cannot contain",
      { params: { a: new Map() } },
      "ask: params must be a JSON object",
    ],
    ["a model without vendor", { model: "vision-language-model" }, "ask: model must be"],
  ])("with %s", async (_name, options, message) => {
    const { vlm, seen } = vlmFor(image);
    await expect(vlm.ask({ prompt: "a" }, options)).rejects.toMatchObject({
      kind: "config",
      message: expect.stringContaining(message),
    });
    expect(seen).toEqual([]);
  });

  it.each<[string, object, string]>([
    ["an unknown option", { api: "v3" }, "api is unknown"],
    ["a limit of another client", { limits: { frameCharacters: 1 } }, "limits.frameCharacters is unknown"],
    ["a base URL with a query", { baseUrl: "https://a.example/?b" }, "baseUrl must be"],
  ])("by a client with %s", (_name, options, message) => {
    expect(() => new HiveVlm({ apiKey: KEY, ...options })).toThrow(message);
  });
});

describe("retries", () => {
  it("open the images again after a 429", async () => {
    const statuses = [429, 200];
    const { vlm, seen, contentOf } = vlmFor(
      () => (statuses.shift() === 200 ? image() : new Response(null, { status: 429 })),
      { retry: { minDelayMs: 0 } },
    );
    let opened = 0;
    const media: MediaSource = () => {
      opened++;
      return oneShot();
    };
    await vlm.ask({ prompt: "Score it.", images: [{ media }, { media: JPEG }, { media }] });
    expect([seen.length, opened]).toEqual([2, 4]);
    expect(await contentOf(1)).toEqual(await contentOf(0));
  });

  it("are not possible with a stream, which can be read once", async () => {
    const { vlm, seen } = vlmFor(() => new Response(null, { status: 503 }), { retry: { minDelayMs: 0 } });
    const question = { prompt: "Score it.", images: [{ media: JPEG }, { media: oneShot() }] };
    await expect(vlm.ask(question)).rejects.toMatchObject({ status: 503 });
    expect(seen).toHaveLength(1);
  });

  it("end at the configured limit", async () => {
    const { vlm, seen } = vlmFor(() => new Response(null, { status: 503 }), {
      retry: { minDelayMs: 0, limit: 3 },
    });
    await expect(vlm.ask({ prompt: "Score it.", media: JPEG })).rejects.toMatchObject({ status: 503 });
    expect(seen).toHaveLength(4);
  });

  it("do not happen after a lost connection or an error with HTTP 200, which may be billed", async () => {
    const attempts: AttemptInfo[] = [];
    const options = { retry: { minDelayMs: 0 }, onAttempt: (info: AttemptInfo) => void attempts.push(info) };
    const lost = vlmFor(
      () => Promise.reject(new TypeError("fetch failed", { cause: new Error("ECONNRESET") })),
      options,
    );
    await expect(lost.vlm.ask({ prompt: "Score it." })).rejects.toMatchObject({ kind: "network" });
    const late = vlmFor(() => Response.json(readFixture("chat/late-error")), options);
    await expect(late.vlm.ask({ prompt: "Score it." })).rejects.toMatchObject({ kind: "task" });
    expect([lost.seen.length, late.seen.length]).toEqual([1, 1]);
    expect(attempts.map(({ willRetry, mayBeBilled }) => [willRetry, mayBeBilled])).toEqual([
      [false, true],
      [false, true],
    ]);
  });
});

describe("a call ends", () => {
  const never = (): Promise<Response> => new Promise(() => {});

  it("with the reason of the signal, before and during the request", async () => {
    const { vlm, seen } = vlmFor(never);
    const controller = new AbortController();
    const reason = new Error("the user left");
    const during = vlm.ask({ prompt: "Score it.", media: JPEG }, { signal: controller.signal });
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    controller.abort(reason);
    await expect(during).rejects.toBe(reason);
    await expect(vlm.ask({ prompt: "Score it." }, { signal: controller.signal })).rejects.toBe(reason);
    expect(seen).toHaveLength(1);
  });

  it("with the reason of the signal while an image is read, and closes the image", async () => {
    const { vlm, seen } = vlmFor(image);
    const controller = new AbortController();
    const onCancel = vi.fn<() => void>();
    const open = vi.fn<() => ReadableStream<Uint8Array>>(() => bodyOf(["\xff\xd8", null], onCancel));
    const call = vlm.ask({ prompt: "Score it.", images: [{ media: open }] }, { signal: controller.signal });
    await vi.waitFor(() => expect(open).toHaveBeenCalledTimes(1));
    controller.abort(new Error("the user left"));
    await expect(call).rejects.toThrow("the user left");
    await vi.waitFor(() => expect(onCancel).toHaveBeenCalledTimes(1));
    expect(seen).toEqual([]);
  });

  it("at the deadline, also while spaces arrive", async () => {
    const spaces = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        controller.enqueue(new Uint8Array([0x20]));
      },
    });
    const { vlm } = vlmFor(() => new Response(spaces), { timeoutMs: 60 });
    await expect(vlm.ask({ prompt: "Score it." })).rejects.toMatchObject({
      kind: "timeout",
      limit: "deadline",
    });
  });

  it("at the idle timeout, with an error that names idleTimeoutMs", async () => {
    const { vlm } = vlmFor(() => new Response(bodyOf([" ", null])), { idleTimeoutMs: 20 });
    await expect(vlm.ask({ prompt: "Score it." })).rejects.toMatchObject({
      kind: "timeout",
      limit: "idle",
      message: expect.stringContaining("raise idleTimeoutMs"),
    });
  });

  it("at the deadline of the complete call, not that of the validation alone", async () => {
    const { vlm } = vlmFor(image);
    const timeouts = vi.spyOn(globalThis, "setTimeout");
    // The response takes 1.2 of 5 seconds.
    const clock = vi.spyOn(performance, "now").mockReturnValue(0);
    const schema = { jsonSchema: {}, parse: () => true };
    const asked = vlm.ask({ prompt: "Score it.", schema }, { timeoutMs: 5000 });
    clock.mockReturnValue(1200);
    await asked;
    expect(timeouts.mock.calls.map(([, ms]) => ms)).toEqual(expect.arrayContaining([5000, 3800]));
    vi.restoreAllMocks();
  });

  it("at the deadline if a validation of the caller never ends", async () => {
    const { vlm } = vlmFor(image);
    const schema = SCORE.refine(() => new Promise<boolean>(() => {}));
    await expect(vlm.ask({ prompt: "Score it.", schema }, { timeoutMs: 40 })).rejects.toMatchObject({
      kind: "timeout",
      limit: "deadline",
    });
  });
});

describe("the key", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("comes from HIVE_API_KEY by default, and is required", async () => {
    vi.stubEnv("HIVE_API_KEY", "from-the-environment");
    const fake = fakeFetch(image);
    await new HiveVlm({ fetch: fake.fetch }).ask({ prompt: "Score it." });
    expect(fake.seen[0]?.request.headers.get("authorization")).toBe("Bearer from-the-environment");
    vi.stubEnv("HIVE_API_KEY", "");
    expect(() => new HiveVlm()).toThrow("The API key is missing");
  });
});
