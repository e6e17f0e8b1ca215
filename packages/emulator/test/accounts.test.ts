import { expect, it, vi } from "vitest";
import { createEmulator, type EmulatorProjectOptions } from "../src/index.ts";
import { picture } from "./support/pictures.ts";
import { post } from "./support/post.ts";
import { demoMedia, createForm, submit } from "./support/submit.ts";

const png = await picture({ width: 8, height: 8 }, "#ff0000").png().toBuffer();
const gif = await demoMedia("traffic-light.gif");

const createProject = (options: Partial<EmulatorProjectOptions>, now?: () => Date) => {
  const emulator = createEmulator({ projects: [{ key: "mine", model: "emulator_visual", ...options }], now });
  const project = () => emulator.projects.find(({ key }) => key === "mine");
  return { emulator, project };
};

it("a balance can be spent completely; further submissions get HTTP 405", async () => {
  const { emulator, project } = createProject({ balanceUsd: 0.009 });
  for (const status of [200, 200, 200, 405])
    expect((await submit(emulator, "mine", png)).status).toBe(status);
  expect(project()).toMatchObject({ balanceUsd: 0, chargedUsd: 0.009, submissions: 4, failures: 1 });
  const { body } = await submit(emulator, "mine", png);
  expect(body).toEqual({ return_code: 405, message: "Insufficient account balance" });
});

it("concurrent submissions do not spend the same balance twice", async () => {
  const { emulator, project } = createProject({ balanceUsd: 0.03 });
  const responses = await Promise.all(Array.from({ length: 64 }, () => submit(emulator, "mine", png)));
  expect(responses.filter(({ status }) => status === 200)).toHaveLength(10);
  expect(responses.filter(({ status }) => status === 405)).toHaveLength(54);
  expect(project()).toMatchObject({ balanceUsd: 0, chargedUsd: 0.03, submissions: 64, failures: 54 });
});

it("a video is charged per frame, and can overdraw a balance that covers its first frame", async () => {
  const { emulator, project } = createProject({ balanceUsd: 0.004 });
  expect((await submit(emulator, "mine", gif)).status).toBe(200);
  expect(project()).toMatchObject({ balanceUsd: -0.014, chargedUsd: 0.018 });
});

it("sums of many charges are exact, although single replies contain the rounding errors of live replies", async () => {
  const { emulator, project } = createProject({ model: "emulator_colors" });
  const { body } = await submit(emulator, "mine", gif);
  expect(body.status.response.input.charge).toBe(0.018000000000000002);
  for (let count = 0; count < 99; count += 1) await submit(emulator, "mine", png);
  expect(project()?.chargedUsd).toBe(0.315);
  expect(
    emulator.verify.count(100).reduce((sum, { chargeUsd }) => sum + Math.round(chargeUsd * 1e5), 0),
  ).toBe(31_500);
});

it("a failed or rejected submission is free, and counts as a failure", async () => {
  const { emulator, project } = createProject({ balanceUsd: 1 });
  await submit(emulator, "mine", createForm(Buffer.from("not a picture"), "a.jpg"));
  await submit(emulator, "mine", new URLSearchParams());
  await submit(emulator, "mine", new URLSearchParams({ image_url: "http://127.0.0.1:9/" }));
  expect(project()).toMatchObject({ balanceUsd: 1, chargedUsd: 0, submissions: 3, failures: 3 });
});

it("a reset restores the balance", async () => {
  const { emulator, project } = createProject({ balanceUsd: 0.003 });
  await submit(emulator, "mine", png);
  emulator.reset();
  expect(project()).toMatchObject({ balanceUsd: 0.003, chargedUsd: 0, submissions: 0 });
  expect((await submit(emulator, "mine", png)).status).toBe(200);
});

it("the rate limit ends on time, even if the wall clock is set back", async () => {
  const { emulator } = createProject({ rateLimit: { requests: 1, perSeconds: 0.05 } });
  const status = async () => (await submit(emulator, "mine", png)).status;
  expect(await status()).toBe(200);
  vi.useFakeTimers({ toFake: ["Date"], now: 0 });
  await vi.waitFor(async () => expect(await status()).toBe(200), 5_000);
  vi.useRealTimers();
});

it("submissions above the rate limit get HTTP 429 with Hive's message, and Retry-After if configured", async () => {
  let nowMs = 0;
  const now = () => new Date(nowMs);
  const { emulator } = createProject({ rateLimit: { requests: 2, perSeconds: 10 } }, now);
  const statusAt = async (atMs: number) => {
    nowMs = atMs;
    return (await submit(emulator, "mine", png)).status;
  };
  expect([await statusAt(0), await statusAt(5000), await statusAt(9999)]).toEqual([200, 200, 429]);
  expect([await statusAt(10_000), await statusAt(10_001), await statusAt(15_000)]).toEqual([200, 429, 200]);

  const withRetryAfter = createProject({ rateLimit: { requests: 0, retryAfterSeconds: 7 } }).emulator;
  for (const [limited, header] of [
    [emulator, null],
    [withRetryAfter, "7"],
  ] as const) {
    const response = await limited.fetch("http://localhost/api/v1/tag/task", {
      method: "POST",
      headers: { authorization: "Token mine" },
      body: createForm(png, "a.png"),
    });
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe(header);
    expect(await response.json()).toEqual({ return_code: 429, message: "Project has been rate limited" });
  }
});

