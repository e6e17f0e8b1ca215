import { expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import { picture } from "./support/pictures.ts";
import { post } from "./support/post.ts";
import { demoMedia } from "./support/submit.ts";

const bytes = await picture({ width: 8, height: 8 }, "#ff0000").png().toBuffer();
const png = new File([new Uint8Array(bytes)], "a.png");
const VISUAL = "/api/v3/hive/visual-moderation";
const TEXT = "/api/v3/hive/text-moderation";
const AI = "/api/v3/hive/ai-generated-and-deepfake-content-detection";

it.each([
  ["a file", { form: { media: png } }],
  ["a URL", { json: { input: [{ media_url: "https://media.example/a.png" }] } }],
  ["base64", { json: { input: [{ media_base64: bytes.toString("base64") }] } }],
  [
    "a data: URI",
    { json: { input: [{ media_base64: `data:image/png;base64,${bytes.toString("base64")}` }] } },
  ],
])("visual moderation accepts %s, and gives the same bytes the same scores", async (_, request) => {
  const emulator = createEmulator({ createId: () => "t", files: { "https://media.example/a.png": png } });
  const { status, body } = await post(emulator, VISUAL, { key: "demo-v3", ...request });
  expect(status).toBe(200);
  expect(Object.keys(body)).toEqual(["task_id", "model", "version", "output"]);
  expect(body).toMatchObject({ task_id: "t", model: "hive/visual-moderation", version: "1" });
  const [only] = body.output;
  expect(only.extra).toEqual([]);
  expect(only.classes).toHaveLength(88);
  expect(Object.keys(only.classes[0])).toEqual(["class", "value"]);
  const again = await post(createEmulator(), VISUAL, { key: "demo-visual", form: { media: png } });
  expect(again.body.output).toEqual(body.output);
});

it("the frames of a video have an index and a timestamp, and a variant gives classes the documented key", async () => {
  const projects = [
    { key: "documented", model: "emulator_v3", variants: { classKey: "class_name" } },
  ] as const;
  const media = new Blob([new Uint8Array(await demoMedia("traffic-light.gif"))]);
  const { body } = await post(createEmulator({ projects }), VISUAL, { key: "documented", form: { media } });
  expect(body.output).toHaveLength(6);
  expect(body.output[5].extra).toEqual([
    { name: "frame_index", value: 5 },
    { name: "timestamp", value: 5 },
  ]);
  expect(Object.keys(body.output[0].classes[0])).toEqual(["class_name", "value"]);
});

it("text moderation returns levels and hits", async () => {
  const { body } = await post(createEmulator(), TEXT, {
    key: "demo-v3",
    json: { input: [{ text: "darn, hive-test-hate" }] },
  });
  expect(body.model).toBe("hive/text-moderation");
  const levels = Object.fromEntries(
    body.output[0].classes.map((c: { class: string; value: number }) => [c.class, c.value]),
  );
  expect(levels).toMatchObject({ hate: 3, bullying: 1, spam: 0 });
  expect(body.output[0].string_matches).toEqual([
    { type: "profanity", value: "DARN", start_index: 0, end_index: 4 },
  ]);
});

it("the model for AI-generated content has three heads, and accepts parameters in addition to the input", async () => {
  const json = { input: [{ media_base64: bytes.toString("base64") }], media_metadata: true };
  const { body } = await post(createEmulator(), AI, { key: "demo-v3", json });
  const classes: { class: string; value: number }[] = body.output[0].classes;
  const sum = (from: number, to: number) =>
    classes.slice(from, to).reduce((total, { value }) => total + value, 0);
  expect(classes[0]?.class).toBe("ai_generated");
  expect(sum(0, 2)).toBeCloseTo(1, 12);
  expect(sum(2, classes.length - 1)).toBeCloseTo(1, 12);
  expect(classes.at(-1)?.class).toBe("deepfake");
});

it("an unknown key, a key of another generation and the scheme Token get HTTP 401 in v3's format", async () => {
  const emulator = createEmulator();
  const wrong = await post(emulator, VISUAL, { key: "nobody", form: { media: png } });
  expect(wrong).toEqual({ status: 401, body: { status_code: 401, message: "Unauthorized" } });
  expect((await post(emulator, VISUAL, { key: "demo-labeling", form: { media: png } })).status).toBe(401);
  const token = await post(emulator, VISUAL, {
    key: "demo-v3",
    form: { media: png },
    headers: { authorization: "Token demo-v3" },
  });
  expect(token.status).toBe(401);
});

it("broken media, wrong input, a key of another model and an unknown model are errors in v3's format", async () => {
  const emulator = createEmulator();
  const text = { text: "hello" };
  for (const [path, key, request, status] of [
    [VISUAL, "demo-v3", { form: { media: new File(["x"], "x.jpg") } }, 400],
    [VISUAL, "demo-v3", { json: { input: [] } }, 400],
    [VISUAL, "demo-v3", { json: { input: text } }, 400],
    [TEXT, "demo-v3", { json: { input: [text, text] } }, 400],
    [VISUAL, "demo-v3", { json: { input: [text] } }, 400],
    [TEXT, "demo-v3", { json: { input: [{ ...text, media_url: "http://127.0.0.1/" }] } }, 400],
    [VISUAL, "demo-v3", { json: { input: [{ media_base64: "?" }] } }, 400],
    [VISUAL, "demo-v3", { json: { input: [{ media_url: "https://elsewhere.example/" }] } }, 400],
    [TEXT, "demo-visual", { json: { input: [text] } }, 404],
    ["/api/v3/hive/translation", "demo-v3", { json: { input: [text] } }, 404],
  ] as const) {
    const response = await post(emulator, path, { key, ...request });
    expect(response).toEqual({ status, body: { status_code: status, message: expect.any(String) } });
  }
});

it("the error for a Hive route with an unknown format says that the format is not known", async () => {
  const { body } = await post(createEmulator(), "/api/v3/hive/translation", { key: "demo-v3", json: {} });
  expect(body.message).toContain("the format of Hive's requests and responses is not known");
});

it("a color project returns v3's format", async () => {
  const { body } = await post(createEmulator(), VISUAL, { key: "demo-colors", form: { media: png } });
  expect(body.output[0].classes[0]).toEqual({ class: "red", value: 1 });
});
