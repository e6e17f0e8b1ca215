import { expect, it } from "vitest";
import { takeTurns } from "./take-turns.ts";

async function* endless(): AsyncGenerator<number> {
  for (let item = 0; ; item += 1) yield item;
}

it("a timer fires while items come that are all ready", async () => {
  let isOver = false;
  setTimeout(() => void (isOver = true), 1);
  let seen = 0;
  for await (const item of takeTurns(endless())) {
    expect(item).toBe(seen);
    seen += 1;
    if (isOver) break;
  }
  expect(seen).toBeGreaterThan(0);
});

it("leaving early leaves the source", async () => {
  let isLeft = false;
  async function* source(): AsyncGenerator<number> {
    try {
      yield* endless();
    } finally {
      isLeft = true;
    }
  }
  for await (const item of takeTurns(source())) if (item === 3) break;
  expect(isLeft).toBe(true);
});
