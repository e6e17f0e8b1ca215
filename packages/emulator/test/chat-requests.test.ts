import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import { ask, CHAT, formatFor, imagePart, objectSchema, toDataUri, VLM } from "./support/chat.ts";
import { describeKeys } from "./support/describe-keys.ts";
import { picture } from "./support/pictures.ts";
import { post } from "./support/post.ts";
import { demoMedia, type JsonResponse } from "./support/submit.ts";

const png = await picture({ width: 1000, height: 1000 }, "#ff0000").png().toBuffer();
const files = {
  "https://example.com/a.jpg": png,
  "https://example.com/clip.mp4": await demoMedia("colors.mp4"),
};

async function readFixture(name: string): Promise<JsonResponse["body"]> {
  return JSON.parse(await readFile(new URL(`fixtures/${name}.json`, import.meta.url), "utf8"));
}

it("the image request of the reference is accepted, and its reply has the keys and types of v3-chat-image", async () => {
  const json = await readFixture("v3-chat-request-image");
  json.messages[1].content[2].image_url.url = toDataUri(png);
  const now = new Date("2026-01-01T00:00:00.123Z");
  const { status, body } = await post(createEmulator({ files, now: () => now }), CHAT, {
    key: "demo-vlm",
    json,
  });
  expect(status).toBe(200);
  const fixture = await readFixture("v3-chat-image");
  expect(describeKeys(body)).toEqual(describeKeys(fixture));
  expect(Object.keys(body)).toEqual(Object.keys(fixture));
  expect(body).toMatchObject({ object: "chat.completion", model: VLM, created: now.getTime() });
  expect(body.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(JSON.parse(body.choices[0].message.content)).toEqual({ label: "none", score: 0 });
  // Two images of 1000 x 1000 pixels, and texts of 18 and 20 characters.
  expect(body.usage.prompt_tokens).toBe(2 * 5 * 256 + 5 + 5);
});

it("the video request of the reference is accepted, once and per frame", async () => {
  const json = await readFixture("v3-chat-request-video");
  const emulator = createEmulator({ files });
  const once = await post(emulator, CHAT, { key: "demo-vlm", json });
  expect(describeKeys(once.body)).toEqual(describeKeys(await readFixture("v3-chat-image")));
  expect(once.body.choices).toHaveLength(1);
  json.messages[0].content[0].media_url.prompt_scope = "per_frame";
  const perFrame = await post(emulator, CHAT, { key: "demo-vlm", json });
  expect(describeKeys(perFrame.body)).toEqual(describeKeys(await readFixture("v3-chat-video-per-frame")));
  expect(perFrame.body.choices.length).toBeGreaterThan(1);
});

it("an unknown model gets Hive's error", async () => {
  const expected = await readFixture("v3-chat-error-400");
  for (const model of ["vision-language-model", "hive/moderation-11b-vision-language-model"]) {
    expect(await ask(createEmulator(), "Hello", { model })).toEqual({ status: 400, body: expected });
  }
});

const part = (type: string, value: unknown): unknown => [{ type, [type]: value }];
const video = (fields: object): unknown =>
  part("media_url", { url: "https://example.com/clip.mp4", ...fields });
const schema = (value: unknown): Readonly<Record<string, unknown>> => formatFor(value);

it.each<[name: string, content: unknown, fields: Readonly<Record<string, unknown>>, message: string]>([
  ["no text", [], {}, "messages[0].content must be a string or an array of at least one part"],
  ["content of another type", 5, {}, "messages[0].content must be a string"],
  ["no messages", "", { messages: [] }, "messages must be an array of at least one message"],
  ["a message that is not an object", "", { messages: ["x"] }, "messages[0] must be an object"],
  [
    "another role",
    "",
    { messages: [{ role: "assistant", content: "x" }] },
    "messages[0].role must be user or system",
  ],
  ["only a system message", "", { messages: [{ role: "system", content: "x" }] }, "must have a user message"],
  [
    "parts in a system message",
    "",
    { messages: [{ role: "system", content: [] }] },
    "must be a string in a system",
  ],
  [
    "a field of a message",
    "",
    { messages: [{ role: "user", content: "x", name: "n" }] },
    'has the field "name"',
  ],
  ["an unknown part", part("input_audio", {}), {}, "messages[0].content[0].type must be text, image_url or"],
  ["a text that is not a string", part("text", 1), {}, "content[0].text must be a string"],
  ["an image without a URL", part("image_url", {}), {}, "image_url.url must be a URL or a data: URI"],
  ["the detail of an image", part("image_url", { url: "x", detail: "low" }), {}, 'has the field "detail"'],
  [
    "a data: URI without base64",
    [imagePart("data:image/png,x")],
    {},
    "must have the form data:TYPE;base64,BYTES",
  ],
  ["a data: URI that is not base64", [imagePart("data:image/png;base64,?")], {}, "must be base64"],
  [
    "a host that is not allowed",
    [imagePart("https://elsewhere.example/a.png")],
    {},
    "only sends requests to this",
  ],
  [
    "a URL that is malformed",
    [imagePart("a.png")],
    {},
    "The image_url must be an absolute http or https URL",
  ],
  [
    "a video as a data: URI",
    part("media_url", { url: "data:video/mp4;base64,AAAA" }),
    {},
    "media_url.url must be",
  ],
  [
    "another strategy",
    video({ sampling: { strategy: "count", fps: 1 } }),
    {},
    "sampling.strategy must be fps",
  ],
  [
    "no frames per second",
    video({ sampling: { strategy: "fps", fps: 0 } }),
    {},
    "fps must be a number above 0",
  ],
  ["another scope", video({ prompt_scope: "twice" }), {}, "prompt_scope must be once or per_frame"],
  ["a stream", "x", { stream: true }, "the format of a stream of the VLM is not known"],
  ["an unknown field", "x", { seed: 1 }, 'The body has the field "seed", which no source mentions'],
  ["OpenAI's newer field", "x", { max_completion_tokens: 1 }, "Use max_tokens."],
  ["a max_tokens of 0", "x", { max_tokens: 0 }, "max_tokens must be a whole number of at least 1"],
  ["a temperature above 2", "x", { temperature: 3 }, "temperature must be a number from 0 to 2"],
  ["a negative top_p", "x", { top_p: -1 }, "top_p must be a number from 0 to 1"],
  ["a broken top_k", "x", { top_k: 1.5 }, "top_k must be a whole number of at least 1"],
  [
    "a JSON object format",
    "x",
    { response_format: { type: "json_object" } },
    "must be an object with the type json",
  ],
  [
    "a schema without a name",
    "x",
    { response_format: { type: "json_schema", json_schema: {} } },
    "name must be",
  ],
  [
    "a schema that is not an object",
    "x",
    schema("x"),
    "The schema in response_format must be an object or true",
  ],
  ["an unsupported keyword", "x", schema({ type: "string", pattern: "a" }), 'has the keyword "pattern"'],
  [
    "a nested one",
    "x",
    schema(objectSchema({ a: { oneOf: [] } })),
    'at "#/properties/a" has the keyword "oneOf"',
  ],
  ["an unknown reference", "x", schema({ $ref: "#/$defs/none" }), 'refers to "#/$defs/none"'],
  ["keywords beside a reference", "x", schema({ $ref: "#", type: "object" }), 'has "type" beside $ref'],
  ["an unknown type", "x", schema({ type: "date" }), "must have a type that is one or more of object"],
  ["an empty enum", "x", schema({ enum: [] }), "must have an enum that is an array of at least one value"],
  [
    "limits that exclude each other",
    "x",
    schema({ type: "number", minimum: 2, maximum: 1 }),
    "found no answer",
  ],
  [
    "a forbidden required key",
    "x",
    schema({ type: "object", required: ["a"], additionalProperties: false }),
    "no answer",
  ],
  [
    "a schema that never ends",
    "x",
    schema({ type: "object", properties: { a: { $ref: "#" } }, required: ["a"] }),
    "no answer",
  ],
  ["a huge answer", "x", schema({ type: "array", items: { type: "boolean" }, minItems: 1e9 }), "too complex"],
])("%s gets HTTP 400 with a message that says what to send", async (_, content, fields, message) => {
  const emulator = createEmulator({ files });
  const { status, body } = await ask(emulator, content, fields);
  expect(body).toEqual({ status_code: 400, message: expect.stringContaining(message) });
  expect(status).toBe(400);
  emulator.verify.one({ httpStatus: 400, chargeUsd: 0, projectKey: "demo-vlm" });
});

it("a body that is not a JSON object, a form and another method are rejected", async () => {
  const emulator = createEmulator();
  const key = "demo-vlm";
  expect(await post(emulator, CHAT, { key, json: [] })).toMatchObject({ status: 400 });
  expect(await post(emulator, CHAT, { key, form: { model: VLM } })).toMatchObject({
    status: 400,
    body: { message: "Send a body with the Content-Type application/json." },
  });
  const response = await emulator.fetch(`https://api.thehive.ai${CHAT}`);
  expect(response.status).toBe(404);
});

it("an image above Hive's limit for base64 gets HTTP 413", async () => {
  const image = imagePart(`data:image/png;base64,${"A".repeat(28 * 1024 * 1024)}`);
  const { status, body } = await ask(createEmulator(), [image]);
  expect(status).toBe(413);
  expect(body.message).toContain(
    "image_url.url exceeds 20971520 bytes, Hive's limit for base64. Send a smaller image",
  );
}, 30_000);

it("definitions that multiply exponentially get HTTP 400 at once", async () => {
  const definitions = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => {
      const next = index === 39 ? { type: "boolean" } : { $ref: `#/$defs/d${index + 1}` };
      return [`d${index}`, objectSchema({ a: next, b: next })];
    }),
  );
  const { status, body } = await ask(
    createEmulator(),
    "x",
    schema({ $ref: "#/$defs/d0", $defs: definitions }),
  );
  expect(status).toBe(400);
  expect(body.message).toContain("too complex");
});

it("a key of another model gets HTTP 403, and the key of the VLM does not serve a detector", async () => {
  const json = { model: VLM, messages: [{ role: "user", content: "Hello" }] };
  const wrong = await post(createEmulator(), CHAT, { key: "demo-colors", json });
  expect(wrong).toEqual({ status: 403, body: { status_code: 403, message: expect.stringContaining(VLM) } });
  const detector = await post(createEmulator(), "/api/v3/hive/text-moderation", {
    key: "demo-vlm",
    json: { input: [{ text: "Hello" }] },
  });
  expect(detector.status).toBe(404);
});
