import { expect, it, vi } from "vitest";
import { createGate } from "../../test/support/gate.ts";
import { createConcurrencyLimit } from "./concurrency-limit.ts";

it("runs a limited number of jobs at once, in order, even after a job has failed", async () => {
  const limit = createConcurrencyLimit(2);
  const started: number[] = [];
  const { signal } = new AbortController();
  const gates = [1, 2, 3, 4].map(createGate);
  const starts = [1, 2, 3, 4].map(createGate);
  const jobs = gates.map(({ opened }, index) =>
    limit.run(async () => {
      started.push(index + 1);
      starts[index]?.open();
      await opened;
      if (index === 0) throw new Error("failed");
    }, signal),
  );
  const results = Promise.allSettled(jobs);
  await Promise.all([starts[0]?.opened, starts[1]?.opened]);
  expect(started).toEqual([1, 2]);
  gates[0]?.open();
  await starts[2]?.opened;
  expect(started).toEqual([1, 2, 3]);
  gates[1]?.open();
  await starts[3]?.opened;
  expect(started).toEqual([1, 2, 3, 4]);
  gates[2]?.open();
  gates[3]?.open();
  expect((await results).map(({ status }) => status)).toEqual([
    "rejected",
    "fulfilled",
    "fulfilled",
    "fulfilled",
  ]);
});

it("never runs a job that was cancelled while it was queued", async () => {
  const limit = createConcurrencyLimit(1);
  const controller = new AbortController();
  const gate = createGate();
  const first = limit.run(() => gate.opened, new AbortController().signal);
  const job = vi.fn<() => Promise<void>>(async () => {});
  const second = limit.run(job, controller.signal);
  controller.abort("cancelled");
  gate.open();
  await first;
  await expect(second).rejects.toBe("cancelled");
  expect(job).not.toHaveBeenCalled();
});
