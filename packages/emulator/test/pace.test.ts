import { expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import { post } from "./support/post.ts";
import { demoMedia, createForm, submit, TAG_TASK_URL } from "./support/submit.ts";

const gif = await demoMedia("traffic-light.gif");

/** Creates a `sleep` whose waits end only when the test calls `tick`. */
function createStoppedClock() {
  let release: (() => void) | undefined;
  return {
    sleep: () => new Promise<void>((resolve) => void (release = resolve)),
    /** Ends the current wait. */
    tick: async () => {
      await expect.poll(() => release).toBeDefined();
      const endWait = release;
      release = undefined;
      endWait?.();
    },
  };
}

it("with a pace, each frame is written after its delay", async () => {
  const { sleep, tick } = createStoppedClock();
  const emulator = createEmulator({ pace: { msPerFrame: 500 }, sleep, now: () => new Date(0) });
  const response = await emulator.fetch(TAG_TASK_URL, {
    method: "POST",
    headers: { authorization: "Token demo-colors" },
    body: createForm(gif, "a.gif"),
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = (await reader?.read())?.value ?? "";
  expect(text).toMatch(/"output":\[$/);
  for (let frame = 0; frame < 6; frame += 1) {
    await tick();
    text += (await reader?.read())?.value ?? "";
    expect(text.match(/"time":/g)).toHaveLength(frame + 1);
  }
  for (;;) {
    const chunk = await reader?.read();
    if (chunk === undefined || chunk.done) break;
    text += chunk.value;
  }
  const body = JSON.parse(text);
  expect(body.status.response.output).toHaveLength(6);
  expect(body.created_on).toBe("1970-01-01T00:00:03.000Z");
  expect(emulator.tasks.get(body.id)).toEqual(body);
});

it("without a pace, nothing waits", async () => {
  const slept: number[] = [];
  const emulator = createEmulator({ sleep: async (ms) => void slept.push(ms) });
  await submit(emulator, "demo-colors", gif);
  expect(slept).toEqual([]);
});

it("a task whose pace fails is a failed task, and nothing is left in flight", async () => {
  const sleep = (): Promise<void> => Promise.reject(new Error("no timers here"));
  const emulator = createEmulator({ pace: { msPerFrame: 500 }, sleep });
  const { body } = await post(emulator, "/api/v2/task/async", {
    key: "demo-colors",
    form: { media: new Blob([new Uint8Array(gif)]) },
  });
  await emulator.idle();
  expect(emulator.tasks.list()).toMatchObject([{ id: body.task_id, state: "failed", taskCode: "3200" }]);
  expect(emulator.projects.find(({ key }) => key === "demo-colors")).toMatchObject({
    chargedUsd: 0,
    failures: 1,
  });
});

it("an invalid pace is rejected", () => {
  expect(() => createEmulator({ pace: { msPerFrame: -1 } })).toThrow(
    "pace.msPerFrame must be a number from 0",
  );
});
