import { describe, expect, it } from "vitest";
import { createTargetRows, formatReport } from "./report.ts";
import { formatTable } from "./table.ts";
import { replaceReport } from "./write-report.ts";

describe("a table", () => {
  it("pads its columns, aligns numbers to the right, and shows a dash for a missing cell", () => {
    const table = formatTable([
      { client: "fetch", "requests/s": 1234 },
      { client: "a|b", "requests/s": null, outcome: "failed" },
    ]);
    expect(table.split("\n")).toEqual([
      "| client | requests/s | outcome |",
      "| ------ | ---------: | ------- |",
      "| fetch  |       1234 | –       |",
      "| a\\|b   |          – | failed  |",
    ]);
  });
});

describe("a report", () => {
  it("compares its figures with their targets, in the order of the targets", () => {
    const rows = createTargetRows([
      { target: "memory", where: "Node 26", value: 1.2345 },
      { target: "native20", where: "v1", value: 0.5 },
    ]);
    expect(rows).toMatchObject([
      { where: "v1", measured: 0.5, required: "≥ 0.75", target: "≥ 1", result: "missed" },
      { where: "Node 26", measured: 1.23, required: "≤ 1.5", target: "≤ 1.1", result: "requirement met" },
    ]);
  });

  it("lists wrong results", () => {
    const report = {
      method: ["one machine"],
      tables: [],
      figures: [],
      problems: ["x: 1 of 2 frames arrived"],
    };
    expect(formatReport(report)).toBe("- one machine\n\n## Wrong results\n\n- x: 1 of 2 frames arrived");
  });

  it("replaces the previous report in a file, and keeps the text around it", () => {
    const empty =
      "# P\n\n<!-- npm run bench -- --write: from here -->\n<!-- npm run bench -- --write: up to here -->\n\nBy hand.\n";
    const once = replaceReport(empty, "first");
    expect(once).toMatch(/^# P\n\n<!--.*-->\n\nfirst\n\n<!--.*-->\n\nBy hand\.\n$/);
    expect(replaceReport(once, "second")).toBe(once.replace("first", "second"));
    expect(() => replaceReport("# P\n", "x")).toThrow("no markers");
  });
});
