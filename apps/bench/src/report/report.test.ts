import { describe, expect, it } from "vitest";
import { evidenceRows, markdownReport } from "./report.ts";
import { markdownTable } from "./table.ts";
import { putReport } from "./write-report.ts";

describe("a table", () => {
  it("pads its columns, numbers to the right, and shows a dash for what a row lacks", () => {
    const table = markdownTable([
      { way: "fetch", "requests/s": 1234 },
      { way: "a|b", "requests/s": null, outcome: "failed" },
    ]);
    expect(table.split("\n")).toEqual([
      "| way   | requests/s | outcome |",
      "| ----- | ---------: | ------- |",
      "| fetch |       1234 | –       |",
      "| a\\|b  |          – | failed  |",
    ]);
  });
});

describe("a report", () => {
  it("holds its figures against their bounds, in the order of the bounds", () => {
    const rows = evidenceRows([
      { bound: "memory", where: "Node 26", value: 1.2345 },
      { bound: "native20", where: "v1", value: 0.5 },
    ]);
    expect(rows).toMatchObject([
      { where: "v1", measured: 0.5, firm: "≥ 0.75", aim: "≥ 1", verdict: "missed" },
      { where: "Node 26", measured: 1.23, firm: "≤ 1.5", aim: "≤ 1.1", verdict: "firm reached" },
    ]);
  });

  it("names wrong results", () => {
    const report = { method: ["one machine"], tables: [], figures: [], problems: ["x: 1 frame came, of 2"] };
    expect(markdownReport(report)).toBe("- one machine\n\n## Wrong results\n\n- x: 1 frame came, of 2");
  });

  it("replaces the one before it in a file, and leaves what stands around", () => {
    const empty =
      "# P\n\n<!-- npm run bench -- --write: from here -->\n<!-- npm run bench -- --write: up to here -->\n\nBy hand.\n";
    const once = putReport(empty, "first");
    expect(once).toMatch(/^# P\n\n<!--.*-->\n\nfirst\n\n<!--.*-->\n\nBy hand\.\n$/);
    expect(putReport(once, "second")).toBe(once.replace("first", "second"));
    expect(() => putReport("# P\n", "x")).toThrow("no place");
  });
});
