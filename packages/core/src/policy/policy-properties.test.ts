import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyCombinations, anyPolicy, anyThresholds, PROBABILITIES } from "../../test/any-policy.ts";
import { anyReply, anyFrameScores } from "../../test/any-reply.ts";
import { taskOf } from "../../test/policy-replies.ts";
import { decodeTask } from "../protocol/decode-task.ts";
import { readFrames } from "../client/read-frames.ts";
import type { Frame } from "../result/frame.ts";
import type { Task } from "../result/task.ts";
import { createDecider } from "./create-decider.ts";
import { decide } from "./decide.ts";
import type { ClassRule, Policy } from "./policy.ts";
import type { Decision } from "./verdict.ts";

const CASES = 1000;
const STRICTNESS: Readonly<Record<Decision, number>> = { allow: 0, unknown: 1, review: 2, block: 3 };

/** The same task with each frame changed. */
function mapFrames(task: Task, change: (frames: readonly Frame[]) => readonly Frame[]): Task {
  return { ...task, results: task.results.map((result) => ({ ...result, frames: change(result.frames) })) };
}

/** Adds the missing data: every class that a policy can name, with these scores. */
function fillIn(frames: readonly Frame[], score: number): readonly Frame[] {
  return frames.map((frame) => {
    const given = new Set(frame.classes.map(({ class: name }) => name));
    const missing = PROBABILITIES.filter((name) => !given.has(name));
    return { ...frame, classes: [...frame.classes, ...missing.map((name) => ({ class: name, score }))] };
  });
}

/** The same classes with each rule changed. */
function mapRules(
  thresholds: Readonly<Record<string, ClassRule>>,
  change: (rule: ClassRule) => ClassRule,
): Readonly<Record<string, ClassRule>> {
  return Object.fromEntries(Object.entries(thresholds).map(([name, rule]) => [name, change(rule)]));
}

