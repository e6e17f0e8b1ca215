import { expect, it, vi } from "vitest";
import { createEmulator } from "../src/index.ts";
import { post } from "./support/post.ts";
import { createForm, submit, TAG_TASK_URL, demoMedia } from "./support/submit.ts";
import { picture } from "./support/pictures.ts";

const png = await picture({ width: 8, height: 8 }, "#ff0000").png().toBuffer();
const authorization = "Token demo-labeling";

it("a labeling task waits until it is answered, and the request then returns the labels", async () => {
  const emulator = createEmulator({ now: () => new Date(0), createId: () => "1" });
  const form = createForm(await demoMedia("colors.mp4"), "colors.mp4");
  form.set("text", "Is it red?");
  const answer = submit(emulator, "demo-labeling", form);
  const task = await emulator.tasks.nextQueued();
  expect(task).toMatchObject({
    id: "demo_1",
    state: "queued",
    isWaitingForPeople: true,
    question: "Is it red?",
    mimetype: "video/mp4",
    filename: "colors.mp4",
    labels: null,
  });
  expect(emulator.tasks.get("demo_1")).toBeUndefined();
  expect(emulator.journal).toMatchObject([{ taskId: "demo_1", httpStatus: null, labels: null }]);
  emulator.tasks.answer("demo_1", ["cat", "dog"]);
  expect((await answer).body).toEqual({
    id: "demo_1",
    project_id: 1004,
    user_id: 1,
    callback: null,
    project_type: "np",
    media_type: "video",
    params: {},
    status: ["cat", "dog"],
    created_on: "1970-01-01T00:00:00.000Z",
  });
  expect(emulator.tasks.list()).toMatchObject([
    { id: "demo_1", state: "done", isWaitingForPeople: false, question: null, labels: ["cat", "dog"] },
  ]);
  expect(emulator.journal).toMatchObject([{ httpStatus: 200, labels: ["cat", "dog"] }]);
  expect(JSON.stringify(emulator.journal)).not.toContain("red?");
});

it("tasks can be answered in any order, but each only once", async () => {
  const emulator = createEmulator();
  const first = submit(emulator, "demo-labeling", png);
  const { id } = await emulator.tasks.nextQueued();
  const second = submit(emulator, "demo-labeling", png);
  await vi.waitFor(() => expect(emulator.tasks.list({ state: "queued" })).toHaveLength(2));
  const [, other] = emulator.tasks.list({ state: "queued" });
  emulator.tasks.answer(other?.id ?? "", ["second"]);
  expect((await second).body.status).toEqual(["second"]);
  expect((await emulator.tasks.nextQueued()).id).toBe(id);
  emulator.tasks.answer(id, ["first"]);
  expect((await first).body.status).toEqual(["first"]);
  expect(() => emulator.tasks.answer(id, ["again"])).toThrow(
    `No labeling task with the id ${id} is waiting.`,
  );
});

it("the `labels` option answers immediately, and the reply reports a photo", async () => {
  const emulator = createEmulator({ labels: ["yes"] });
  const { body } = await submit(emulator, "demo-labeling", png);
  expect(body).toMatchObject({ status: ["yes"], media_type: "photo" });
  expect(body.id).toMatch(/^demo_/);
});

it.each([[[]], [[""]], ["yes"], [["yes", 1]], [null]])(
  "an answer must have at least one label: %j is rejected everywhere, and the task still waits",
  async (labels) => {
    // Untyped, like JavaScript code.
    const given = JSON.parse(JSON.stringify(labels));
    const message = /^labels(\[\d\])? must be /;
    expect(() => createEmulator({ labels: given })).toThrow(message);
    const emulator = createEmulator();
    const answer = submit(emulator, "demo-labeling", png);
    const { id } = await emulator.tasks.nextQueued();
    expect(() => emulator.tasks.answer(id, given)).toThrow(message);
    const url = `http://localhost/console/api/tasks/${id}/answer`;
    const rejected = await emulator.fetch(url, { method: "POST", body: JSON.stringify({ labels }) });
    expect(rejected.status).toBe(400);
    emulator.tasks.answer(id, ["yes"]);
    expect((await answer).body.status).toEqual(["yes"]);
  },
);

it("rules answer the tasks that they match, and other tasks wait", async () => {
  const emulator = createEmulator({
    rules: [
      { match: { name: "*.PNG", text: /red/ }, labels: ["red"] },
      { match: { name: "b.png" }, taskCode: "3300" },
    ],
  });
  const form = createForm(png, "a.png");
  form.set("text", "Is it red?");
  expect((await submit(emulator, "demo-labeling", form)).body.status).toEqual(["red"]);
  const failed = await submit(emulator, "demo-labeling", createForm(png, "b.png"));
  expect(failed.body.status.status.code).toBe("3300");
  const waiting = submit(emulator, "demo-labeling", createForm(png, "c.png"));
  emulator.tasks.answer((await emulator.tasks.nextQueued()).id, ["later"]);
  expect((await waiting).body.status).toEqual(["later"]);
});

