import { describe, expect, it } from "vitest";
import { readFixture } from "../../test/read-fixture.ts";
import { readFrames } from "../client/read-frames.ts";
import { decodeTask } from "../protocol/decode-task.ts";
import { redactTask } from "../protocol/redact-task.ts";
import { isRestricted } from "../protocol/is-restricted.ts";
import { createDecider } from "./create-decider.ts";
import { decide } from "./decide.ts";
import type { Policy } from "./policy.ts";
import { RECOMMENDED_POLICY, STRICT_POLICY } from "./presets.ts";

const match = (types?: readonly string[]): Policy => ({ block: [{ kind: "match", types }] });
const csam: Policy = { block: { csam: 0.9 } };
const matched = ["v2/csam-match", "v2/csam-video-match"];

describe("a hash match", () => {
  const policies: readonly (readonly [string, Policy])[] = [
    ["that names it", match()],
    ["that names its type", match(["csam"])],
    ["that names another type", match(["OTHER"])],
    ["that reviews it", { review: [{ kind: "match" }] }],
    ["on another class", { block: { yes_smoking: 0.9 } }],
    ["that ignores what is missing", { review: { csam: { atLeast: 0.9, ifMissing: "ignore" } } }],
    ["that accepts unevaluated frames", { block: { csam: 0.9 }, maxUnevaluatedFrames: 9 }],
    ["RECOMMENDED_POLICY", RECOMMENDED_POLICY],
    ["STRICT_POLICY", STRICT_POLICY],
  ];

  it.each(matched.flatMap((fixture) => policies.map(([name, policy]) => [fixture, name, policy] as const)))(
    "in %s results in block under a policy %s",
    async (fixture, _name, policy) => {
      const reply = readFixture(fixture);
      const verdict = decide(decodeTask(reply), policy);
      expect(verdict.decision).toBe("block");
      expect(
        verdict.reasons.filter(({ kind, decision }) => kind === "match" && decision === "block"),
      ).toEqual([expect.objectContaining({ resultIndex: 0, frames: [0], class: null, parts: [] })]);
      expect(await decide(readFrames(Response.json(reply)), policy)).toEqual(verdict);
      expect(decide(redactTask(decodeTask(reply)), policy)).toEqual(verdict);
    },
  );

  it("settles a decider at once", () => {
    const decider = createDecider({ review: { yes_smoking: 0.9 } });
    const [frame] = decodeTask(readFixture("v2/csam-match")).results[0]?.frames ?? [];
    expect(decider.settled).toBeNull();
    if (frame !== undefined) decider.take(frame);
    expect(decider.settled).toBe("block");
    expect(decider.verdict().decision).toBe("block");
  });

  it("is explained by the rule of every policy, or by the condition that names it", () => {
    const task = decodeTask(readFixture("v2/csam-video-match"));
    expect(decide(task, csam).reasons).toMatchObject([
      { rule: "match", sentence: "Block: a hash matches known material of type CSAM and SE." },
    ]);
    expect(decide(task, match()).reasons).toMatchObject([{ rule: "block[0]", kind: "match" }]);
    expect(decide(task, { review: [{ kind: "match" }] }).reasons).toMatchObject([
      { rule: "match", decision: "block" },
      { rule: "review[0]", decision: "review" },
    ]);
  });

  it("without a type counts as every type", () => {
    const task = decodeTask({
      output: [{ file: { reasons: ["matched"] } }],
    });
    expect(decide(task, match(["SE"])).reasons).toMatchObject([
      { rule: "block[0]", sentence: "Block: a hash matches known material." },
    ]);
  });
});

describe("media without a hash match", () => {
  const task = decodeTask(readFixture("v2/csam-no-match"));

  it("is decided by the classifier", () => {
    expect(decide(task, csam).decision).toBe("allow");
    expect(decide(task, { block: { csam: 0.125 } })).toMatchObject({
      decision: "block",
      reasons: [{ class: "csam", score: 0.125 }],
    });
    expect(decide(task, match()).decision).toBe("allow");
  });

  it("is restricted and blocked by a score next to the file, and otherwise still unknown", () => {
    const reply = { output: [{ file: { reasons: [] }, classes: [{ class: "csam", score: 0.95 }] }] };
    const beside = decodeTask(reply);
    expect(beside.results[0]).toMatchObject({ evaluated: false, frames: [{ kind: "match" }] });
    expect(beside.results[0]?.frames.map((frame) => isRestricted(frame))).toEqual([true]);
    expect(decide(beside, csam).decision).toBe("block");
    expect(decide(beside, { block: { csam: 0.99 } }).decision).toBe("unknown");
  });

  it("is unknown if no classifier ran, even if the policy ignores unevaluated frames", () => {
    const silent = decodeTask({ output: [{ file: { reasons: [] }, hashes: [] }] });
    for (const policy of [csam, match(), { ...match(), maxUnevaluatedFrames: 9 }]) {
      expect(decide(silent, policy).decision).toBe("unknown");
    }
  });

  it("is unknown if it was not compared, and the policy names a match", () => {
    const image = decodeTask(readFixture("v2/image"));
    expect(decide(image, match())).toMatchObject({
      decision: "unknown",
      unevaluated: [
        { kind: "match", rules: ["block[0]"], sentence: "No model compared the media with known hashes." },
      ],
    });
    // Without such a condition, the comparison is not needed.
    expect(decide(image, { block: { general_nsfw: 0.999 } }).decision).toBe("allow");
  });
});

describe("a match condition", () => {
  it.each([
    [{ kind: "match", types: [] }, "block[0].types"],
    [{ kind: "match", types: "CSAM" }, "block[0].types"],
    [{ kind: "match", ifMissing: "ignore" }, "block[0].ifMissing"],
    [{ kind: "match", count: 2 }, "block[0].count"],
  ])("%j is rejected", (condition, option) => {
    const policy: unknown = { block: [condition] };
    expect(() => Reflect.apply(createDecider, null, [policy])).toThrow(
      expect.objectContaining({ kind: "config", option }),
    );
  });

  it("rejects the negative class of the CSAM classifier alone, unless it is a class of your own model", () => {
    expect(() => createDecider({ block: { other: 0.5 } })).toThrow(/negative class other/);
    expect(() => createDecider({ block: { other: 0.5 }, classes: ["other"] })).not.toThrow();
  });
});
