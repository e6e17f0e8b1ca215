import { createMemoryVerdictStore } from "@hivekit/core/guard";
import type { VerdictStore } from "@hivekit/core/guard";
import { verdictStoreCases } from "@hivekit/core/guard/testing";
import { expect, test } from "vitest";

test.each(verdictStoreCases(() => createMemoryVerdictStore()))("$name", async ({ run }) => {
  await expect(run()).resolves.toBeUndefined();
});

const put = async (store: VerdictStore, key: string, entry: string): Promise<void> => {
  await store.claim(key, { token: key, leaseMs: 1000 });
  await store.publish(key, { token: key, entry, ttlMs: 1000 });
};
const has = async (store: VerdictStore, key: string): Promise<boolean> => {
  const { state } = await store.claim(key, { token: "reader", leaseMs: 1000 });
  if (state === "claimed") await store.release(key, "reader");
  return state === "stored";
};

test("drops the entry that was not used for the longest time", async () => {
  const store = createMemoryVerdictStore({ maxEntries: 2 });
  await put(store, "a", "1");
  await put(store, "b", "2");
  expect(await has(store, "a")).toBe(true);
  await put(store, "c", "3");
  expect([await has(store, "a"), await has(store, "b"), await has(store, "c")]).toEqual([true, false, true]);
});

test("holds at most the given number of bytes, and keeps no larger entry", async () => {
  const store = createMemoryVerdictStore({ maxBytes: 100 });
  for (const key of ["a", "b", "c"]) await put(store, key, "x".repeat(20));
  expect([await has(store, "a"), await has(store, "b"), await has(store, "c")]).toEqual([false, true, true]);
  await put(store, "d", "x".repeat(60));
  expect([await has(store, "b"), await has(store, "d")]).toEqual([true, false]);
});

test("stays within its limits with 10,000 keys", async () => {
  const store = createMemoryVerdictStore({ maxEntries: 100 });
  const keys = Array.from({ length: 10_000 }, (_, index) => `key-${index}`);
  for (const key of keys) await put(store, key, "entry");
  const kept = await Promise.all(keys.map(async (key) => has(store, key)));
  expect(kept.filter(Boolean)).toHaveLength(100);
});

test.each([
  [{ maxEntries: 0 }, "createMemoryVerdictStore: maxEntries must be a whole number of at least 1, got 0."],
  [{ maxBytes: 1.5 }, "createMemoryVerdictStore: maxBytes must be a whole number of at least 1, got 1.5."],
])("rejects %j", (options, message) => {
  expect(() => createMemoryVerdictStore(options)).toThrow(message);
});
