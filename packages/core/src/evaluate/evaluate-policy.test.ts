import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { exampleOf } from "../../test/policy-examples.ts";
import { pictureOf } from "../../test/policy-replies.ts";
import { definePolicy } from "../policy/define-policy.ts";
import { evaluatePolicy } from "./evaluate-policy.ts";
import type { PolicyExample } from "./policy-example.ts";

const policy = definePolicy({ block: { yes_smoking: 0.9 }, review: { yes_smoking: 0.5 } });

/** The score of `yes_smoking` that leads to each decision of the policy. */
const SCORES = { block: 0.95, review: 0.6, unknown: null, allow: 0.1 } as const;

/** Creates `count` examples for a truth and a decision of the policy. */
function examplesFor(
  truth: PolicyExample["truth"],
  counts: { readonly [Given in keyof typeof SCORES]?: number },
) {
  const decisions = ["block", "review", "unknown", "allow"] as const;
  return decisions.flatMap((decision) =>
    Array.from({ length: counts[decision] ?? 0 }, () => exampleOf(SCORES[decision], truth)),
  );
}

describe("evaluatePolicy", () => {
  it("counts decisions by truth, and measures each decision", async () => {
    const { count, matrix, decisions } = await evaluatePolicy(policy, [
      ...examplesFor("block", { block: 5, review: 2, unknown: 1, allow: 1 }),
      ...examplesFor("review", { block: 1, review: 4, unknown: 2, allow: 3 }),
      ...examplesFor("allow", { block: 2, review: 1, unknown: 4, allow: 20 }),
    ]);
    expect(count).toBe(46);
    expect(matrix).toEqual({
      block: { block: 5, review: 2, unknown: 1, allow: 1 },
      review: { block: 1, review: 4, unknown: 2, allow: 3 },
      allow: { block: 2, review: 1, unknown: 4, allow: 20 },
    });
    expect(decisions.block).toMatchObject({
      truePositives: 5,
      falsePositives: 1 + 2,
      falseNegatives: 2 + 1,
      trueNegatives: 4 + 3 + 1 + 20,
      unknown: 7,
      unknownPositives: 1,
      precision: 5 / 8,
      recall: 5 / 9,
      f1: 10 / 17,
    });
    // Review or block: either counts as held back.
    expect(decisions.review).toMatchObject({
      truePositives: 5 + 2 + 1 + 4,
      falsePositives: 2 + 1,
      falseNegatives: 1 + 3,
      trueNegatives: 20,
      unknown: 7,
      unknownPositives: 3,
      precision: 12 / 15,
      recall: 12 / 19,
      f1: 24 / 34,
    });
    expect(decisions.allow).toMatchObject({
      truePositives: 20,
      falsePositives: 1 + 3,
      falseNegatives: 2 + 1,
      trueNegatives: 5 + 2 + 1 + 4,
      unknown: 7,
      unknownPositives: 4,
      precision: 20 / 24,
      recall: 20 / 27,
      f1: 40 / 51,
    });
  });

  it("has the scores of scikit-learn's example for block and allow", async () => {
    // y_true = cat, dog, pig, cat, dog, pig; y_pred = cat, pig, dog, cat, cat, dog give the precisions 0.66, 0, 0, the
    // recalls 1, 0, 0 and the F1 scores 0.8, 0, 0. Here, a cat is block, a dog review, and a pig allow.
    const { decisions } = await evaluatePolicy(policy, [
      ...examplesFor("block", { block: 2 }),
      ...examplesFor("review", { allow: 1, block: 1 }),
      ...examplesFor("allow", { review: 2 }),
    ]);
    expect(decisions.block).toMatchObject({ precision: 2 / 3, recall: 1, f1: 0.8 });
    expect(decisions.allow).toMatchObject({ precision: 0, recall: 0, f1: 0 });
  });

  it("never counts unknown as right, whatever the truth is", async () => {
    const { decisions, disagreementCount } = await evaluatePolicy(policy, [
      ...examplesFor("block", { unknown: 3 }),
      ...examplesFor("review", { unknown: 2 }),
      ...examplesFor("allow", { unknown: 4 }),
    ]);
    expect(disagreementCount).toBe(9);
    const metrics = { truePositives: 0, trueNegatives: 0, unknown: 9, precision: null, recall: 0, f1: 0 };
    expect(decisions).toMatchObject({
      block: { ...metrics, unknownPositives: 3 },
      review: { ...metrics, unknownPositives: 5 },
      allow: { ...metrics, unknownPositives: 4 },
    });
  });

  it("has no metrics without examples", async () => {
    const evaluation = await evaluatePolicy(policy, []);
    const metrics = {
      precision: null,
      recall: null,
      f1: null,
      precisionInterval: null,
      recallInterval: null,
    };
    expect(evaluation).toMatchObject({
      count: 0,
      decisions: { block: metrics, review: metrics, allow: metrics },
      tags: {},
      disagreementCount: 0,
      disagreements: [],
    });
  });

  it("leaves out of each part what a truth does not say", async () => {
    const evaluation = await evaluatePolicy(policy, [
      exampleOf(0.95, { tags: [] }, "tags only"),
      exampleOf(0.95, { decision: "allow" }, "decision only"),
      exampleOf(0.95, {}, "neither"),
      exampleOf(0.95, { decision: "block", tags: ["graphic"] }, "both"),
    ]);
    expect(evaluation.count).toBe(4);
    expect(evaluation.matrix).toMatchObject({ block: { block: 1 }, allow: { block: 1 } });
    expect(evaluation.tags).toMatchObject({ graphic: { falseNegatives: 1, trueNegatives: 1, recall: 0 } });
    expect(evaluation.disagreements).toEqual([
      {
        id: "decision only",
        truth: "allow",
        decision: "block",
        rules: ["block.yes_smoking", "review.yes_smoking"],
        missingTags: [],
        extraTags: [],
        unknownTags: [],
      },
      {
        id: "both",
        truth: "block",
        decision: "block",
        rules: ["block.yes_smoking", "review.yes_smoking"],
        missingTags: ["graphic"],
        extraTags: [],
        unknownTags: [],
      },
    ]);
  });

  it("measures the tags of a policy, and names those that differ", async () => {
    const tagging = definePolicy({
      block: { yes_smoking: 0.9 },
      tags: { smoking: { yes_smoking: 0.5 }, night: [{ kind: "boxes", class: "moon", atLeast: 0.5 }] },
      classes: ["moon"],
    });
    const { tags, disagreements, disagreementCount } = await evaluatePolicy(tagging, [
      exampleOf(0.6, { tags: ["smoking"] }, "found"),
      exampleOf(0.6, { tags: ["other"] }, "alarm"),
      exampleOf(0.1, { tags: ["smoking"] }, "missed"),
      exampleOf(null, { tags: ["smoking"] }, "unknown"),
      exampleOf(0.6, "allow", "no tags"),
    ]);
    expect(Object.keys(tags)).toEqual(["night", "other", "smoking"]);
    expect(tags["smoking"]).toMatchObject({
      truePositives: 1,
      falsePositives: 1,
      falseNegatives: 1,
      trueNegatives: 0,
      unknown: 1,
      unknownPositives: 1,
      precision: 1 / 2,
      recall: 1 / 3,
    });
    // No detection model searched for boxes.
    expect(tags["night"]).toMatchObject({ unknown: 4, unknownPositives: 0, precision: null, recall: null });
    expect(disagreementCount).toBe(4);
    const differences = disagreements.map((one) => [one.id, one.missingTags, one.extraTags, one.unknownTags]);
    expect(differences).toEqual([
      ["found", [], [], ["night"]],
      ["alarm", ["other"], ["smoking"], ["night"]],
      ["missed", ["smoking"], [], ["night"]],
      ["unknown", [], [], ["smoking", "night"]],
    ]);
  });

  it("lists the first disagreements, and counts all", async () => {
    const examples = Array.from({ length: 30 }, (_, index) => exampleOf(0.95, "allow", String(index)));
    const { disagreements, disagreementCount } = await evaluatePolicy(policy, examples, {
      maxDisagreements: 2,
    });
    expect(disagreements.map(({ id }) => id)).toEqual(["0", "1"]);
    expect(disagreementCount).toBe(30);
    expect((await evaluatePolicy(policy, examples)).disagreements).toHaveLength(30);
    expect((await evaluatePolicy(policy, examples, { maxDisagreements: 0 })).disagreements).toEqual([]);
  });

  it("names the conditions whose data is missing", async () => {
    const { disagreements } = await evaluatePolicy(policy, [exampleOf(null, "allow", "other model")]);
    expect(disagreements).toMatchObject([
      { decision: "unknown", rules: ["block.yes_smoking", "review.yes_smoking"] },
    ]);
  });

  it("reads one example at a time, and closes the source if one is not valid", async () => {
    const log: string[] = [];
    async function* read(): AsyncGenerator<PolicyExample> {
      try {
        for (const id of ["a", "b", "c"]) {
          await nextTurn();
          log.push(id);
          yield exampleOf(0.1, id === "b" ? { tags: [""] } : "allow", id);
        }
      } finally {
        log.push("closed");
      }
    }
    await expect(evaluatePolicy(policy, read())).rejects.toMatchObject({
      kind: "input",
      message: "evaluatePolicy: examples[1].truth.tags must be an array of non-empty strings, got array.",
    });
    expect(log).toEqual(["a", "b", "closed"]);
  });

  it("gives the same plain data for the same examples", async () => {
    const examples = [...examplesFor("allow", { block: 2, allow: 3 }), exampleOf(0.2, { tags: ["b", "a"] })];
    const one = await evaluatePolicy(policy, examples);
    const other = await evaluatePolicy(structuredClone(policy), new Set(examples));
    expect(JSON.stringify(other)).toBe(JSON.stringify(one));
    expect(JSON.parse(JSON.stringify(one))).toEqual(one);
  });

  const task = pictureOf({ yes_smoking: 0 });
  it.each<[unknown, string]>([
    [null, ": examples must be an array or another iterable, got null."],
    ["abc", ": examples must be an array or another iterable, got string."],
    [{}, ": examples must be an array or another iterable, got object."],
    [[null], ": examples[0] must be an object, got null."],
    [[{ id: 1, task, truth: "allow" }], ": examples[0].id must be a string, got number."],
    [
      [{ id: "SECRET", task: Promise.resolve(task), truth: "allow" }],
      ": examples[0].task must be a task from classify(), wait() or decodeTask(), got Promise.",
    ],
    [{ [Symbol.iterator]: 1 }, ": examples must be an array or another iterable, got object."],
    ...[null, {}, { classes: [], boxes: [] }].map((frame): [unknown, string] => [
      [{ id: "SECRET", task: { ...task, results: [{ frames: [frame] }] }, truth: "allow" }],
      ": examples[0].task has an incomplete frame; decode the response with decodeTask().",
    ]),
    [[{ id: "SECRET", task }], ": examples[0].truth must be one of block, review, allow, got null."],
    [
      [{ id: "SECRET", task, truth: "unknown" }],
      ": examples[0].truth must be one of block, review, allow, got string.",
    ],
    [
      [{ id: "SECRET", task, truth: { tag: "a" } }],
      ": examples[0].truth.tag is unknown; use one of decision, tags.",
    ],
    [
      [{ id: "SECRET", task, truth: { decision: "SECRET" } }],
      ": examples[0].truth.decision must be one of block, review, allow, got string.",
    ],
  ])("rejects the examples %#", async (examples, message) => {
    // As an untyped caller does.
    const evaluation: Promise<unknown> = Reflect.apply(evaluatePolicy, null, [policy, examples]);
    await expect(evaluation).rejects.toMatchObject({ kind: "input", message: `evaluatePolicy${message}` });
  });

  it("rejects a policy or an option that is not valid, before it reads an example", async () => {
    const examples = {
      [Symbol.iterator]: (): never => {
        throw new Error("read");
      },
    };
    await expect(evaluatePolicy({ block: { gun: 0.9 } }, examples)).rejects.toMatchObject({
      option: "block.gun",
    });
    await expect(evaluatePolicy(policy, examples, { maxDisagreements: -1 })).rejects.toMatchObject({
      kind: "config",
      option: "maxDisagreements",
    });
  });

  it("rejects with the error of the examples", async () => {
    async function* fail(): AsyncGenerator<PolicyExample> {
      yield exampleOf(0.1, "allow");
      throw new RangeError("disk");
    }
    await expect(evaluatePolicy(policy, fail())).rejects.toThrow(RangeError);
  });
});
