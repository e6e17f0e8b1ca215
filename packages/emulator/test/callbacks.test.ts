import { expect, it } from "vitest";
import { createEmulator, type EmulatorOptions } from "../src/index.ts";
import { picture } from "./support/pictures.ts";
import { post } from "./support/post.ts";

const png = new File(
  [new Uint8Array(await picture({ width: 8, height: 8 }, "#ff0000").png().toBuffer())],
  "a.png",
);
const ASYNC = "/api/v2/task/async";
const URL_OF_MINE = "http://127.0.0.1:1/hive?secret=1";

/** An emulator whose callbacks come to a list; what waits takes no time and is noted. */
function withReceiver(options: EmulatorOptions = {}) {
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
    const form = { media: png, callback_url: URL_OF_MINE, metadata };
    return (await post(emulator, ASYNC, { key: "demo-visual", form, headers })).body.task_id;
  };
  return { emulator, received, slept, submit };
}

it("a callback has the form of the documented sample", async () => {
  const { emulator, received, submit } = withReceiver();
  const id = await submit("mine");
  await emulator.idle();
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({ url: URL_OF_MINE, method: "POST", type: "application/json" });
  const { body } = received[0];
  expect(Object.keys(body)).toEqual(["id", "project_id", "metadata", "status", "from_cache"]);
  expect(body).toMatchObject({ id, project_id: 1005, metadata: "mine", from_cache: false });
  expect(body.status[0].response.input.charge).toBe("0.00300");
  expect(body.status[0].response.output[0].classes).toHaveLength(88);
  expect(emulator.callbacks.list()).toEqual([
    { taskId: id, url: "http://127.0.0.1:1/hive", sentOn: expect.any(Date), httpStatus: 204, problem: null },
  ]);
});

it("is sent again by hand, and says so", async () => {
  const { emulator, received, submit } = withReceiver({ now: () => new Date(5) });
  const id = await submit("mine");
  await emulator.idle();
  await emulator.callbacks.resend(id);
  expect(received[1].body).toEqual({
    ...received[0].body,
    resent_on: "1970-01-01T00:00:00.005Z",
    resent_by: "manual",
  });
  await expect(emulator.callbacks.resend("another")).rejects.toThrow("No finished task another");
});

it("goes to this machine alone unless a host is allowed", async () => {
  const form = { media: png, callback_url: "https://mine.example/hive" };
  const closed = withReceiver();
  const refused = await post(closed.emulator, ASYNC, { key: "demo-visual", form });
  expect(refused).toMatchObject({ status: 400, body: { message: expect.stringContaining("callback_url") } });
  expect(closed.emulator.tasks.list()).toEqual([]);
  const open = withReceiver({ allowedHosts: ["mine.example"] });
  await post(open.emulator, ASYNC, { key: "demo-visual", form });
  await open.emulator.idle();
  expect(open.received).toMatchObject([{ url: "https://mine.example/hive" }]);
});

it("that is refused, or reaches nobody, is written down and not repeated", async () => {
  let calls = 0;
  const { emulator, submit } = withReceiver({
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

it("can be dropped: the task is done all the same", async () => {
  const { emulator, received, submit } = withReceiver({ faults: "callback-drop" });
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

it("can be late and doubled", async () => {
  const { emulator, received, slept, submit } = withReceiver({
    faults: "callback-late:ms=700,callback-double",
  });
  await submit("late");
  await emulator.idle();
  expect(slept).toEqual([700]);
  await submit("twice");
  await emulator.idle();
  expect(received.map(({ body }) => body.metadata)).toEqual(["late", "twice", "twice"]);
});

it("can come after the next one, or after a time when there is none", async () => {
  const never = () => new Promise<void>(() => undefined);
  const { emulator, received, submit } = withReceiver({ faults: "callback-reorder", sleep: never });
  await submit("first");
  // Two tasks may be done in any order: the first one's callback has to wait already.
  await expect.poll(() => emulator.tasks.list()).toMatchObject([{ state: "done" }]);
  await submit("second");
  await emulator.idle();
  expect(received.map(({ body }) => body.metadata)).toEqual(["second", "first"]);

  const alone = withReceiver({ faults: "callback-reorder:ms=300" });
  await alone.submit("alone");
  await alone.emulator.idle();
  expect(alone.slept).toEqual([300]);
  expect(alone.received).toHaveLength(1);
});

it("can come before the acknowledgement", async () => {
  const order: string[] = [];
  const { emulator, submit } = withReceiver({
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

it("comes although the acknowledgement was lost, and the task is charged once", async () => {
  const { emulator, received, submit } = withReceiver({ faults: "reset" });
  await expect(submit("mine")).rejects.toThrow(TypeError);
  await emulator.idle();
  expect(received).toHaveLength(1);
  expect(emulator.projects.find(({ key }) => key === "demo-visual")?.chargedUsd).toBe(0.003);
  expect(emulator.verify.one()).toMatchObject({ httpStatus: null, chargeUsd: 0.003, fault: "reset" });
});

it("that waits ends with a close, and nothing is sent", async () => {
  const never = () => new Promise<void>(() => undefined);
  const { emulator, received, submit } = withReceiver({ faults: "callback-late", sleep: never });
  const id = await submit("mine");
  await expect.poll(() => emulator.tasks.list()).toMatchObject([{ id, state: "done" }]);
  await emulator.close();
  expect(received).toEqual([]);
});

it("that is to go wrong waits for a task that has one", async () => {
  const { emulator, received, submit } = withReceiver({ faults: "callback-drop" });
  await post(emulator, ASYNC, { key: "demo-visual", form: { media: png } });
  await emulator.idle();
  await submit("mine");
  await emulator.idle();
  expect(received).toEqual([]);
  expect(emulator.journal.map(({ fault }) => fault)).toEqual([null, "callback-drop"]);
});
