import { describe, expect, it } from "vitest";
import { exampleOf } from "../../test/policy-examples.ts";
import { evaluatePolicy } from "./evaluate-policy.ts";
import { formatEvaluation } from "./format-evaluation.ts";
import { formatPercent, formatShare } from "./printable.ts";

const policy = { block: { yes_smoking: 0.9 } };

describe("formatEvaluation", () => {
  it("aligns the counts and the metrics", async () => {
    const evaluation = await evaluatePolicy(policy, [
      ...Array.from({ length: 8 }, () => exampleOf(0.95, { decision: "block", tags: [] })),
      ...Array.from({ length: 2 }, () => exampleOf(0.95, "allow")),
      exampleOf(null, { decision: "block", tags: ["smoking"] }),
      exampleOf(0.1, "block"),
      ...Array.from({ length: 1000 }, () => exampleOf(0.1, "allow")),
    ]);
    expect(`\n${formatEvaluation(evaluation)}\n`).toMatchInlineSnapshot(`
      "
      1012 examples, 4 disagreements

      truth   block  review  unknown  allow  total
      block       8       0        1      1     10
      review      0       0        0      0      0
      allow       2       0        0   1000   1002

                       precision         95 %  recall         95 %     F1    TP  FP  FN    TN  unknown
      block                0.800  0.490–0.943   0.800  0.490–0.943  0.800     8   2   1  1000        1
      review or block      0.800  0.490–0.943   0.800  0.490–0.943  0.800     8   2   1  1000        1
      allow                0.999  0.994–0.999   0.998  0.993–0.999  0.999  1000   1   2     8        1
      tag smoking              -            -   0.000  0.000–0.793  0.000     0   0   1     8        0
      "
    `);
  });

  it("shows metrics without a value as -, and removes control characters of tags", async () => {
    const tags = ["a\u001b[2J\nb", "\u202eevil"];
    const text = formatEvaluation(await evaluatePolicy(policy, [exampleOf(0.1, { tags })]));
    expect(text).toContain("1 example, 1 disagreement\n");
    expect(text).toContain("tag a\ufffd[2J\ufffdb ");
    expect(text).toContain("tag \ufffdevil ");
    expect(text.split("\n").find((line) => line.startsWith("block  "))).toMatch(/^block +0 +0 +0 +0 +0$/);
    expect(text.split("\n").findLast((line) => line.startsWith("block  "))).toMatch(
      /^block( +-){5}( +0){5}$/,
    );
  });
});

describe("shares", () => {
  it.each([
    [0, "0.000", "0 %"],
    [1, "1.000", "100 %"],
    [0.99996, "0.999", "99.9 %"],
    [0.00004, "0.001", "0.1 %"],
    [0.5, "0.500", "50 %"],
    [2 / 3, "0.667", "66.7 %"],
    [null, "-", "-"],
  ])("of %s look like %s and %s", (share, shown, percent) => {
    expect(formatShare(share)).toBe(shown);
    expect(formatPercent(share)).toBe(percent);
  });
});
