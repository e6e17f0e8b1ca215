import { expect, it } from "vitest";
import { createFrame } from "../../test/fixtures/test-items.ts";
import { createFrameStore } from "../frames/frame-store.ts";
import { findKeyTarget } from "./timeline-keys.ts";

const frames = createFrameStore();
frames.add([0, 1, 2, 3].map((seconds) => createFrame(seconds, seconds, {})));

it.each([
  ["ArrowRight", 2],
  ["ArrowUp", 2],
  ["ArrowLeft", 0],
  ["ArrowDown", 0],
  ["PageUp", 1.4],
  ["PageDown", 0.6],
  ["Home", 0],
  ["End", 3],
  ["Enter", null],
])("%s moves from 1 s to %d s", (key, seconds) => {
  expect(findKeyTarget(key, { playhead: { seconds: 1 }, frames, endSeconds: 4 })).toBe(seconds);
});
