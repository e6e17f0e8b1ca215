import sharp from "sharp";
import { expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import { picture } from "./support/pictures.ts";
import { poll, post } from "./support/post.ts";
import { demoMedia } from "./support/submit.ts";

const png = new File(
  [new Uint8Array(await picture({ width: 8, height: 8 }, "#ff0000").png().toBuffer())],
  "a.png",
);
const video = new File([new Uint8Array(await demoMedia("colors.mp4"))], "colors.mp4");
const SYNC = "/api/v2/task/sync";
const ASYNC = "/api/v2/task/async";

it("a reply has the envelope of a live v2 reply, and echoes the metadata", async () => {
  const times = [1000, 1480];
  const emulator = createEmulator({ now: () => new Date(times.shift() ?? 0), createId: () => "an-id" });
  const { status, body } = await post(emulator, SYNC, {
    key: "demo-colors-boxes",
    form: { media: png, metadata: "mine" },
  });
  expect(status).toBe(200);
  expect(body).toEqual({
    id: "an-id",
    code: 200,
    project_id: 1002,
    user_id: 1,
    created_on: "1970-01-01T00:00:01.480Z",
    metadata: "mine",
    status: [
      {
        status: { code: "0", message: "SUCCESS" },
        response: {
          input: {
            id: "an-id",
            charge: 0.003,
            model: "emulator_colors_boxes",
            model_version: 1,
            model_type: "BOUNDING_BOX",
            created_on: "1970-01-01T00:00:01.000Z",
            media: expect.objectContaining({ filename: "a.png", url: null, mimetype: "image/png" }),
            user_id: 1,
            project_id: 1002,
            config_version: 1,
            config_tag: "default",
          },
          output: [{ time: 0, bounding_poly: [expect.objectContaining({ keypoints: [] })] }],
        },
      },
    ],
    from_cache: false,
  });
});

it("a reply to a text has the format of a live one, with the hits of word lists and patterns", async () => {
  const emulator = createEmulator();
  const text = "Some darn text, call 555-123-4567 or mail a.b@example.com";
  const { body } = await post(emulator, SYNC, { key: "demo-text", form: { text_data: text } });
  const { response } = body.status[0];
  expect(response.input).toMatchObject({
    charge: 0.001,
    model_type: "TEXT_CLASSIFICATION",
    text,
    hash: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect(response.input).not.toHaveProperty("media");
  expect(response).toMatchObject({
    custom_classes: [],
    urls: [],
    language: "EN",
    text_filters: [{ value: "DARN", start_index: 5, end_index: 9, type: "profanity" }],
    pii_entities: [
      { value: "555-123-4567", start_index: 21, end_index: 33, type: "U.S. Phone Number" },
      { value: "a.b@example.com", start_index: 42, end_index: 57, type: "Email Address" },
    ],
  });
  expect(response.moderated_classes).toContain("bullying");
  const [frame] = response.output;
  expect(frame).toMatchObject({ time: 0, start_char_index: 0, end_char_index: text.length });
  const levels = Object.fromEntries(
    frame.classes.map((c: { class: string; score: number }) => [c.class, c.score]),
  );
  expect(levels).toMatchObject({ bullying: 1, hate: 0 });
  expect(emulator.verify.one()).toMatchObject({
    kind: "text_data",
    hasText: true,
    sizeBytes: null,
    chargeUsd: 0.001,
  });
  expect(JSON.stringify(emulator.journal)).not.toContain("darn");
});

it.each([
  ["a form", { form: { url: "https://media.example/a.png?sig=1" } }],
  ["JSON", { json: { url: "https://media.example/a.png?sig=1" } }],
  ["v1's field", { form: { image_url: "https://media.example/a.png?sig=1" } }],
])("a URL in %s is read from the file that replaces it, and is echoed unchanged", async (_, request) => {
  const emulator = createEmulator({ files: { "https://media.example/a.png": png } });
  const { body } = await post(emulator, SYNC, { key: "demo-colors", ...request });
  expect(body.status[0].response.input.media).toMatchObject({
    url: "https://media.example/a.png?sig=1",
    filename: null,
    width: 8,
  });
});

it("a submission without exactly one content field that the project accepts gets HTTP 400", async () => {
  const emulator = createEmulator();
  for (const [key, form] of [
    ["demo-visual", {}],
    ["demo-visual", { media: png, url: "http://127.0.0.1/a.png" }],
    ["demo-visual", { text_data: "a text" }],
    ["demo-text", { media: png }],
    ["demo-text", { text_data: "x".repeat(1025) }],
    ["demo-text", { text_data: "a text", options: "{" }],
    ["demo-visual", { media: "not a file" }],
    ["demo-visual", { url: "https://elsewhere.example/a.png" }],
    ["demo-visual", { url: "constructor" }],
  ] as const) {
    const { status, body } = await post(emulator, SYNC, { key, form });
    expect({ status, body }).toEqual({
      status: 400,
      body: { return_code: 400, message: expect.any(String) },
    });
  }
  expect((await post(emulator, SYNC, { key: "demo-text", json: [] })).status).toBe(400);
  expect(emulator.projects.every(({ chargedUsd }) => chargedUsd === 0)).toBe(true);
});

it("keys for labeling and for v3 get HTTP 403 with the generations in which they are valid", async () => {
  for (const [key, message] of [
    ["demo-labeling", "v1 only"],
    ["demo-v3", "v3 only"],
    ["nobody", "Invalid Auth Token"],
  ] as const) {
    const { status, body } = await post(createEmulator(), SYNC, { key, form: { media: png } });
    expect(status).toBe(403);
    expect(body.message).toContain(message);
  }
});

it("an asynchronous task is acknowledged only with its id, and its result is read in pages", async () => {
  const emulator = createEmulator();
  const { status, body } = await post(emulator, ASYNC, {
    key: "demo-colors",
    form: { media: video, metadata: "m" },
  });
  expect(status).toBe(200);
  expect(Object.keys(body)).toEqual(["task_id"]);
  await emulator.idle();
  const page = async (query: string) =>
    (await poll(emulator, `/api/v2/task?task_id=${body.task_id}${query}`, "demo-colors")).body;
  const all = await page("");
  expect(all).toMatchObject({ id: body.task_id, code: 200, metadata: "m" });
  const frames = all.status[0].response.output;
  expect(frames).toHaveLength(10);
  const lastPage = await page("&frame_limit=3&frame_offset=9");
  expect(lastPage.status[0].response.output).toEqual(frames.slice(9));
  expect(lastPage.status[0].response.input.charge).toBe(0.03);
  expect((await page("&frame_offset=10")).status[0].response.output).toEqual([]);
  expect(await page("&frame_limit=0")).toMatchObject({ return_code: 400 });
  expect(await page("&frame_offset=x")).toMatchObject({ return_code: 400 });
  expect(emulator.verify.one()).toMatchObject({
    taskId: body.task_id,
    frameCount: 10,
    chargeUsd: 0.03,
    httpStatus: 200,
  });
});

it("a pending task is reported as in progress, and only its own project can poll it", async () => {
  let start: (finish: () => void) => void = () => undefined;
  const started = new Promise<() => void>((resolve) => void (start = resolve));
  const sleep = () => new Promise<void>((resolve) => start(resolve));
  const emulator = createEmulator({ pace: { msPerFrame: 1000 }, sleep });
  const { body } = await post(emulator, ASYNC, { key: "demo-visual", form: { media: png } });
  const path = `/api/v2/task?task_id=${body.task_id}`;
  const finish = await started;
  expect(await poll(emulator, path, "demo-visual")).toEqual({
    status: 200,
    body: { task_id: body.task_id, message: "The task is in progress" },
  });
  expect((await poll(emulator, path, "demo-colors")).status).toBe(404);
  expect((await poll(emulator, path, "nobody")).status).toBe(403);
  expect((await poll(emulator, "/api/v2/task?task_id=another", "demo-visual")).status).toBe(404);
  expect((await poll(emulator, "/api/v2/task", "demo-visual")).status).toBe(400);
  finish();
  await emulator.idle();
  expect((await poll(emulator, path, "demo-visual")).body.id).toBe(body.task_id);
});

it("an asynchronous task fails without a charge if its media cannot be downloaded or decoded", async () => {
  const emulator = createEmulator({
    files: { "https://media.example/gone": () => Promise.reject(new Error("gone")) },
  });
  const broken = new File(["not a picture"], "hive-test-no_such_class.jpg");
  for (const [form, code] of [
    [{ url: "https://media.example/gone" }, "2000"],
    [{ media: broken }, "3200"],
  ] as const) {
    const { body } = await post(emulator, ASYNC, { key: "demo-visual", form });
    await emulator.idle();
    const { status } = (await poll(emulator, `/api/v2/task?task_id=${body.task_id}`, "demo-visual")).body;
    expect(status[0].status.code).toBe(code);
    expect(status[0].response).toMatchObject({ input: { charge: 0 }, output: [] });
  }
  expect(emulator.projects.find(({ key }) => key === "demo-visual")).toMatchObject({
    failures: 2,
    chargedUsd: 0,
  });
});

it("a text may have 1024 code points, regardless of their bytes and code units", async () => {
  const emulator = createEmulator();
  const send = (text_data: string) => post(emulator, SYNC, { key: "demo-text", form: { text_data } });
  expect((await send("\u{1F642}".repeat(1024))).status).toBe(200);
  for (const text of ["\u{1F642}".repeat(1025), "a".repeat(1025), "a".repeat(3000)]) {
    const { status, body } = await send(text);
    expect(status).toBe(400);
    expect(body.message).toContain("more than 1024 characters");
  }
});

it("the result of an asynchronous task has at most 200 frames per page", async () => {
  const emulator = createEmulator();
  const media = new File([new Uint8Array(await createLongGif())], "long.gif");
  const { body } = await post(emulator, ASYNC, { key: "demo-colors", form: { media } });
  await emulator.idle();
  const readTimes = async (query: string): Promise<number[]> => {
    const page = await poll(emulator, `/api/v2/task?task_id=${body.task_id}${query}`, "demo-colors");
    return page.body.status[0].response.output.map(({ time }: { time: number }) => time);
  };
  expect(await readTimes("")).toEqual(Array.from({ length: 200 }, (_, second) => second));
  expect(await readTimes("&frame_offset=200")).toEqual(Array.from({ length: 41 }, (_, index) => 200 + index));
});

/** Creates a GIF of four frames, one minute each. */
async function createLongGif(): Promise<Buffer> {
  const pictures = await Promise.all(
    ["#ff0000", "#00ff00", "#0000ff", "#ffffff"].map((color) =>
      picture({ width: 8, height: 8 }, color).png().toBuffer(),
    ),
  );
  return sharp(pictures, { join: { animated: true } })
    .gif({ delay: [60_000, 60_000, 60_000, 60_000] })
    .toBuffer();
}
