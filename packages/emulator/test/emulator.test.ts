import { expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import { picture } from "./support/pictures.ts";
import { post } from "./support/post.ts";
import { createForm, submit, TAG_TASK_URL } from "./support/submit.ts";

const png = await picture({ width: 8, height: 8 }, "#ff0000").png().toBuffer();
const authorization = "Token demo-colors";

it("a reply has the envelope of a live v1 reply", async () => {
  const times = [1000, 1480];
  const emulator = createEmulator({ now: () => new Date(times.shift() ?? 0), createId: () => "an-id" });
  const { body } = await submit(emulator, "demo-colors-boxes", createForm(png, "photo.png"));
  expect(body).toEqual({
    id: "an-id",
    code: 200,
    project_id: 1002,
    user_id: 1,
    created_on: "1970-01-01T00:00:01.480Z",
    status: {
      status: { code: "0", message: "SUCCESS" },
      response: {
        input: {
          id: "an-id",
          charge: 0.003,
          model: "emulator_colors_boxes",
          model_version: 1,
          model_type: "BOUNDING_BOX",
          created_on: "1970-01-01T00:00:01.000Z",
          media: {
            url: null,
            filename: "photo.png",
            type: "PHOTO",
            mime_type: "png",
            mimetype: "image/png",
            width: 8,
            height: 8,
            num_frames: 1,
            duration: 0,
          },
          user_id: 1,
          project_id: 1002,
          config_version: 1,
          config_tag: "default",
        },
        output: [expect.objectContaining({ time: 0 })],
      },
    },
    from_cache: false,
  });
});

it("the journal lists all submissions in order, without texts and unknown keys", async () => {
  const emulator = createEmulator();
  const form = createForm(png, "a.png");
  form.set("text", "a secret text");
  const first = await submit(emulator, "demo-colors", form);
  await submit(emulator, "a-real-key", png);
  await submit(emulator, "demo-labeling", new URLSearchParams());
  await emulator.fetch("https://api.thehive.ai/api/v9");
  const route = "POST /api/v1/tag/task";
  const empty = {
    taskId: null,
    kind: null,
    filename: null,
    mimetype: null,
    sizeBytes: null,
    hasText: false,
    taskCode: null,
    frameCount: null,
    labels: null,
    chargeUsd: 0,
    fault: null,
  };
  expect(emulator.journal).toEqual([
    {
      taskId: first.body.id,
      projectKey: "demo-colors",
      route,
      kind: "image",
      filename: "a.png",
      mimetype: expect.any(String),
      sizeBytes: png.length,
      hasText: true,
      httpStatus: 200,
      taskCode: "0",
      frameCount: 1,
      labels: null,
      chargeUsd: 0.003,
      fault: null,
    },
    { ...empty, projectKey: null, route, httpStatus: 403 },
    { ...empty, projectKey: "demo-labeling", route, httpStatus: 400 },
  ]);
  expect(JSON.stringify(emulator.journal)).not.toMatch(/secret|real-key/);
  expect(JSON.stringify(first.body)).not.toContain("secret");
});

it("the reply to a task is available by id until the emulator is reset", async () => {
  const emulator = createEmulator();
  const { body } = await submit(emulator, "demo-colors", png);
  expect(emulator.tasks.get(body.id)).toEqual(body);
  expect(emulator.tasks.get("another")).toBeUndefined();
  emulator.reset();
  expect(emulator.tasks.get(body.id)).toBeUndefined();
  expect(emulator.journal).toEqual([]);
  expect(emulator.projects).toEqual(createEmulator().projects);
});

it("projects can be added and replaced", async () => {
  const emulator = createEmulator({
    labels: ["yes"],
    projects: [
      { key: "mine", model: "emulator_colors", id: 42, userId: 7, unitPriceUsd: 0.1 },
      { key: "demo-colors", model: "emulator_labeling" },
    ],
  });
  const keys = createEmulator().projects.map(({ key }) => key);
  expect(emulator.projects.map(({ key }) => key)).toEqual([...keys, "mine"]);
  expect((await submit(emulator, "demo-colors", png)).body.status).toEqual(["yes"]);
  expect((await submit(emulator, "mine", png)).body).toMatchObject({
    project_id: 42,
    user_id: 7,
    status: { response: { input: { charge: 0.1 } } },
  });
});

it("accepts any origin and base path, and serves masks under the same path", async () => {
  const emulator = createEmulator();
  const response = await emulator.fetch(new URL("http://localhost:1/proxy/hive/api/v1/tag/task"), {
    method: "POST",
    headers: { authorization: "Token demo-colors-mask" },
    body: createForm(png, "a.png"),
  });
  const { url } = (await response.json()).status.response.output[0];
  expect(url).toMatch(/^http:\/\/localhost:1\/proxy\/hive\/emulator\/masks\//);
  expect((await emulator.fetch(url)).status).toBe(200);
});

it.each(["/emulator/x", "/api/x", "/console", "/api/v2/x"])(
  "a base path may contain segments of the emulator's own paths: %s",
  async (base) => {
    const emulator = createEmulator();
    const url = `http://localhost${base}/api/v1/tag/task`;
    const init = {
      method: "POST",
      headers: { authorization: "Token demo-colors-mask" },
      body: createForm(png, "a.png"),
    };
    const reply = await (await emulator.fetch(url, init)).json();
    const mask = reply.status.response.output[0].url;
    expect(mask).toMatch(`http://localhost${base}/emulator/masks/`);
    expect((await emulator.fetch(mask)).status).toBe(200);
    expect((await emulator.fetch(`http://localhost${base}/console/api/projects`)).status).toBe(200);
  },
);

it("redirects from its root to its console", async () => {
  const response = await createEmulator().fetch("http://localhost:8787/");
  expect([response.status, response.headers.get("location")]).toEqual([302, "console"]);
});

it("reports that streams are not supported", async () => {
  const response = await createEmulator().fetch("http://localhost/api/v2/stream/1");
  expect((await response.json()).message).toMatch(/^The emulator does not support streams/);
});

it.each([
  [{ files: { "https://a.example/": "a.jpg" } }, 'files["https://a.example/"] must be a Blob'],
  [{ fetch: "fetch" }, "fetch must be a function"],
  [{ now: 5 }, "now must be a function"],
  [{ sleep: null }, "sleep must be a function"],
  [{ createId: "id" }, "createId must be a function"],
  [{ ownHosts: "localhost" }, "ownHosts must be an array"],
])("an invalid option throws an error that names it: %j", (options, message) => {
  // Untyped, like JavaScript code.
  expect(() => createEmulator(JSON.parse(JSON.stringify(options)))).toThrow(message);
});

it("accepts a Request, as fetch does", async () => {
  const request = new Request(TAG_TASK_URL, {
    method: "POST",
    headers: { authorization },
    body: createForm(png, "a.png"),
  });
  expect((await createEmulator().fetch(request)).status).toBe(200);
});

it("an abort before the call rejects with the signal's reason and leaves no trace", async () => {
  const emulator = createEmulator();
  const reason = new Error("mine");
  const call = emulator.fetch(TAG_TASK_URL, {
    method: "POST",
    headers: { authorization },
    body: createForm(png, "a.png"),
    signal: AbortSignal.abort(reason),
  });
  await expect(call).rejects.toBe(reason);
  expect(emulator.journal).toEqual([]);
});

it("an abort during the upload rejects with the signal's reason and cancels the body", async () => {
  const emulator = createEmulator();
  const stop = new AbortController();
  let cancel: (reason: unknown) => void = () => undefined;
  const cancelled = new Promise((resolve) => {
    cancel = resolve;
  });
  const body = new ReadableStream({
    pull: () => new Promise(() => undefined),
    cancel: (reason) => cancel(reason),
  });
  const headers = { authorization, "content-type": "multipart/form-data; boundary=x" };
  // `fetch` requires `duplex`, which is missing from the DOM's types.
  const init: RequestInit & { duplex: "half" } = {
    method: "POST",
    headers,
    body,
    duplex: "half",
    signal: stop.signal,
  };
  const call = emulator.fetch(TAG_TASK_URL, init);
  stop.abort("enough");
  await expect(call).rejects.toBe("enough");
  expect(await cancelled).toBe("enough");
  expect(emulator.journal).toMatchObject([{ httpStatus: null, chargeUsd: 0 }]);
});

it("an abort during the upload of a form rejects with the signal's reason", async () => {
  const emulator = createEmulator();
  const stop = new AbortController();
  const media = new Uint8Array(20 * 1024 * 1024);
  const init = {
    method: "POST",
    headers: { authorization },
    body: createForm(media, "big.bin"),
    signal: stop.signal,
  };
  const call = emulator.fetch(TAG_TASK_URL, init);
  setTimeout(() => stop.abort("enough"), 1);
  await expect(call).rejects.toBe("enough");
  expect(emulator.journal).toMatchObject([{ httpStatus: null, chargeUsd: 0 }]);
});

it("an interrupted body rejects like a failed connection", async () => {
  const failure = new Error("disk");
  const body = new ReadableStream({ pull: (controller) => controller.error(failure) });
  const headers = { authorization, "content-type": "multipart/form-data; boundary=x" };
  const init: RequestInit & { duplex: "half" } = { method: "POST", headers, body, duplex: "half" };
  await expect(createEmulator().fetch(TAG_TASK_URL, init)).rejects.toMatchObject({
    name: "TypeError",
    cause: failure,
  });
});

it("an unexpected error in the emulator becomes HTTP 500", async () => {
  const emulator = createEmulator({
    createId: () => {
      throw new Error("no more ids");
    },
  });
  const { status, body } = await submit(emulator, "demo-colors", png);
  expect(status).toBe(500);
  expect(body).toEqual({ return_code: 500, message: expect.stringContaining("no more ids") });
  emulator.verify.one({ httpStatus: 500, chargeUsd: 0 });
  expect(emulator.projects[0]).toMatchObject({ submissions: 1, failures: 1 });
  const v3 = { key: "demo-v3", json: { input: [{ text: "hello" }] } };
  expect((await post(emulator, "/api/v3/hive/text-moderation", v3)).body).toMatchObject({ status_code: 500 });
});
