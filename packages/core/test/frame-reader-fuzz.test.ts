import { expect, it } from "vitest";
import { runRange } from "./fuzz/run-range.ts";

/** Takes about three seconds; npm run fuzz checks any number. */
const DOCUMENTS = 3000;

it("the frame reader agrees with JSON.parse on random documents", async () => {
  const seed = Date.now() % 1_000_000_000;
  console.log(`fuzz: seed ${seed}`);
  const { failures, documents } = await runRange({ seed, first: 0, end: DOCUMENTS, step: 1 });
  expect(failures, `npm run fuzz -- --seed ${seed} --documents ${DOCUMENTS}`).toEqual([]);
  expect(documents).toBe(DOCUMENTS);
});
