import { expectTypeOf, it } from "vitest";
import type { Frame, FrameStream, Task } from "./index.ts";
import { createDecider, decide, definePolicy, RECOMMENDED_POLICY, STRICT_POLICY } from "./policy.ts";
import type { ClassThresholds, Decision, Policy, Verdict } from "./policy.ts";

declare const task: Task;
declare const stream: FrameStream;
declare const own: AsyncIterable<Frame>;
const policy = definePolicy({ block: { yes_smoking: 0.9 } });

it("decides on a task synchronously, and on frames asynchronously", () => {
  expectTypeOf(decide(task, policy)).toEqualTypeOf<Verdict>();
  expectTypeOf(decide(stream, policy)).toEqualTypeOf<Promise<Verdict>>();
  expectTypeOf(decide(own, policy)).toEqualTypeOf<Promise<Verdict>>();
  expectTypeOf<Verdict["decision"]>().toEqualTypeOf<"block" | "review" | "unknown" | "allow">();
  expectTypeOf(createDecider(policy).settled).toEqualTypeOf<"block" | "review" | null>();
  expectTypeOf<"block" | "review">().toExtend<Decision>();
});

it("accepts classes of any name, and completes the known ones", () => {
  expectTypeOf<{
    "furry-yes_furry": 0.9;
    yes_smoking: { atLeast: 0.9; forSeconds: 2 };
  }>().toExtend<ClassThresholds>();
  expectTypeOf<"yes_smoking">().toExtend<keyof ClassThresholds>();
  expectTypeOf(RECOMMENDED_POLICY).toExtend<Policy>();
  expectTypeOf(STRICT_POLICY).toExtend<Policy>();
  definePolicy({ block: { ...RECOMMENDED_POLICY.block, very_bloody: 0.99 } });
  definePolicy(JSON.parse("{}"));
});

it("rejects unknown properties of a policy", () => {
  // @ts-expect-error -- no such key
  definePolicy({ allow: { yes_smoking: 0.9 } });
  // @ts-expect-error -- a score is a number
  definePolicy({ block: { yes_smoking: "0.9" } });
  // @ts-expect-error -- no such kind
  definePolicy({ block: [{ kind: "none", of: {} }] });
  // @ts-expect-error -- a single condition must be in a list
  definePolicy({ block: { kind: "labels", labels: ["yes"] } });
  // @ts-expect-error -- the duration of several conditions belongs to sameFrame
  definePolicy({ block: [{ kind: "sameFrame", of: { yes_smoking: { atLeast: 0.9, forFrames: 2 } } }] });
  // @ts-expect-error -- reviewers do not answer frame by frame
  definePolicy({ block: [{ kind: "sameFrame", of: [{ kind: "labels", labels: ["yes"] }] }] });
  // @ts-expect-error -- neither a task nor frames
  void decide([], policy);
});
