import { describe, expect, it } from "vitest";
import { compareRatios } from "./compare-ratios.ts";
import { createRatioRows, formatQuickReport } from "./quick-report.ts";
import { combineFigures } from "./ratio.ts";
import type { Ratio } from "./ratio.ts";

const speed = (median: number, spread = 0, processes = 3): Ratio => ({
  target: "callsVsKy",
  where: "Node 24",
  median,
  spread,
  processes,
});
const cost = (median: number): Ratio => ({ ...speed(median), target: "cpuVsKy" });

it("combines the figures of several processes into a median and a spread", () => {
  const figures = [0.9, 1.1, 1].flatMap((value) => [
    { target: "callsVsKy", where: "Node 24", value } as const,
    { target: "cpuVsKy", where: "Node 24", value: 2 * value } as const,
  ]);
  const [first, second, ...others] = combineFigures(figures);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ target: "callsVsKy", median: 1, processes: 3 });
  expect(first?.spread).toBeCloseTo(0.1);
  expect(second).toMatchObject({ target: "cpuVsKy", median: 2 });
  expect(second?.spread).toBeCloseTo(0.1);
});

describe("a comparison with the baseline", () => {
  it.each([
    [1, "within noise"],
    [0.951, "within noise"],
    [0.949, "regression"],
    [1.049, "within noise"],
    [1.051, "improvement"],
  ] as const)("takes 5 % for noise: a speed of %d instead of 1 is %s", (now, result) => {
    expect(compareRatios(speed(now), speed(1)).result).toBe(result);
  });

  it.each([
    [0.849, "regression"],
    [0.851, "within noise"],
    [1.149, "within noise"],
    [1.151, "improvement"],
  ] as const)("adds the spread of both runs: a speed of %d instead of 1 is %s", (now, result) => {
    expect(compareRatios(speed(now, 0.1), speed(1, 0.05)).result).toBe(result);
  });

  it("reads a higher cost as a regression", () => {
    expect(compareRatios(cost(1.1), cost(1)).result).toBe("regression");
    expect(compareRatios(cost(0.9), cost(1)).result).toBe("improvement");
  });

  it("does not judge a run or a baseline with fewer than three processes", () => {
    expect(compareRatios(speed(0.5, 0, 2), speed(1)).result).toBe("too few processes");
    expect(compareRatios(speed(0.5), speed(1, 0, 2)).result).toBe("too few processes");
  });
});

describe("the report of a quick run", () => {
  it("shows change and noise, and which ratios are missing in the baseline or in this run", () => {
    const cpu = cost(1.2);
    const judging: Ratio = { ...cost(0.1), target: "policy" };
    expect(createRatioRows([speed(0.8, 0.02), cpu], [speed(1, 0.04), judging])).toMatchObject([
      { baseline: 1, now: 0.8, change: "-20 %", noise: "±6 %", target: 1.05, result: "regression" },
      { baseline: null, now: 1.2, change: null, noise: null, result: "not in the baseline" },
      { baseline: 0.1, now: null, change: null, processes: 0, result: "not measured" },
    ]);
  });

  it("states the rule, both runs, another machine, and wrong results", () => {
    const baseline = { date: "2026-11-24", machine: "a laptop", ratios: [speed(1)] };
    const now = { ...baseline, machine: "a server", problems: ["x: no frames"] };
    const text = formatQuickReport(now, baseline);
    expect(text).toContain("- Now: 2026-11-24, a server.");
    expect(text).toContain("- Baseline: 2026-11-24, a laptop.");
    expect(text).toContain("- The baseline is from another machine");
    expect(text).toContain("- A regression is a ratio");
    expect(text).toMatch(/Wrong results:\n\n- x: no frames$/);
    expect(formatQuickReport({ ...now, problems: [] }, null)).toContain("- There is no baseline.");
    expect(formatQuickReport({ ...baseline, problems: [] }, baseline)).not.toContain("another machine");
  });
});
