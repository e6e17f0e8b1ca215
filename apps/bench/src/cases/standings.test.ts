import { expect, it } from "vitest";
import type { Contestant } from "../contestants/contestant.ts";
import { standingsOf } from "./standings.ts";

const contestant = (name: string, kind: Contestant["kind"]): Contestant => ({
  name,
  kind,
  read: async () => {},
});
const CONTESTANTS = [
  contestant("native", "native"),
  contestant("ours", "ours"),
  contestant("slow", "peer"),
  contestant("quick", "peer"),
];
const timing = (totalMs: number, firstFrameMs: number) => ({
  totalMs: [totalMs],
  firstFrameMs: [firstFrameMs],
  cpuMs: [totalMs / 2],
});
const process = (factor: number, ours: number) => ({
  timings: {
    native: timing(100 * factor, 100 * factor),
    ours: timing(ours * factor, 2 * factor),
    slow: timing(900 * factor, 9 * factor),
    quick: timing(400 * factor, 9 * factor),
  },
  problems: [],
});

it("compares within a process, and takes the median of the ratios, not the ratio of medians", () => {
  const standings = standingsOf(CONTESTANTS, [process(1, 50), process(7, 80), process(3, 100)]);
  expect(standings.get("ours")).toMatchObject({
    besideNative: 1.25,
    cpuBesideNative: 1.25,
    besideBestPeer: 5,
    nativePerFirstFrame: 50,
    totalMs: 300,
    beside: { native: 1.25, ours: 1, slow: 11.25, quick: 5 },
  });
});

it("knows no best peer where none took part", () => {
  expect(standingsOf(CONTESTANTS.slice(0, 2), [process(1, 50)]).get("ours")?.besideBestPeer).toBeNull();
});