describe(`for ${CASES} random policies and replies each`, () => {
  it("the order of frames does not matter", async () => {
    const shuffled = anyReply.chain((reply) => {
      const task = decodeTask(reply);
      const orders = task.results.map(({ frames }) =>
        fc.shuffledSubarray([...frames], { minLength: frames.length }),
      );
      return fc.tuple(fc.constant(task), fc.tuple(...orders));
    });
    await fc.assert(
      fc.asyncProperty(anyPolicy, shuffled, async (policy, [task, orders]) => {
        const other = {
          ...task,
          results: task.results.map((result, index) => ({ ...result, frames: orders[index] ?? [] })),
        };
        const verdict = decide(task, policy);
        expect(decide(other, policy)).toEqual(verdict);
        const decider = createDecider(policy);
        for (const frame of other.results.flatMap(({ frames }) => frames)) decider.take(frame);
        expect(decider.verdict(task)).toEqual(verdict);
      }),
      { numRuns: CASES },
    );
  });

  it("a higher score never makes the decision more lenient", () => {
    fc.assert(
      fc.property(
        anyPolicy,
        anyReply,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (policy, reply, dice) => {
          const task = decodeTask(reply);
          const roll = (): number => dice.next().value ?? 0;
          const worse = mapFrames(task, (frames) =>
            frames.map((frame) => {
              const most = frame.scale === "level" ? 3 : 1;
              const raise = ({
                class: name,
                score,
              }: {
                class: string;
                score: number;
              }): { class: string; score: number } => {
                const higher = score + (most - score) * roll();
                return {
                  class: name,
                  score: roll() < 0.5 ? score : frame.scale === "level" ? Math.ceil(higher) : higher,
                };
              };
              const boxes = frame.boxes.map((box) => ({
                ...box,
                classes: box.classes.map(({ class: name, score }) =>
                  raise({ class: name, score: score ?? 0 }),
                ),
              }));
              return { ...frame, classes: frame.classes.map(raise), boxes };
            }),
          );
          expect(STRICTNESS[decide(worse, policy).decision]).toBeGreaterThanOrEqual(
            STRICTNESS[decide(task, policy).decision],
          );
        },
      ),
      { numRuns: CASES },
    );
  });

  it("a stream, the task and a decider agree, and a settled decision stays", async () => {
    await fc.assert(
      fc.asyncProperty(anyPolicy, anyReply, async (policy, reply) => {
        const task = decodeTask(reply);
        const whole = decide(task, policy);
        expect(await decide(readFrames(Response.json(reply)), policy)).toEqual(whole);
        const decider = createDecider(policy);
        let settled: Decision | null = null;
        for (const frame of task.results.flatMap(({ frames }) => frames)) {
          decider.take(frame);
          if (settled !== null) expect(decider.settled).toBe(settled);
          ({ settled } = decider);
        }
        if (settled !== null) expect(whole.decision).toBe(settled);
        expect(decider.verdict(task)).toEqual(whole);
      }),
      { numRuns: CASES },
    );
  });

  it("a decider settles as early as possible: until then, other frames could change the decision", () => {
    fc.assert(
      fc.property(anyThresholds, fc.array(anyFrameScores, { maxLength: 6 }), (thresholds, frames) => {
        // A share never settles.
        const block = mapRules(thresholds, ({ forShareOfFrames: _share, ...rule }) => rule);
        const policy: Policy = { block, classes: [...PROBABILITIES] };
        const clean = frames.map((scores, time) => ({ time, scores }));
        const decider = createDecider(policy);
        for (const frame of taskOf(clean).results[0]?.frames ?? []) decider.take(frame);
        // One more frame, so that the last one has an end.
        const ended = [
          ...clean,
          { time: clean.length, scores: Object.fromEntries(PROBABILITIES.map((name) => [name, 0])) },
        ];
        const last = taskOf(ended).results[0]?.frames.at(-1);
        if (last !== undefined) decider.take(last);
        expect(decider.settled).toBe(decide(taskOf(ended), policy).decision === "block" ? "block" : null);
      }),
      { numRuns: CASES },
    );
  });

  it("a task that lacks a class is not allowed, unless the policy ignores it", () => {
    const frames = fc.array(anyFrameScores, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(anyThresholds, frames, fc.nat(), (thresholds, all, dice) => {
        // Neither ignored nor tolerated. A row or share may be excluded without the missing score.
        const block = mapRules(
          thresholds,
          ({
            ifMissing: _ignored,
            maxUnevaluatedFrames: _most,
            forFramesInARow: _row,
            forShareOfFrames: _share,
            ...rule
          }) => rule,
        );
        const asked = Object.keys(block);
        const gone = asked[dice % asked.length] ?? "";
        const place = dice % all.length;
        const holey = all.map((scores, index) =>
          index === place
            ? Object.fromEntries(Object.entries(scores).filter(([name]) => name !== gone))
            : scores,
        );
        const task = taskOf(holey.map((scores, time) => ({ time, scores: { ...scores, other: 0 } })));
        const verdict = decide(task, { block, classes: [...PROBABILITIES] });
        expect(verdict.decision).not.toBe("allow");
        expect(verdict.unevaluated.some((one) => one.class === gone && !one.isIgnored)).toBe(true);
      }),
      { numRuns: CASES },
    );
  });

  it("an allowed task stays allowed with any values of the missing scores", () => {
    let allowed = 0;
    const some = fc.dictionary(fc.constantFrom(...PROBABILITIES), fc.constantFrom(0, 0, 0.5, 0.9));
    fc.assert(
      fc.property(anyCombinations, fc.array(some, { minLength: 1, maxLength: 4 }), (block, frames) => {
        const policy: Policy = { block, classes: [...PROBABILITIES] };
        const task = taskOf(frames.map((scores, time) => ({ time, scores: { ...scores, other: 0 } })));
        const { decision, unevaluated } = decide(task, policy);
        if (decision !== "allow") return;
        allowed++;
        expect(unevaluated).toEqual([]);
        expect(
          decide(
            mapFrames(task, (all) => fillIn(all, 1)),
            policy,
          ).decision,
        ).toBe("allow");
      }),
      { numRuns: CASES },
    );
    // Otherwise the test would prove nothing.
    expect(allowed).toBeGreaterThan(CASES / 20);
  });

  it("an unknown verdict always reports missing data, and every verdict is plain data", () => {
    fc.assert(
      fc.property(anyPolicy, anyReply, (policy, reply) => {
        const verdict = decide(decodeTask(reply), policy);
        const isLacking = verdict.unevaluated.some(({ isIgnored }) => !isIgnored);
        if (verdict.decision === "unknown" || verdict.decision === "allow") {
          expect(isLacking).toBe(verdict.decision === "unknown");
          expect(verdict.reasons).toEqual([]);
        } else {
          expect(verdict.reasons[0]?.decision).toBe(verdict.decision);
        }
        const json = JSON.stringify(verdict);
        expect(JSON.parse(json)).toEqual(verdict);
        expect(json).not.toMatch(/SECRET|undefined|NaN/);
      }),
      { numRuns: CASES },
    );
  });

  it("seconds agree with a simulation in quarters of a second", () => {
    const TICK = 0.25;
    const film = fc.array(fc.record({ ticks: fc.integer({ min: 1, max: 8 }), isHeld: fc.boolean() }), {
      minLength: 2,
      maxLength: 12,
    });
    const needed = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(film, needed, fc.integer({ min: 0, max: 6 }), (stretches, neededTicks, gapTicks) => {
        const ticks = stretches.flatMap(({ ticks: length, isHeld }) => Array<boolean>(length).fill(isHeld));
        let start = 0;
        const frames = stretches.map(({ ticks: length, isHeld }) => {
          const frame = { time: start * TICK, scores: { yes_smoking: isHeld ? 0.95 : 0 } };
          start += length;
          return frame;
        });
        const text = ticks.map((isHeld) => (isHeld ? "#" : ".")).join("");
        const rows = text
          .split(new RegExp(`\\.{${gapTicks + 1},}`))
          .map((row) => row.replaceAll(".", "").length);
        const task = taskOf(frames, ticks.length * TICK);
        const decisionOf = (rule: object): string =>
          decide(task, { block: { yes_smoking: { atLeast: 0.9, ...rule } } }).decision;
        const seconds = neededTicks * TICK;
        expect(decisionOf({ forSeconds: seconds })).toBe(
          text.replaceAll(".", "").length >= neededTicks ? "block" : "allow",
        );
        expect(decisionOf({ forSecondsInARow: seconds, gapSeconds: gapTicks * TICK })).toBe(
          Math.max(...rows) >= neededTicks ? "block" : "allow",
        );
      }),
      { numRuns: CASES },
    );
  });
});
