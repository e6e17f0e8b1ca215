import { expect, it } from "vitest";
import { createFrame } from "../../test/fixtures/test-items.ts";
import { createFrameStore } from "./frame-store.ts";

const positionsAt = (store: ReturnType<typeof createFrameStore>, seconds: number) =>
  store.at(seconds).map(({ position }) => position);

it("ignores frames that a reconnected stream repeats", () => {
  const store = createFrameStore();
  const frames = [createFrame(0, 0, {}), createFrame(1, 1, {}), createFrame(2, 2, {})];
  expect(store.add(frames.slice(0, 2))).toHaveLength(2);
  expect(store.add(frames).map(({ position }) => position)).toEqual([2]);
  expect(store.all).toEqual(frames);
});

it("returns the frame that has started", () => {
  const store = createFrameStore();
  store.add([createFrame(0, 0, {}), createFrame(1, 1, {}), createFrame(2, 2.5, {})]);
  expect(positionsAt(store, 0)).toEqual([0]);
  expect(positionsAt(store, 0.99)).toEqual([0]);
  expect(positionsAt(store, 1)).toEqual([1]);
  // A player that seeks to 2.5 s may stop slightly before it.
  expect(positionsAt(store, 2.4999)).toEqual([2]);
  expect(positionsAt(store, 100)).toEqual([2]);
});

it("returns one frame of each result, and always the frames without a time", () => {
  const store = createFrameStore();
  store.add([
    createFrame(0, 0, {}),
    createFrame(1, 5, {}),
    createFrame(2, 0, {}, 1),
    createFrame(3, null, {}, 2),
  ]);
  expect(positionsAt(store, 6)).toEqual([1, 2, 3]);
});

it("returns nothing before the first frame or from an empty store", () => {
  const store = createFrameStore();
  expect(store.at(0)).toEqual([]);
  expect(store.lastSeconds).toBeNull();
  expect(store.adjacentTime(0, 1)).toBeNull();
  store.add([createFrame(0, 3, {})]);
  expect(positionsAt(store, 2)).toEqual([]);
  expect(store.lastSeconds).toBe(3);
});

it("steps from frame to frame", () => {
  const store = createFrameStore();
  store.add([createFrame(0, 0, {}), createFrame(1, 1, {}), createFrame(2, 2, {})]);
  expect(store.adjacentTime(0, 1)).toBe(1);
  expect(store.adjacentTime(1, 1)).toBe(2);
  expect(store.adjacentTime(2, 1)).toBeNull();
  expect(store.adjacentTime(2, -1)).toBe(1);
  expect(store.adjacentTime(1.5, -1)).toBe(1);
  expect(store.adjacentTime(0, -1)).toBeNull();
});
