import { describe, expect, it } from "vitest";
import { exampleOf } from "../../test/policy-examples.ts";
import { verdictOf } from "../../test/panel-projects.ts";
import { createPanel } from "../panel.ts";
import { decide } from "../policy/decide.ts";
import { definePolicy } from "../policy/define-policy.ts";
import { evaluatePolicy } from "./evaluate-policy.ts";
import { evaluateVerdicts } from "./evaluate-verdicts.ts";

const truth = "allow";

describe("evaluateVerdicts", () => {
  it("measures the verdicts of a policy exactly as evaluatePolicy does", async () => {
    const policy = definePolicy({
      block: { yes_smoking: 0.9 },
      review: { yes_smoking: 0.5 },
      tags: { smoke: { yes_smoking: 0.3 } },
    });
    const examples = [0.95, 0.6, 0.4, 0.1, null].flatMap((score) =>
      ([{ decision: "block", tags: ["smoke"] }, "review", { tags: [] }, "allow"] as const).map((given, at) =>
        exampleOf(score, given, `${score}-${at}`),
      ),
    );
    const verdicts = examples.map(({ id, task, truth: given }) => {
      return { id, truth: given, verdict: decide(task, policy) };
    });
    expect(await evaluateVerdicts(verdicts)).toEqual(await evaluatePolicy(policy, examples));
  });

  it("takes verdicts of a panel, whose disagreements have no rules", async () => {
    const member = { judge: async () => verdictOf("block"), takes: "text" } as const;
    const verdict = await createPanel({ members: { member } }).judge({ text: "a" });
    const { matrix, disagreements } = await evaluateVerdicts([{ id: "1", verdict, truth }]);
    expect(matrix.allow.block).toBe(1);
    expect(disagreements[0]).toMatchObject({ id: "1", decision: "block", rules: [] });
  });

  it("keeps at most maxDisagreements disagreements", async () => {
    const examples = ["1", "2"].map((id) => ({ id, verdict: verdictOf("block"), truth }) as const);
    const { disagreements, disagreementCount } = await evaluateVerdicts(examples, { maxDisagreements: 1 });
    expect([disagreements.length, disagreementCount]).toEqual([1, 2]);
  });

  it.each<[string, unknown, string]>([
    ["nothing", undefined, ".verdict must be a verdict, got undefined"],
    ["a promise", Promise.resolve(verdictOf("allow")), ".verdict.decision is missing or invalid"],
    [
      "an unknown decision",
      { ...verdictOf("allow"), decision: "ok" },
      ".verdict.decision is missing or invalid",
    ],
    ["no tags", { decision: "allow", unknownTags: [] }, ".verdict.tags is missing or invalid"],
    [
      "a reason without a rule",
      { ...verdictOf("allow"), reasons: [{}] },
      ".verdict.reasons is missing or invalid",
    ],
    [
      "null in unevaluated",
      { ...verdictOf("allow"), unevaluated: [null] },
      ".verdict.unevaluated is missing or invalid",
    ],
  ])("rejects %s instead of a verdict", async (_name, verdict, problem) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the mistakes of a user who writes JavaScript
    const examples = [{ id: "1", verdict, truth }] as Parameters<typeof evaluateVerdicts>[0];
    await expect(evaluateVerdicts(examples)).rejects.toMatchObject({
      kind: "input",
      message: expect.stringContaining(`evaluateVerdicts: examples[0]${problem}`),
    });
  });
});
