import { HiveVlm } from "@hivekit/core/vlm";
import type { JudgeItem, JudgeOptions } from "@hivekit/core/vlm";
import type { Submission } from "@hivekit/core";
import type { Verdict } from "@hivekit/core/policy";
import { from } from "rxjs";
import { expectTypeOf, it } from "vitest";
import { judgementsOf } from "./index.ts";
import type { JudgementsOfOptions } from "./index.ts";

const vlm = new HiveVlm({ apiKey: "any" });
const policy = {
  instructions: "A forum.",
  categories: { insult: { description: "Insults.", decision: "review" } },
} as const;

it("an outcome has either a verdict or an error", () => {
  judgementsOf(vlm, [{ text: "a" }], { policy }).subscribe((outcome) => {
    expectTypeOf(outcome.item).toEqualTypeOf<JudgeItem>();
    expectTypeOf(outcome.verdict).toEqualTypeOf<Verdict | undefined>();
    if (outcome.verdict === undefined) expectTypeOf(outcome.error).toBeUnknown();
    else expectTypeOf(outcome.error).toEqualTypeOf<undefined>();
  });
});

it("the options are those of judge, and the policy is required", () => {
  expectTypeOf<Omit<JudgementsOfOptions, "policy" | "callConcurrency">>().toExtend<JudgeOptions>();
  // @ts-expect-error -- without a policy
  judgementsOf(vlm, [{ text: "a" }], { concurrency: 2 });
  const categories = { insult: { description: "Insults.", decision: "allow" } } as const;
  // @ts-expect-error -- an unknown decision
  judgementsOf(vlm, [], { policy: { ...policy, categories } });
});

it("items are lists, asynchronous iterables or Observables of items or submissions", () => {
  const submissions: readonly Submission[] = [];
  async function* read(): AsyncGenerator<JudgeItem> {
    yield { text: "a" };
  }
  judgementsOf(vlm, submissions, { policy });
  judgementsOf(vlm, read(), { policy });
  judgementsOf(vlm, from(submissions), { policy });
  // @ts-expect-error -- a single item
  judgementsOf(vlm, { text: "a" }, { policy });
});
