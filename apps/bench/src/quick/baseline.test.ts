import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { readBaseline, writeBaseline } from "./baseline.ts";

describe("the baseline", () => {
  it("is read as it was written, with four significant digits", () => {
    const path = createPath();
    const ratio = {
      target: "callsVsKy",
      where: "Node 24",
      median: 0.881_234_5,
      spread: 0,
      processes: 5,
    } as const;
    const baseline = { date: "2026-11-24", machine: "a laptop", ratios: [ratio] };
    writeBaseline(path, baseline);
    expect(readBaseline(path)).toEqual({ ...baseline, ratios: [{ ...ratio, median: 0.8812 }] });
  });

  it("is read without the ratios whose target no longer exists", () => {
    const path = createPath();
    const ratio = { where: "Node 24", median: 1, spread: 0, processes: 5 };
    const ratios = ["toString", "callsVsKy"].map((target) => ({ target, ...ratio }));
    writeFileSync(path, JSON.stringify({ date: "2026-11-24", machine: "a laptop", ratios }));
    expect(readBaseline(path)?.ratios).toEqual([{ target: "callsVsKy", ...ratio }]);
  });

  it("is null without a file, and not accepted without a date", () => {
    const path = createPath();
    expect(readBaseline(path)).toBeNull();
    writeFileSync(path, JSON.stringify({ machine: "a laptop", ratios: [] }));
    expect(() => readBaseline(path)).toThrow(/date/);
  });
});

function createPath(): string {
  const folder = mkdtempSync(join(tmpdir(), "hivekit-baseline-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "baseline.json");
}
