import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exampleOf, examplesOf } from "../../test/policy-examples.ts";
import type { GivenScore } from "../../test/policy-examples.ts";
import { boxesOf, taskOfResults, textOf, videoOf } from "../../test/policy-replies.ts";
import type { Task } from "../result/task.ts";
import { evaluatePolicy } from "./evaluate-policy.ts";
import type { PolicyExample } from "./policy-example.ts";
import { sweepThreshold } from "./sweep-threshold.ts";
import type { SweepOptions, ThresholdStep } from "./sweep-threshold.ts";

type Row = readonly [threshold: number, precision: number | null, recall: number | null];
type Scores = readonly GivenScore[];

const rowOf = ({ threshold, precision, recall }: ThresholdStep): Row => [threshold, precision, recall];

/** Worked by hand with the definition of scikit-learn's `precision_recall_curve`: a score at the threshold is found. */
const CURVES: readonly (readonly [name: string, positive: Scores, negative: Scores, rows: readonly Row[]])[] =
  [
    [
      // The example of scikit-learn's documentation: y_true [0, 0, 1, 1], scores [0.1, 0.4, 0.35, 0.8] give precisions
      // [0.5, 0.66666667, 0.5, 1, 1] and recalls [1, 1, 0.5, 0.5, 0].
      "scikit-learn's example",
      [0.35, 0.8],
      [0.1, 0.4],
      [
        [0.1, 2 / 4, 1],
        [0.35, 2 / 3, 1],
        [0.4, 1 / 2, 1 / 2],
        [0.8, 1, 1 / 2],
      ],
    ],
    [
      "a perfect separation",
      [0.8, 0.9],
      [0.1, 0.2],
      [
        [0.1, 2 / 4, 1],
        [0.2, 2 / 3, 1],
        [0.8, 1, 1],
        [0.9, 1, 1 / 2],
      ],
    ],
    [
      "a reversed order",
      [0.1],
      [0.9],
      [
        [0.1, 1 / 2, 1],
        [0.9, 0, 0],
      ],
    ],
    [
      // One step for both examples with 0.5, as a threshold cannot separate them.
      "a tie between both truths",
      [0.5, 0.9],
      [0.5],
      [
        [0.5, 2 / 3, 1],
        [0.9, 1, 1 / 2],
      ],
    ],
    ["only ties", [0.5, 0.5, 0.5], [0.5], [[0.5, 3 / 4, 1]]],
    [
      "ties of several examples",
      [0.7, 0.7, 0.2],
      [0.7, 0.2, 0.2],
      [
        [0.2, 3 / 6, 1],
        [0.7, 2 / 3, 2 / 3],
      ],
    ],
    [
      "scores of 0 and 1",
      [1, 0],
      [0, 1],
      [
        [0, 2 / 4, 1],
        [1, 1 / 2, 1 / 2],
      ],
    ],
    ["a single positive", [0.4], [], [[0.4, 1, 1]]],
    [
      "only negatives",
      [],
      [0.3, 0.6],
      [
        [0.3, 0, null],
        [0.6, 0, null],
      ],
    ],
    ["no examples", [], [], []],
    ["all unknown", [null, null], [null], []],
    [
      // Recall is out of 4 positives, two of which are unknown: 2 / 4, then 1 / 4.
      "unknown positives",
      [0.4, 0.8, null, null],
      [0.5],
      [
        [0.4, 2 / 3, 2 / 4],
        [0.5, 1 / 2, 1 / 4],
        [0.8, 1, 1 / 4],
      ],
    ],
    [
      // The score of 0.6 is enough up to 0.6. Above, the frame that was not evaluated could have a higher one.
      "an incomplete positive",
      ["0.6+?", 0.9],
      [0.1],
      [
        [0.1, 2 / 3, 1],
        [0.6, 1, 1],
        [0.9, 1, 1 / 2],
      ],
    ],
  ];

