import { expect, it } from "vitest";
import { frameOf } from "./frame-of.ts";
import { createFrameStore } from "./frame-store.ts";
import { keyTarget } from "./timeline-keys.ts";

const frames = createFrameStore();
frames.add([0, 1, 2, 3].map((seconds) => frameOf(seconds, seconds, {})));

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
])("%s leads from 1 s to %d s", (key, seconds) => {
  expect(keyTarget(key, { playhead: { seconds: 1 }, frames, endSeconds: 4 })).toBe(seconds);
});