it("a caller that disconnects removes its task from the queue, without a charge", async () => {
  const emulator = createEmulator({
    projects: [{ key: "paid", model: "emulator_labeling", unitPriceUsd: 0.05, balanceUsd: 0.05 }],
  });
  const stop = new AbortController();
  const call = emulator.fetch(TAG_TASK_URL, {
    method: "POST",
    headers: { authorization: "Token paid" },
    body: createForm(png, "a.png"),
    signal: stop.signal,
  });
  const { id } = await emulator.tasks.nextQueued();
  expect((await submit(emulator, "paid", png)).status).toBe(405);
  stop.abort("enough");
  await expect(call).rejects.toBe("enough");
  await vi.waitFor(() => expect(emulator.tasks.list()).toMatchObject([{ id, state: "cancelled" }]));
  const second = submit(emulator, "paid", png);
  emulator.tasks.answer((await emulator.tasks.nextQueued()).id, ["yes"]);
  expect((await second).status).toBe(200);
  expect(emulator.projects.find((project) => project.key === "paid")).toMatchObject({
    balanceUsd: 0,
    chargedUsd: 0.05,
  });
});

it("a reset ends waiting requests with HTTP 503, and a close rejects nextQueued()", async () => {
  const emulator = createEmulator();
  const first = submit(emulator, "demo-labeling", png);
  await emulator.tasks.nextQueued();
  emulator.reset();
  expect(await first).toEqual({
    status: 503,
    body: { return_code: 503, message: expect.stringContaining("reset") },
  });
  expect(emulator.tasks.list()).toEqual([]);
  expect(emulator.journal).toEqual([]);
  const second = submit(emulator, "demo-labeling", png);
  await emulator.tasks.nextQueued();
  emulator.reset();
  expect((await second).status).toBe(503);
  const next = emulator.tasks.nextQueued().catch((error: unknown) => error);
  await emulator.close();
  expect(await next).toMatchObject({ name: "EmulatorEnded" });
});

it("the queue rejects media above its limit", async () => {
  const emulator = createEmulator({ maxQueueBytes: png.length });
  const first = submit(emulator, "demo-labeling", png);
  const { id } = await emulator.tasks.nextQueued();
  const rejected = await submit(emulator, "demo-labeling", png);
  expect(rejected.status).toBe(503);
  expect(rejected.body.message).toContain("maxQueueBytes");
  emulator.tasks.answer(id, ["yes"]);
  expect((await first).status).toBe(200);
  const second = submit(emulator, "demo-labeling", png);
  emulator.tasks.answer((await emulator.tasks.nextQueued()).id, ["yes"]);
  expect((await second).status).toBe(200);
});

it("a task with a fault is not shown to a reviewer", async () => {
  const emulator = createEmulator({ faults: "task-code:3300" });
  expect((await submit(emulator, "demo-labeling", png)).body.status.status.code).toBe("3300");
});

it("a waiting task can be polled, and its result can be read when it is done", async () => {
  const emulator = createEmulator();
  const answer = submit(emulator, "demo-labeling", png);
  const { id } = await emulator.tasks.nextQueued();
  const poll = async () => {
    const url = `https://api.thehive.ai/api/v1/task?task_id=${id}`;
    return (await emulator.fetch(url, { headers: { authorization } })).json();
  };
  expect(await poll()).toEqual({ task_id: id, message: "The task is in progress" });
  emulator.tasks.answer(id, ["yes"]);
  const { body } = await answer;
  expect(await poll()).toEqual(body);
});

it("labeling tasks that start after a close end immediately, until a reset", async () => {
  const emulator = createEmulator({
    projects: [{ key: "labels", model: "emulator_labeling", generations: ["v1", "v2"] }],
  });
  await emulator.close();
  expect((await submit(emulator, "demo-labeling", png)).status).toBe(503);
  await expect(emulator.tasks.nextQueued()).rejects.toMatchObject({ name: "EmulatorEnded" });
  const form = { media: new File([new Uint8Array(png)], "a.png") };
  expect((await post(emulator, "/api/v2/task/async", { key: "labels", form })).status).toBe(200);
  await emulator.idle();
  emulator.reset();
  const response = submit(emulator, "demo-labeling", png);
  emulator.tasks.answer((await emulator.tasks.nextQueued()).id, ["yes"]);
  expect((await response).status).toBe(200);
});
