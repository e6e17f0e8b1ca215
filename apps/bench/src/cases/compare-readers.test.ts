import { expect, it } from "vitest";
import type { Reader } from "../readers/reader.ts";
import { compareReaders } from "./compare-readers.ts";

const reader = (name: string, kind: Reader["kind"]): Reader => ({
  name,
  kind,
  read: async () => {},
});
const READERS = [
  reader("native", "native"),
  reader("hivekit", "hivekit"),
  reader("slow", "peer"),
  reader("quick", "peer"),
];
const timing = (totalMs: number, firstFrameMs: number) => ({
  totalMs: [totalMs],
  firstFrameMs: [firstFrameMs],
  cpuMs: [totalMs / 2],
});
const process = (factor: number, hivekit: number) => ({
  timings: {
    native: timing(100 * factor, 100 * factor),
    hivekit: timing(hivekit * factor, 2 * factor),
    slow: timing(900 * factor, 9 * factor),
    quick: timing(400 * factor, 9 * factor),
  },
  problems: [],
});

it("compares within each process, and returns the median of the ratios", () => {
  const comparisons = compareReaders(READERS, [process(1, 50), process(7, 80), process(3, 100)]);
  expect(comparisons.get("hivekit")).toMatchObject({
    vsNative: 1.25,
    cpuVsNative: 1.25,
    vsBestPeer: 5,
    nativePerFirstFrame: 50,
    totalMs: 300,
    vs: { native: 1.25, hivekit: 1, slow: 11.25, quick: 5 },
  });
});

it("has no best peer without peers", () => {
  expect(compareReaders(READERS.slice(0, 2), [process(1, 50)]).get("hivekit")?.vsBestPeer).toBeNull();
});
