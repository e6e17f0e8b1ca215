import { expect, it } from "vitest";
import { yieldToEventLoop } from "./yield-to-event-loop.ts";

async function* endless(): AsyncGenerator<number> {
  for (let item = 0; ; item += 1) yield item;
}

it("lets a timer fire even if every item is ready", async () => {
  let hasFired = false;
  setTimeout(() => void (hasFired = true), 1);
  let count = 0;
  for await (const item of yieldToEventLoop(endless())) {
    expect(item).toBe(count);
    count += 1;
    if (hasFired) break;
  }
  expect(count).toBeGreaterThan(0);
});

it("ends the source when the loop ends early", async () => {
  let hasReturned = false;
  async function* source(): AsyncGenerator<number> {
    try {
      yield* endless();
    } finally {
      hasReturned = true;
    }
  }
  for await (const item of yieldToEventLoop(source())) if (item === 3) break;
  expect(hasReturned).toBe(true);
});
