// Compares verdicts with an oracle that knows only the documentation. HIVEKIT_POLICY_CASES=10000 checks that many
// random policies and tasks; a failure prints the seed and the smallest example that it found.
//
// Planted bugs, each found within 1500 cases:
//
//   a score that equals the threshold does not hold; a score on another scale is tolerated
//   one result too many must hold; a part of `any` that is left out fails; `all` holds although a part is unknown
//   `maxUnevaluatedFrames` is off by one, or applies to a class that no frame has, or to a result without evaluated frames
//   a frame that was not evaluated fails in a row; one that did not arrive is not in the total of a share
//   frames that are not in order of time are not sorted; the gaps of a row count; the last frame lasts too long
//   a box without a score counts as 0; boxes of any model prove that there is no other box
//   types of hits are compared with case; an incomplete list counts as complete
//   a match that only `review` names has no reason of its own; answers of reviewers suffice for tags without `labels`
//   the language, or the number of frames in the summary, is not checked
//   a decider settles a share, or a row with a frame missing in it

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Frame, Task, TaskSummary } from "../src/index.ts";
import { createDecider, decide, definePolicy } from "../src/policy.ts";
import type { Decider, Policy, Verdict } from "../src/policy.ts";
import { anyPolicy, anyTagPolicy } from "./any-policy.ts";
import { anyTask } from "./any-task.ts";
import { judge } from "./policy-oracle.ts";
import type { Expected } from "./policy-oracle.ts";

/** Takes about ten seconds. */
const CASES = 2500;

const given = process.env["HIVEKIT_POLICY_CASES"];
const numRuns = given === undefined ? CASES : Number(given);

/** How the frames of a task reach a decider. */
const anyDelivery = fc.record({
  /** Sort keys of the frames; `null` for Hive's order. */
  order: fc.option(
    fc.infiniteStream(fc.nat(1000)).map((keys) => [...keys.take(40)]),
    { freq: 1 },
  ),
  /** The frames that do not arrive, and those that arrive twice. */
  lost: fc.oneof({ arbitrary: fc.constant<number[]>([]), weight: 3 }, fc.array(fc.nat(8), { maxLength: 3 })),
  repeated: fc.oneof(
    { arbitrary: fc.constant<number[]>([]), weight: 6 },
    fc.array(fc.nat(8), { maxLength: 2 }),
  ),
  /** Frames that the summary counts in addition, and results that it does not have. */
  uncounted: fc.constantFrom(0, 0, 0, 0, 1, 3),
  cutResults: fc.constantFrom(0, 0, 0, 0, 0, 1),
});

const policies = fc.oneof(anyPolicy, anyTagPolicy).map(definePolicy);

type Delivery = typeof anyDelivery extends fc.Arbitrary<infer Value> ? Value : never;

describe("a verdict on any task", () => {
  const counts = { block: 0, review: 0, unknown: 0, allow: 0 };
  const tagCounts = { holds: 0, isUnknown: 0, fails: 0 };

  it(
    "is what the documentation says, for a task and for its frames",
    { timeout: 30_000 + numRuns * 100 },
    () => {
      fc.assert(
        fc.property(policies, anyTask, anyDelivery, (policy, task, delivery) => {
          const verdict = decide(task, policy);
          const frames = task.results.flatMap((result) => result.frames);
          expect(describeVerdict(verdict)).toEqual(judge(policy, { frames, summary: summarize(task, 0) }));
          checkDecider(policy, task, delivery);
          counts[verdict.decision]++;
          tagCounts.holds += verdict.tags.length;
          tagCounts.isUnknown += verdict.unknownTags.length;
          tagCounts.fails +=
            Object.keys(policy.tags ?? {}).length - verdict.tags.length - verdict.unknownTags.length;
        }),
        { numRuns },
      );
      // All of them must happen often, or the cases prove nothing.
      expect(Math.min(...Object.values(counts))).toBeGreaterThan(numRuns / 50);
      expect(Math.min(...Object.values(tagCounts))).toBeGreaterThan(numRuns / 10);
    },
  );
});

/** Checks a decider after each frame, and its verdicts with and without the summary. */
function checkDecider(policy: Policy, task: Task, delivery: Delivery): void {
  const frames = deliver(task, delivery);
  const whole = summarize(task, delivery.uncounted);
  const summary = { ...whole, results: whole.results.slice(0, whole.results.length - delivery.cutResults) };
  const expected = [null, summary].map((head) => judge(policy, { frames, summary: head }));
  const isOrdered = isAscending(frames);
  const decider = createDecider(policy);
  for (const frame of frames) {
    decider.take(frame);
    // Frames that are not in order of time can take back seconds that were counted.
    if (isOrdered) for (const one of expected) expectFinal(decider, one);
  }
  expect([decider.verdict(), decider.verdict(summary)].map(describeVerdict)).toEqual(expected);
}

/** A settled decision is that of the verdict, unless a hash matches later; settled tags hold. */
function expectFinal({ settled, settledTags, isSettled }: Decider, expected: Expected): void {
  const { decision, reasons, tags, unknownTags } = expected;
  const isMatched = reasons.some((reason) => reason.startsWith("match in "));
  if (settled !== null && !(settled === "review" && isMatched)) expect(settled).toBe(decision);
  expect(tags).toEqual(expect.arrayContaining([...settledTags]));
  if (isSettled) expect({ tags, unknownTags }).toEqual({ tags: settledTags, unknownTags: [] });
}

function deliver(task: Task, { order, lost, repeated }: Delivery): readonly Frame[] {
  const all = task.results.flatMap((result) => result.frames);
  const sorted =
    order === null
      ? all
      : all
          .map((frame, index) => ({ frame, key: order[index] ?? 0 }))
          .toSorted((one, other) => one.key - other.key)
          .map(({ frame }) => frame);
  return sorted.flatMap((frame, index) =>
    lost.includes(index) ? [] : repeated.includes(index) ? [frame, { ...frame }] : [frame],
  );
}

function isAscending(frames: readonly Frame[]): boolean {
  return frames.every((frame, index) =>
    frames
      .slice(0, index)
      .filter(({ resultIndex }) => resultIndex === frame.resultIndex)
      .every(
        (earlier) =>
          earlier.index < frame.index && (earlier.timeSeconds ?? 0) <= (frame.timeSeconds ?? Infinity),
      ),
  );
}

function summarize(task: Task, uncounted: number): TaskSummary {
  const results = task.results.map(({ frames, ...rest }) => ({
    ...rest,
    frameCount: frames.length + uncounted,
  }));
  return { ...task, results };
}

function describeVerdict({ decision, reasons, tags, unknownTags }: Verdict): Expected {
  const all = [...reasons, ...tags.flatMap((tag) => tag.reasons)];
  const described = all.map(({ rule, resultIndex, frames }) => `${rule} in ${resultIndex}: ${frames.join()}`);
  return {
    decision,
    reasons: [...new Set(described)].toSorted(),
    tags: tags.map(({ tag }) => tag),
    unknownTags,
  };
}
