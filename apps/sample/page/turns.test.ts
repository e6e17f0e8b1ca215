import { expect, it } from "vitest";
import { createTurns } from "./turns.ts";

it("runs so many at a time, in their order, also after one has failed", async () => {
  const turns = createTurns(2);
  const started: number[] = [];
  const ends: (() => void)[] = [];
  const { signal } = new AbortController();
  const job = (number: number) => async () => {
    started.push(number);
    await new Promise<void>((resolve) => ends.push(resolve));
    if (number === 1) throw new Error("failed");
    return number;
  };
  const jobs = [1, 2, 3, 4].map((number) => turns.run(job(number), signal));
  const results = Promise.allSettled(jobs);
  await expect.poll(() => started).toEqual([1, 2]);
  ends[0]?.();
  await expect.poll(() => started).toEqual([1, 2, 3]);
  ends[1]?.();
  await expect.poll(() => started).toEqual([1, 2, 3, 4]);
  ends[2]?.();
  ends[3]?.();
  expect((await results).map(({ status }) => status)).toEqual([
    "rejected",
    "fulfilled",
    "fulfilled",
    "fulfilled",
  ]);
});

it("never runs what was cancelled while it waited", async () => {
  const turns = createTurns(1);
  const cancel = new AbortController();
  let end = (): void => {};
  const first = turns.run(
    () => new Promise<void>((resolve) => (end = resolve)),
    new AbortController().signal,
  );
  let isRun = false;
  const second = turns.run(async () => {
    isRun = true;
  }, cancel.signal);
  cancel.abort("enough");
  await expect.poll(() => typeof end).toBe("function");
  end();
  await first;
  await expect(second).rejects.toBe("enough");
  expect(isRun).toBe(false);
});
