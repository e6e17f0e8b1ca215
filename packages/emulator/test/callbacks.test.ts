import { expect, it } from "vitest";
import { createEmulator, type EmulatorOptions } from "../src/index.ts";
import { picture } from "./support/pictures.ts";
import { post } from "./support/post.ts";

const png = new File(
  [new Uint8Array(await picture({ width: 8, height: 8 }, "#ff0000").png().toBuffer())],
  "a.png",
);
const ASYNC = "/api/v2/task/async";
const CALLBACK_URL = "http://127.0.0.1:1/hive?secret=1";

/** Creates an emulator whose callbacks and waits are recorded. Waits take no time. */
function createReceiver(options: EmulatorOptions = {}) {
  // oxlint-disable-next-line typescript/no-explicit-any -- JSON whose shape the expectations check
  const received: any[] = [];
  const slept: number[] = [];
  const emulator = createEmulator({
    sleep: async (ms) => void slept.push(ms),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      received.push({
        url: request.url,
        method: request.method,
        type: request.headers.get("content-type"),
        body: await request.json(),
      });
      return new Response(null, { status: 204 });
    },
    ...options,
  });
  const submit = async (metadata: string, headers: Record<string, string> = {}): Promise<string> => {
    const form = { media: png, callback_url: CALLBACK_URL, metadata };
    return (await post(emulator, ASYNC, { key: "demo-visual", form, headers })).body.task_id;
  };
  return { emulator, received, slept, submit };
}

it("a callback has the format of the documented sample", async () => {
  const { emulator, received, submit } = createReceiver();
  const id = await submit("mine");
  await emulator.idle();
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({ url: CALLBACK_URL, method: "POST", type: "application/json" });
  const { body } = received[0];
  expect(Object.keys(body)).toEqual(["id", "project_id", "metadata", "status", "from_cache"]);
  expect(body).toMatchObject({ id, project_id: 1005, metadata: "mine", from_cache: false });
  expect(body.status[0].response.input.charge).toBe("0.00300");
  expect(body.status[0].response.output[0].classes).toHaveLength(88);
  expect(emulator.callbacks.list()).toEqual([
    { taskId: id, url: "http://127.0.0.1:1/hive", sentOn: expect.any(Date), httpStatus: 204, problem: null },
  ]);
});

it("a resent callback is marked as resent", async () => {
  const { emulator, received, submit } = createReceiver({ now: () => new Date(5) });
  const id = await submit("mine");
  await emulator.idle();
  await emulator.callbacks.resend(id);
  expect(received[1].body).toEqual({
    ...received[0].body,
    resent_on: "1970-01-01T00:00:00.005Z",
    resent_by: "manual",
  });
  await expect(emulator.callbacks.resend("another")).rejects.toThrow("No finished task with the id another");
});

it("a callback is only sent to this machine and to allowed hosts", async () => {
  const form = { media: png, callback_url: "https://mine.example/hive" };
  const closed = createReceiver();
  const rejected = await post(closed.emulator, ASYNC, { key: "demo-visual", form });
  expect(rejected).toMatchObject({ status: 400, body: { message: expect.stringContaining("callback_url") } });
  expect(closed.emulator.tasks.list()).toEqual([]);
  const open = createReceiver({ allowedHosts: ["mine.example"] });
  await post(open.emulator, ASYNC, { key: "demo-visual", form });
  await open.emulator.idle();
  expect(open.received).toMatchObject([{ url: "https://mine.example/hive" }]);
});

it("a callback that fails is logged and not retried", async () => {
  let calls = 0;
  const { emulator, submit } = createReceiver({
    fetch: async () => {
      calls += 1;
      if (calls === 1) return new Response("no", { status: 500 });
      throw new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } });
    },
  });
  await submit("one");
  await emulator.idle();
  await submit("two");
  await emulator.idle();
  expect(emulator.callbacks.list()).toMatchObject([
    { httpStatus: 500, problem: null },
    { httpStatus: null, problem: "TypeError: fetch failed (ECONNREFUSED)" },
  ]);
  expect(calls).toBe(2);
});

