import { expect, it } from "vitest";
import { frameOf } from "./frame-of.ts";
import { createFrameStore } from "./frame-store.ts";

const positionsAt = (store: ReturnType<typeof createFrameStore>, seconds: number) =>
  store.at(seconds).map(({ position }) => position);

it("drops frames that it has, as a stream that is opened again begins anew", () => {
  const store = createFrameStore();
  const frames = [frameOf(0, 0, {}), frameOf(1, 1, {}), frameOf(2, 2, {})];
  expect(store.add(frames.slice(0, 2))).toHaveLength(2);
  expect(store.add(frames).map(({ position }) => position)).toEqual([2]);
  expect(store.all).toEqual(frames);
});

it("shows the frame that has begun", () => {
  const store = createFrameStore();
  store.add([frameOf(0, 0, {}), frameOf(1, 1, {}), frameOf(2, 2.5, {})]);
  expect(positionsAt(store, 0)).toEqual([0]);
  expect(positionsAt(store, 0.99)).toEqual([0]);
  expect(positionsAt(store, 1)).toEqual([1]);
  // A player that is asked for 2.5 s stands a little before it.
  expect(positionsAt(store, 2.4999)).toEqual([2]);
  expect(positionsAt(store, 100)).toEqual([2]);
});

it("shows one frame of each result, and those without a time always", () => {
  const store = createFrameStore();
  store.add([frameOf(0, 0, {}), frameOf(1, 5, {}), frameOf(2, 0, {}, 1), frameOf(3, null, {}, 2)]);
  expect(positionsAt(store, 6)).toEqual([1, 2, 3]);
});

it("shows nothing before the first frame, and nothing when it is empty", () => {
  const store = createFrameStore();
  expect(store.at(0)).toEqual([]);
  expect(store.lastSeconds).toBeNull();
  expect(store.timeBeside(0, 1)).toBeNull();
  store.add([frameOf(0, 3, {})]);
  expect(positionsAt(store, 2)).toEqual([]);
  expect(store.lastSeconds).toBe(3);
});

it("steps from frame to frame", () => {
  const store = createFrameStore();
  store.add([frameOf(0, 0, {}), frameOf(1, 1, {}), frameOf(2, 2, {})]);
  expect(store.timeBeside(0, 1)).toBe(1);
  expect(store.timeBeside(1, 1)).toBe(2);
  expect(store.timeBeside(2, 1)).toBeNull();
  expect(store.timeBeside(2, -1)).toBe(1);
  expect(store.timeBeside(1.5, -1)).toBe(1);
  expect(store.timeBeside(0, -1)).toBeNull();
});