describe("sweepThreshold", () => {
  it.each(CURVES)("has the steps of %s", async (_, positive, negative, rows) => {
    const curve = await sweepThreshold("yes_smoking", examplesOf(positive, negative));
    expect(curve.steps.map(rowOf)).toEqual(rows);
    expect(curve).toMatchObject({
      class: "yes_smoking",
      scale: "probability",
      positive: "block",
      count: positive.length + negative.length,
      positives: positive.length,
    });
    expect(JSON.parse(JSON.stringify(curve))).toEqual(curve);
  });

  it("counts an incomplete task as unknown above its score, and never as right", async () => {
    const curve = await sweepThreshold("yes_smoking", examplesOf(["0.6+?", null], ["0.3+?", 0.7, null]));
    const counts = [...curve.steps, curve.above].map((step) => [
      step.truePositives,
      step.falsePositives,
      step.falseNegatives,
      step.trueNegatives,
      step.unknown,
      step.unknownPositives,
    ]);
    expect(curve.steps.map(({ threshold }) => threshold)).toEqual([0.3, 0.6, 0.7]);
    expect(counts).toEqual([
      [1, 2, 0, 0, 2, 1],
      [1, 1, 0, 0, 3, 1],
      [0, 1, 0, 0, 4, 2],
      [0, 0, 0, 1, 4, 2],
    ]);
  });

  it("equals the evaluation of a policy at every threshold (200 cases)", async () => {
    const score = fc.oneof(
      fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
      fc.integer({ min: 0, max: 9 }).map((tenths) => `${tenths / 10}+?` as const),
      fc.constant(null),
    );
    const truth = fc.constantFrom("block" as const, "review" as const, "allow" as const);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(score, truth), { maxLength: 30 }), async (given) => {
        const examples = given.map(([one, right]) => exampleOf(one, right));
        for (const positive of ["block", "review"] as const) {
          const curve = await sweepThreshold("yes_smoking", examples, { positive });
          for (const { threshold, ...metrics } of curve.steps) {
            const { decisions } = await evaluatePolicy({ [positive]: { yes_smoking: threshold } }, examples);
            expect(metrics).toEqual(decisions[positive]);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it("uses the highest score of all frames and results", async () => {
    const video = videoOf("yes_smoking", [0.1, 0.8, 0.3]);
    const classes = (score: number): object => ({ classes: [{ class: "yes_smoking", score }] });
    const two = taskOfResults([[classes(0.2)], [classes(0.6)]]);
    const curve = await sweepThreshold("yes_smoking", [
      { id: "1", task: video, truth: "block" },
      { id: "2", task: two, truth: "block" },
    ]);
    expect(curve.steps.map(({ threshold }) => threshold)).toEqual([0.6, 0.8]);
  });

  it("sweeps the levels of a text class, and no probability of the same name", async () => {
    const example = (task: Task) => ({ id: "1", task, truth: "block" as const });
    const curve = await sweepThreshold("hate", [
      example(textOf({ hate: 3 })),
      example(textOf({ hate: 1 })),
      example(videoOf("hate", [0.9])),
    ]);
    expect(curve.scale).toBe("level");
    expect(curve.steps.map(rowOf)).toEqual([
      [1, 1, 2 / 3],
      [3, 1, 1 / 3],
    ]);
    expect(curve.above).toMatchObject({ unknown: 1, unknownPositives: 1, falseNegatives: 2 });
  });

  it("sweeps the scores of boxes, and knows that a frame without boxes has none", async () => {
    const example = (boxes: Parameters<typeof boxesOf>[0]) => ({
      id: "1",
      task: taskOfResults([[boxesOf(boxes)]]),
      truth: "allow" as const,
    });
    const options: SweepOptions = { kind: "boxes", classes: ["face"] };
    const curve = await sweepThreshold("face", [example([["face", 0.4]]), example([])], options);
    expect(curve.steps).toMatchObject([{ threshold: 0.4, falsePositives: 1, trueNegatives: 1, unknown: 0 }]);
  });

  it("accepts incomplete tasks within maxUnevaluatedFrames", async () => {
    const curve = await sweepThreshold("yes_smoking", examplesOf(["0.6+?"], [0.7]), {
      maxUnevaluatedFrames: 1,
    });
    expect(curve.steps[1]).toMatchObject({ threshold: 0.7, falseNegatives: 1, unknown: 0 });
  });

  it("counts a probability of more than 1 as 1, the highest threshold of a policy", async () => {
    const { steps, above } = await sweepThreshold("yes_smoking", examplesOf([1.0000001, 1], [0.5]));
    expect(steps.map(rowOf)).toEqual([
      [0.5, 2 / 3, 1],
      [1, 1, 1],
    ]);
    expect(above.truePositives).toBe(0);
  });

  it("ignores options that change while it reads the examples", async () => {
    const positive = { tag: "smoking" };
    const options: { positive: { tag: string }; kind?: "text" } = { positive };
    function* read(): Generator<PolicyExample> {
      yield exampleOf(0.9, { tags: ["smoking"] });
      positive.tag = "other";
      options.kind = "text";
      yield exampleOf(0.8, { tags: ["smoking"] });
    }
    const curve = await sweepThreshold("yes_smoking", read(), options);
    expect(curve).toMatchObject({ positive: { tag: "smoking" }, positives: 2, scale: "probability" });
  });

  it("counts review as positive if asked to, and leaves out examples without a decision", async () => {
    const examples = [
      exampleOf(0.9, "block"),
      exampleOf(0.8, { decision: "review" }),
      exampleOf(0.7, { tags: ["smoking"] }),
    ];
    const block = await sweepThreshold("yes_smoking", examples);
    expect([block.count, block.positives]).toEqual([2, 1]);
    const review = await sweepThreshold("yes_smoking", examples, { positive: "review" });
    expect([review.count, review.positives]).toEqual([2, 2]);
  });

  it("counts a tag as positive if asked to, and leaves out examples without tags", async () => {
    const examples = [
      exampleOf(0.9, "block"),
      exampleOf(0.8, { decision: "block", tags: [] }),
      exampleOf(0.7, { tags: ["smoking", "night"] }),
    ];
    const curve = await sweepThreshold("yes_smoking", examples, { positive: { tag: "smoking" } });
    expect(curve.steps.map(rowOf)).toEqual([
      [0.7, 1 / 2, 1],
      [0.8, 0, 0],
    ]);
  });

  it.each<[string, object, RegExp, string]>([
    [
      "yes_smokin",
      {},
      /^sweepThreshold: className names the unknown class yes_smokin; did you mean yes_smoking/,
      "className",
    ],
    ["no_smoking", {}, /^sweepThreshold: className/, "className"],
    ["", {}, /^sweepThreshold: className must be a non-empty string/, "className"],
    ["hate", { kind: "class" }, /^sweepThreshold: className is a text class/, "className"],
    ["yes_smoking", { kind: "labels" }, /^sweepThreshold: kind must be one of class, text, boxes/, "kind"],
    [
      "yes_smoking",
      { positive: "allow" },
      /^sweepThreshold: positive must be "block", "review" or an object with a tag/,
      "positive",
    ],
    [
      "yes_smoking",
      { positive: { tag: "" } },
      /^sweepThreshold: positive\.tag must be a non-empty string/,
      "positive.tag",
    ],
    ["yes_smoking", { classes: [1] }, /^sweepThreshold: classes/, "classes"],
    [
      "hate",
      { classes: 1 },
      /^sweepThreshold: classes must be an array of class names, got number/,
      "classes",
    ],
    [
      "hate",
      { classes: null },
      /^sweepThreshold: classes must be an array of class names, got null/,
      "classes",
    ],
    [
      "yes_smoking",
      { maxUnevaluatedFrames: -1 },
      /^sweepThreshold: maxUnevaluatedFrames/,
      "maxUnevaluatedFrames",
    ],
    ["yes_smoking", { threshold: 1 }, /^sweepThreshold: threshold is unknown/, "threshold"],
  ])("rejects the class %j with %j before it reads an example", async (name, options, message, option) => {
    const examples = {
      [Symbol.iterator]: (): never => {
        throw new Error("read");
      },
    };
    const sweep = sweepThreshold(name, examples, options);
    await expect(sweep).rejects.toMatchObject({
      kind: "config",
      option,
      message: expect.stringMatching(message),
    });
  });
});