it("a callback can be dropped, although its task is done", async () => {
  const { emulator, received, submit } = createReceiver({ faults: "callback-drop" });
  const id = await submit("mine");
  await emulator.idle();
  expect(received).toEqual([]);
  expect(emulator.callbacks.list()).toMatchObject([
    { taskId: id, httpStatus: null, problem: "dropped by a fault" },
  ]);
  expect(emulator.tasks.list()).toMatchObject([{ id, state: "done" }]);
  expect(emulator.verify.one().fault).toBe("callback-drop");
  emulator.reset();
  expect(emulator.callbacks.list()).toEqual([]);
});

it("a callback can be late, and can be sent twice", async () => {
  const { emulator, received, slept, submit } = createReceiver({
    faults: "callback-late:ms=700,callback-double",
  });
  await submit("late");
  await emulator.idle();
  expect(slept).toEqual([700]);
  await submit("twice");
  await emulator.idle();
  expect(received.map(({ body }) => body.metadata)).toEqual(["late", "twice", "twice"]);
});

it("a callback can be sent after the next one, or after a delay if there is none", async () => {
  const never = () => new Promise<void>(() => undefined);
  const { emulator, received, submit } = createReceiver({ faults: "callback-reorder", sleep: never });
  await submit("first");
  // Tasks can finish in any order, so the callback of the first task must be waiting before the second task starts.
  await expect.poll(() => emulator.tasks.list()).toMatchObject([{ state: "done" }]);
  await submit("second");
  await emulator.idle();
  expect(received.map(({ body }) => body.metadata)).toEqual(["second", "first"]);

  const alone = createReceiver({ faults: "callback-reorder:ms=300" });
  await alone.submit("alone");
  await alone.emulator.idle();
  expect(alone.slept).toEqual([300]);
  expect(alone.received).toHaveLength(1);
});

it("a callback can be sent before the acknowledgement", async () => {
  const order: string[] = [];
  const { emulator, submit } = createReceiver({
    fetch: async () => {
      order.push("callback");
      return new Response(null);
    },
  });
  await submit("early", { "x-hivekit-emulator-fault": "callback-early" });
  order.push("acknowledged");
  expect(order).toEqual(["callback", "acknowledged"]);
  await emulator.idle();
  expect(emulator.callbacks.list()).toHaveLength(1);
});

it("a callback is sent even if the acknowledgement is lost, and the task is charged once", async () => {
  const { emulator, received, submit } = createReceiver({ faults: "reset" });
  await expect(submit("mine")).rejects.toThrow(TypeError);
  await emulator.idle();
  expect(received).toHaveLength(1);
  expect(emulator.projects.find(({ key }) => key === "demo-visual")?.chargedUsd).toBe(0.003);
  expect(emulator.verify.one()).toMatchObject({ httpStatus: null, chargeUsd: 0.003, fault: "reset" });
});

it("closing the emulator cancels a delayed callback", async () => {
  const never = () => new Promise<void>(() => undefined);
  const { emulator, received, submit } = createReceiver({ faults: "callback-late", sleep: never });
  const id = await submit("mine");
  await expect.poll(() => emulator.tasks.list()).toMatchObject([{ id, state: "done" }]);
  await emulator.close();
  expect(received).toEqual([]);
});

it("closing the emulator ends a callback that is being sent again", async () => {
  let isHanging = false;
  const emulator = createEmulator({
    fetch: (_, init) =>
      isHanging
        ? new Promise((_resolve, reject) => {
            init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
          })
        : Promise.resolve(new Response()),
  });
  const form = { media: png, callback_url: "http://127.0.0.1/" };
  const { body } = await post(emulator, ASYNC, { key: "demo-visual", form });
  await emulator.idle();
  isHanging = true;
  const resent = emulator.callbacks.resend(body.task_id).catch((error: unknown) => error);
  await emulator.close();
  expect(await resent).toMatchObject({ name: "EmulatorEnded" });
});

it("a callback fault waits for a task with a callback URL", async () => {
  const { emulator, received, submit } = createReceiver({ faults: "callback-drop" });
  await post(emulator, ASYNC, { key: "demo-visual", form: { media: png } });
  await emulator.idle();
  await submit("mine");
  await emulator.idle();
  expect(received).toEqual([]);
  expect(emulator.journal.map(({ fault }) => fault)).toEqual([null, "callback-drop"]);
});
