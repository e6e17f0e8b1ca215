import { expect, it, vi } from "vitest";
import { createEmulator } from "../src/index.ts";
import { formOf, submit, TAG_TASK_URL, demoMedia } from "./support/submit.ts";
import { picture } from "./support/pictures.ts";

const png = await picture({ width: 8, height: 8 }, "#ff0000").png().toBuffer();
const authorization = "Token demo-labeling";

it("a labeling task waits until somebody answers it, and the request then returns the labels", async () => {
  const emulator = createEmulator({ now: () => new Date(0), createId: () => "1" });
  const form = formOf(await demoMedia("colors.mp4"), "colors.mp4");
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

it("tasks can be answered out of order, each once", async () => {
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
  expect(() => emulator.tasks.answer(id, ["again"])).toThrow(`No labeling task ${id} waits`);
});

it("the option labels answers at once, and says whether it was a photo", async () => {
  const emulator = createEmulator({ labels: ["yes"] });
  const { body } = await submit(emulator, "demo-labeling", png);
  expect(body).toMatchObject({ status: ["yes"], media_type: "photo" });
  expect(body.id).toMatch(/^demo_/);
});

it.each([[[]], [[""]], ["yes"], [["yes", 1]], [null]])(
  "an answer needs at least one text: %j is refused wherever it comes from, and the task still waits",
  async (labels) => {
    // As it comes from code without types.
    const given = JSON.parse(JSON.stringify(labels));
    const message = /^labels(\[\d\])? must be /;
    expect(() => createEmulator({ labels: given })).toThrow(message);
    const emulator = createEmulator();
    const answer = submit(emulator, "demo-labeling", png);
    const { id } = await emulator.tasks.nextQueued();
    expect(() => emulator.tasks.answer(id, given)).toThrow(message);
    const url = `http://localhost/console/api/tasks/${id}/answer`;
    const refused = await emulator.fetch(url, { method: "POST", body: JSON.stringify({ labels }) });
    expect(refused.status).toBe(400);
    emulator.tasks.answer(id, ["yes"]);
    expect((await answer).body.status).toEqual(["yes"]);
  },
);

it("rules answer what they fit, and the rest waits", async () => {
  const emulator = createEmulator({
    rules: [
      { match: { name: "*.PNG", text: /red/ }, labels: ["red"] },
      { match: { name: "b.png" }, taskCode: "3300" },
    ],
  });
  const form = formOf(png, "a.png");
  form.set("text", "Is it red?");
  expect((await submit(emulator, "demo-labeling", form)).body.status).toEqual(["red"]);
  const failed = await submit(emulator, "demo-labeling", formOf(png, "b.png"));
  expect(failed.body.status.status.code).toBe("3300");
  const waiting = submit(emulator, "demo-labeling", formOf(png, "c.png"));
  emulator.tasks.answer((await emulator.tasks.nextQueued()).id, ["later"]);
  expect((await waiting).body.status).toEqual(["later"]);
});

it("a caller that goes away takes its task out of the queue, without a charge", async () => {
  const emulator = createEmulator({
    projects: [{ key: "paid", model: "emulator_labeling", unitPriceUsd: 0.05, balanceUsd: 0.05 }],
  });
  const stop = new AbortController();
  const call = emulator.fetch(TAG_TASK_URL, {
    method: "POST",
    headers: { authorization: "Token paid" },
    body: formOf(png, "a.png"),
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

it("a reset and a close answer those who wait with 503", async () => {
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

it("the queue holds no more media than it may", async () => {
  const emulator = createEmulator({ maxQueueBytes: png.length });
  const first = submit(emulator, "demo-labeling", png);
  const { id } = await emulator.tasks.nextQueued();
  const refused = await submit(emulator, "demo-labeling", png);
  expect(refused.status).toBe(503);
  expect(refused.body.message).toContain("maxQueueBytes");
  emulator.tasks.answer(id, ["yes"]);
  expect((await first).status).toBe(200);
  const second = submit(emulator, "demo-labeling", png);
  emulator.tasks.answer((await emulator.tasks.nextQueued()).id, ["yes"]);
  expect((await second).status).toBe(200);
});

it("a task that is to fail is not shown to people", async () => {
  const emulator = createEmulator({ faults: "task-code:3300" });
  expect((await submit(emulator, "demo-labeling", png)).body.status.status.code).toBe("3300");
});

it("a task that waits can be looked at, and read again when it is done", async () => {
  const emulator = createEmulator();
  const answer = submit(emulator, "demo-labeling", png);
  const { id } = await emulator.tasks.nextQueued();
  const look = async () => {
    const url = `https://api.thehive.ai/api/v1/task?task_id=${id}`;
    return (await emulator.fetch(url, { headers: { authorization } })).json();
  };
  expect(await look()).toEqual({ task_id: id, message: "The task is in progress" });
  emulator.tasks.answer(id, ["yes"]);
  const { body } = await answer;
  expect(await look()).toEqual(body);
});