it("v3 reports an empty balance in its own format", async () => {
  const { emulator } = createProject({ balanceUsd: 0, generations: ["v3"] });
  const { status, body } = await post(emulator, "/api/v3/hive/visual-moderation", {
    key: "mine",
    form: { media: new Blob([new Uint8Array(png)]) },
  });
  expect({ status, body }).toEqual({
    status: 405,
    body: { status_code: 405, message: "Insufficient account balance" },
  });
});

it("replies use the variants of their project", async () => {
  const variants = { status: "array", charge: "string", mimeType: false, fromCache: true } as const;
  const { emulator } = createProject({ variants });
  const { body } = await submit(emulator, "mine", png);
  const [{ response }] = body.status;
  expect(body.from_cache).toBe(true);
  expect(response.input.charge).toBe("0.00300");
  expect(response.input.media).not.toHaveProperty("mime_type");
  expect(response.input.id).not.toBe(body.id);
  expect(emulator.tasks.get(body.id)).toEqual(body);
});

it.each([
  [
    { balanceUsd: 0.000001 },
    "projects[0].balanceUsd must be a multiple of 0.00001 US dollars, got 0.000001.",
  ],
  [{ unitPriceUsd: -1 }, "projects[0].unitPriceUsd must be a number of at least 0"],
  [{ rateLimit: { requests: 1.5 } }, "projects[0].rateLimit.requests must be a whole number"],
  [
    { model: "emulator_labeling", generations: ["v1", "v3"] },
    'projects[0].generations[1] must be one of "v1", "v2"',
  ],
  [{ model: "emulator" }, 'projects[0].model must be one of "emulator_colors"'],
  [{ key: "a b" }, "projects[0].key must not contain whitespace or control characters."],
  [{ key: "a\0" }, "projects[0].key must not contain whitespace or control characters."],
  [{ variants: { status: "list" } }, 'projects[0].variants.status must be one of "object", "array"'],
  [{ price: 1 }, 'projects[0] has no option "price". Known options: key, model'],
])("an invalid project option throws an error that names it: %j", (wrong, message) => {
  // Untyped, like the content of a file.
  const { projects } = JSON.parse(
    JSON.stringify({ projects: [{ key: "mine", model: "emulator_visual", ...wrong }] }),
  );
  expect(() => createEmulator({ projects })).toThrow(message);
});

it("an emulator_v3 project is charged the price of the model in the URL, or its own price", async () => {
  const own = { key: "own", model: "emulator_v3", unitPriceUsd: 0.01 } as const;
  const emulator = createEmulator({
    projects: [own, { key: "poor", model: "emulator_v3", balanceUsd: 0.005 }],
  });
  const media = { form: { media: new Blob([new Uint8Array(png)]) } };
  const text = { json: { input: [{ text: "hello" }] } };
  const ai = "/api/v3/hive/ai-generated-and-deepfake-content-detection";
  await post(emulator, "/api/v3/hive/visual-moderation", { key: "demo-v3", ...media });
  await post(emulator, "/api/v3/hive/text-moderation", { key: "demo-v3", ...text });
  await post(emulator, ai, { key: "demo-v3", ...media });
  await post(emulator, ai, { key: "own", ...media });
  expect((await post(emulator, ai, { key: "poor", ...media })).status).toBe(405);
  expect((await post(emulator, "/api/v3/hive/text-moderation", { key: "poor", ...text })).status).toBe(200);
  const charges = [0.003, 0.001, 0.006, 0.01, 0, 0.001];
  expect(emulator.journal.map(({ chargeUsd }) => chargeUsd)).toEqual(charges);
  expect(emulator.tasks.list().map(({ chargeUsd }) => chargeUsd)).toEqual(charges.filter((usd) => usd > 0));
  expect(emulator.projects.find(({ key }) => key === "demo-v3")?.chargedUsd).toBe(0.01);
});

it("a reset clears the rate limit, and does not release reservations that were made after it", async () => {
  const { emulator } = createProject({ model: "emulator_labeling", unitPriceUsd: 0.05, balanceUsd: 0.05 });
  const before = submit(emulator, "mine", png);
  await emulator.tasks.nextQueued();
  emulator.reset();
  expect((await before).status).toBe(503);
  expect(emulator.projects.at(-1)).toMatchObject({ submissions: 0, failures: 0, balanceUsd: 0.05 });
  const after = submit(emulator, "mine", png);
  const { id } = await emulator.tasks.nextQueued();
  expect((await submit(emulator, "mine", png)).status).toBe(405);
  emulator.tasks.answer(id, ["yes"]);
  expect((await after).status).toBe(200);

  const limited = createProject({ rateLimit: { requests: 1 } }, () => new Date(0)).emulator;
  expect((await submit(limited, "mine", png)).status).toBe(200);
  expect((await submit(limited, "mine", png)).status).toBe(429);
  limited.reset();
  expect((await submit(limited, "mine", png)).status).toBe(200);
});
