import { describe, expect, it } from "vitest";
import { examplesOf } from "../../../test/policy-examples.ts";
import { textOf } from "../../../test/policy-replies.ts";
import { sweepThreshold } from "../sweep-threshold.ts";
import type { ThresholdCurve } from "../sweep-threshold.ts";
import { plotCurve } from "./plot-curve.ts";

const curve = await sweepThreshold("yes_smoking", examplesOf([0.9, 0.8, 0.6, null], [0.6, 0.2]));

/** Reads the path of the only line or area of a style in a chart. */
function pathOf(svg: string, style: string): string {
  const paths = [...svg.matchAll(new RegExp(`<path class="${style}" d="([^"]*)"/>`, "g"))].map(
    ([, d]) => d ?? "",
  );
  // The first belongs to the legend, if the style is that of a line.
  return paths.at(-1) ?? "";
}

describe("plotCurve", () => {
  it("draws precision over recall as steps", () => {
    const svg = plotCurve(curve, { chart: "precisionRecall" });
    // The area starts at x = 62 and y = 72, and is 380 wide and 284 high. From the highest threshold: precision 1 up to
    // recall 2/4, then 3/4 up to 3/4 and, at the same recall, 3/5.
    expect(pathOf(svg, "precision")).toBe("M62 72H252V143H347V185.6");
    // Everything found: 4 of 6.
    expect(pathOf(svg, "chance")).toBe("M62 166.7H442");
  });

  it("draws precision, recall and unknown examples over the threshold", () => {
    const svg = plotCurve(curve, { chart: "thresholds" });
    // Up to 0.2: precision 3/5, recall 3/4; to 0.6: 3/4, 3/4; to 0.8: 1, 2/4; to 0.9: 1, 1/4; then nothing is found.
    expect(pathOf(svg, "precision")).toBe("M62 185.6H138V143H290V72H404");
    expect(pathOf(svg, "recall")).toBe("M62 143H290V214H366V285H404V356H442");
    // 1 of 6 at every threshold: 356 - 284 / 6.
    expect(pathOf(svg, "unknown-area")).toBe("M62 308.7H442V356H62Z");
  });

  it("marks a threshold with its metrics and their intervals", () => {
    const svg = plotCurve(curve, { threshold: 0.7 });
    expect(svg).toContain(
      "Threshold 0.7: precision 100 % (34.2 % to 100 %), recall 50 % (15 % to 85 %), unknown 16.7 %",
    );
    expect(svg).toContain('<circle class="dot" cx="252" cy="72" r="4.5"/>');
    expect(pathOf(svg, "mark")).toBe("M328 66V356");
    expect(plotCurve(curve)).not.toContain("<circle");
    // Above every score, there is no precision.
    const above = plotCurve(curve, { threshold: 0.95 });
    expect(above).not.toContain("<circle");
    expect(above).toContain("Threshold 0.95: precision - (-), recall 0 % (0 % to 49 %), unknown 16.7 %");
  });

  it("is described for screen readers, and has the colors of both themes", () => {
    const svg = plotCurve(curve);
    expect(svg).toContain('role="img"');
    expect(svg).toContain("<title>yes_smoking: precision and recall</title>");
    expect(svg).toContain(
      "<desc>6 examples, 4 positive (block, 66.7 %), 1 unknown at every threshold.</desc>",
    );
    expect(svg).toContain("@media screen and (prefers-color-scheme: dark)");
    expect(svg).not.toMatch(/href|url\(|@import|<script/);
  });

  it("escapes titles and classes", async () => {
    const name = `<script>&"\u0000\u202e${"x".repeat(100)}`;
    const own = await sweepThreshold(name, [], { classes: [name] });
    const svg = plotCurve(own, { threshold: 0.5 });
    expect(svg).toContain(`>&lt;script&gt;&amp;&quot;\ufffd\ufffd${"x".repeat(77)}…<`);
    expect(svg).not.toContain("<script");
    expect(plotCurve(curve, { title: "</title>" })).toContain(
      "<title>&lt;/title&gt;: precision and recall</title>",
    );
  });

  it("wraps its facts to the width of one chart, and shortens the title", () => {
    const title = "x".repeat(100);
    const svg = plotCurve(curve, { chart: "thresholds", threshold: 0.7, title });
    expect(
      [...svg.matchAll(/<text class="(?:title|note)"[^>]* y="(\d+)">([^<]*)</g)].map((found) =>
        found.slice(1),
      ),
    ).toEqual([
      ["36", `${"x".repeat(43)}…`],
      ["56", "6 examples, 4 positive (block, 66.7 %), 1 unknown at every threshold"],
      ["74", "Threshold 0.7: precision 100 % (34.2 % to 100 %)"],
      ["92", "recall 50 % (15 % to 85 %), unknown 16.7 %"],
    ]);
    expect(svg).toContain('<g transform="translate(20 108)">');
  });

  it.each([
    [0.99996, "0.99996"],
    [0.6593842506408691, "0.6594"],
    [0.00001, "0.00001"],
    [1e-12, "1e-12"],
    [1, "1"],
    [0, "0"],
  ])("labels the threshold %s as %s", (threshold, label) => {
    expect(plotCurve(curve, { threshold })).toContain(`>threshold ${label}<`);
  });

  it.each([
    ["no examples", [], []],
    ["only unknown ones", [null, null], [null]],
    ["no positive ones", [], [0.3]],
    ["no negative ones", [0.3], []],
    ["scores of 0 and 1", [0, 1], [0, 1]],
  ] as const)("draws %s without a number that is not finite", async (_, positive, negative) => {
    const svg = plotCurve(await sweepThreshold("yes_smoking", examplesOf(positive, negative)), {
      threshold: 0.5,
    });
    expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
    expect(svg).toContain("</svg>\n");
  });

  it("scales levels from 0 to 3", async () => {
    const levels = await sweepThreshold("hate", [{ id: "1", task: textOf({ hate: 2 }), truth: "block" }]);
    const svg = plotCurve(levels, { chart: "thresholds", threshold: 2 });
    expect(svg).toContain("Threshold: level");
    // 62 + 380 * 2 / 3.
    expect(pathOf(svg, "mark")).toBe("M315.3 66V356");
  });

  it("stays small for a curve of 100 000 steps", () => {
    const [first = { threshold: 0, ...curve.above }] = curve.steps;
    const steps = Array.from({ length: 100_000 }, (_, index) => {
      const share = index / 100_000;
      const precision = 0.5 + 0.5 * Math.abs(Math.sin(index));
      return { ...first, threshold: share, precision, recall: 1 - share };
    });
    const long: ThresholdCurve = { ...curve, steps };
    expect(plotCurve(long).length).toBeLessThan(150_000);
    expect(plotCurve(long)).toBe(plotCurve(structuredClone(long)));
  });

  it.each([
    [{ chart: "bars" }, "chart must be one of precisionRecall, thresholds, both, got string"],
    [{ threshold: -1 }, "threshold must be a number of at least 0, got -1"],
    [{ title: 1 }, "title must be a non-empty string, got number"],
    [{ title: "" }, "title must be a non-empty string, got an empty string"],
    [{ width: 1 }, "width is unknown; use one of chart, threshold, title"],
  ])("rejects %j", (options, problem) => {
    // As an untyped caller does.
    expect(() => Reflect.apply(plotCurve, null, [curve, options])).toThrow(`plotCurve: ${problem}.`);
  });
});
