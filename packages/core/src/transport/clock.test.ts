import { getEventListeners } from "node:events";
import { expect, it } from "vitest";
import { systemClock } from "./clock.ts";

it("sleeps and leaves no listener on the signal", async () => {
  const { signal } = new AbortController();
  await systemClock.sleep(1, signal);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

it("rejects with the reason of an abort before or during the sleep", async () => {
  const controller = new AbortController();
  const reason = new Error("stop");
  const sleeping = systemClock.sleep(60_000, controller.signal);
  controller.abort(reason);
  await expect(sleeping).rejects.toBe(reason);
  await expect(systemClock.sleep(60_000, controller.signal)).rejects.toBe(reason);
  expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
});
