import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyPolicy } from "../../test/any-policy.ts";
import { anyReply } from "../../test/any-reply.ts";
import { decodeTask } from "../protocol/decode-task.ts";
import type { Task, TaskSummary } from "../result/task.ts";
import { createDecider } from "./create-decider.ts";
import { decide } from "./decide.ts";
import { definePolicy } from "./define-policy.ts";

/** The number of cases; `HIVEKIT_POLICY_CASES` replaces it. */
const CASES = Number(process.env["HIVEKIT_POLICY_CASES"] ?? 3000);
/** For properties that judge each case several times. */
const FEWER_CASES = 2000;
const TIMEOUT_MS = 120_000 + CASES * 20;

/** Everything except the frames, as a stream has it at its end. */
function summaryOf({ results, ...head }: Task): TaskSummary {
  return {
    ...head,
    results: results.map(({ frames, ...result }) => ({ ...result, frameCount: frames.length })),
  };
}

describe("for random policies and replies", () => {
  it(
    `frames with a summary have the same verdict as the task, and what is settled stays (${CASES} cases)`,
    () => {
      let tagCount = 0;
      fc.assert(
        fc.property(anyPolicy, anyReply, (policy, reply) => {
          const task = decodeTask(reply);
          const checked = definePolicy(policy);
          const whole = decide(task, checked);
          const decider = createDecider(checked);
          let settledTags: readonly string[] = [];
          for (const frame of task.results.flatMap(({ frames }) => frames)) {
            decider.take(frame);
            if (!settledTags.every((tag) => decider.settledTags.includes(tag)))
              throw new Error("a tag vanished");
            ({ settledTags } = decider);
          }
          expect(decider.verdict(summaryOf(task))).toEqual(whole);
          const names = whole.tags.map(({ tag }) => tag);
          expect(names).toEqual(expect.arrayContaining([...settledTags]));
          expect([...names, ...whole.unknownTags].length).toBe(
            new Set([...names, ...whole.unknownTags]).size,
          );
          if (decider.isSettled) expect(whole).toMatchObject({ decision: decider.settled, unknownTags: [] });
          tagCount += names.length;
        }),
        { numRuns: CASES },
      );
      // Otherwise the test would prove nothing.
      expect(tagCount).toBeGreaterThan(CASES / 20);
    },
    TIMEOUT_MS,
  );

  it(
    "a tag holds, or is unknown, if a policy with its conditions alone decides review, or unknown",
    () => {
      const outcomes = new Map<string, number>();
      fc.assert(
        fc.property(anyPolicy, anyReply, (policy, reply) => {
          const task = decodeTask(reply);
          const { tags, unknownTags } = decide(task, policy);
          for (const [tag, review] of Object.entries(policy.tags ?? {})) {
            const { block: _block, tags: _tags, ...rest } = policy;
            const alone = decide(task, { ...rest, review });
            const found = tags.find((one) => one.tag === tag);
            const outcome = found !== undefined ? "review" : unknownTags.includes(tag) ? "unknown" : "allow";
            expect([tag, outcome]).toEqual([tag, alone.decision]);
            const pathsOf = ({ rule }: { readonly rule: string }): string =>
              rule.replace(`tags.${tag}`, "review");
            expect(found?.reasons.map(pathsOf) ?? []).toEqual(alone.reasons.map(({ rule }) => rule));
            outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
          }
        }),
        { numRuns: FEWER_CASES },
      );
      for (const outcome of ["review", "unknown", "allow"]) {
        expect(outcomes.get(outcome) ?? 0).toBeGreaterThan(FEWER_CASES / 50);
      }
    },
    TIMEOUT_MS,
  );

  it(
    "tags change neither the decision, its reasons, nor the data that it lacks",
    () => {
      fc.assert(
        fc.property(anyPolicy, anyReply, (policy, reply) => {
          const { tags = {}, ...rest } = policy;
          fc.pre(rest.block !== undefined || rest.review !== undefined);
          const task = decodeTask(reply);
          const verdict = decide(task, policy);
          const without = decide(task, rest);
          expect(without).toMatchObject({ tags: [], unknownTags: [] });
          expect(verdict).toMatchObject({ decision: without.decision, reasons: without.reasons });
          expect(verdict.unevaluated).toEqual(expect.arrayContaining([...without.unevaluated]));
          const added = verdict.unevaluated.filter(
            ({ rules }) => rules.length > 0 && rules.every((rule) => rule.startsWith("tags.")),
          );
          expect(added.every(({ isIgnored }) => isIgnored)).toBe(true);
          expect(verdict.unevaluated.length).toBe(without.unevaluated.length + added.length);
          for (const tag of verdict.unknownTags) expect(Object.keys(tags)).toContain(tag);
        }),
        { numRuns: FEWER_CASES },
      );
    },
    TIMEOUT_MS,
  );
});
