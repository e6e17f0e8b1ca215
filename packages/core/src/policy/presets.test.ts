import { describe, expect, it } from "vitest";
import { pictureOf, videoOf } from "../../test/policy-replies.ts";
import { headOf, isNegativeClass } from "../result/class-heads.ts";
import type { Task } from "../result/task.ts";
import { VISUAL_HEADS } from "../result/visual-heads.ts";
import type { VisualHead } from "../result/visual-classes.ts";
import { decide } from "./decide.ts";
import { definePolicy } from "./define-policy.ts";
import { AI_GENERATED_POLICY, RECOMMENDED_POLICY, STRICT_POLICY } from "./presets.ts";

/** The scores of a harmless image from the model of a year, except for the given scores. */
function picture(
  year: "2020" | "2023",
  found: Readonly<Record<string, number>> = {},
): Readonly<Record<string, number>> {
  const heads: readonly VisualHead[] = VISUAL_HEADS;
  const classes = heads.filter(({ since }) => since <= year).flatMap((head) => head.classes);
  return {
    ...Object.fromEntries(classes.map((name) => [name, isNegativeClass(name) === true ? 1 : 0])),
    ...found,
  };
}

describe.each([
  ["RECOMMENDED_POLICY", RECOMMENDED_POLICY],
  ["STRICT_POLICY", STRICT_POLICY],
])("%s", (_name, preset) => {
  const policy = definePolicy(preset);

  it("ignores missing classes exactly if the model of 2020 lacked them", () => {
    for (const [name, rule] of [...Object.entries(preset.block), ...Object.entries(preset.review)]) {
      expect([name, isNegativeClass(name)]).toEqual([name, false]);
      const isNew = headOf(name)?.since !== "2020";
      expect([name, typeof rule === "object" && rule.ifMissing === "ignore"]).toEqual([name, isNew]);
    }
  });

  it.each(["2020", "2023"] as const)("allows a harmless image from the model of %s", (year) => {
    const { decision, unevaluated } = decide(pictureOf(picture(year)), policy);
    expect(decision).toBe("allow");
    expect(unevaluated.every(({ isIgnored, kind }) => isIgnored && kind === "class")).toBe(true);
  });

  it("blocks nudity, and is unknown for an image from another model", () => {
    expect(decide(pictureOf(picture("2020", { yes_female_nudity: 0.95 })), policy).decision).toBe("block");
    expect(decide(pictureOf({ ai_generated: 0 }), policy).decision).toBe("unknown");
  });
});

it("uses 0.9 everywhere, which Hive recommends as a starting point", () => {
  const rules = [...Object.values(RECOMMENDED_POLICY.block), ...Object.values(RECOMMENDED_POLICY.review)];
  expect(new Set(rules.map((rule) => (typeof rule === "number" ? rule : rule.atLeast)))).toEqual(
    new Set([0.9]),
  );
});

it("is stricter in every class", () => {
  const recommended = { ...RECOMMENDED_POLICY.block, ...RECOMMENDED_POLICY.review };
  expect(STRICT_POLICY.block).toEqual(recommended);
  expect(Object.keys(STRICT_POLICY.review).toSorted()).toEqual(Object.keys(recommended).toSorted());
  const smoking = (score: number): unknown[] =>
    [RECOMMENDED_POLICY, STRICT_POLICY].map(
      (policy) => decide(pictureOf(picture("2023", { yes_smoking: score })), policy).decision,
    );
  expect(smoking(0.95)).toEqual(["review", "block"]);
  expect(smoking(0.6)).toEqual(["allow", "review"]);
  expect(smoking(0.4)).toEqual(["allow", "allow"]);
});

describe("AI_GENERATED_POLICY", () => {
  const policy = definePolicy(AI_GENERATED_POLICY);

  it("reviews a video if one frame, or its sound, is generated", () => {
    const video = (scores: readonly number[]): Task => videoOf("ai_generated", scores);
    expect(decide(video([0, 0.9, 0]), policy)).toMatchObject({
      decision: "review",
      reasons: [{ class: "ai_generated", frames: [1] }],
    });
    expect(decide(video([0, 0.89, 0]), policy).decision).toBe("allow");
    expect(decide(pictureOf({ ai_generated: 0, ai_generated_audio: 0.95 }), policy).decision).toBe("review");
  });

  it("is unknown for another model", () => {
    expect(decide(pictureOf({ yes_smoking: 0 }), policy).decision).toBe("unknown");
    expect(decide(pictureOf({ deepfake: 1 }), policy).decision).toBe("unknown");
  });
});

it("can be spread and changed", () => {
  const { yes_smoking: _smoking, ...review } = RECOMMENDED_POLICY.review;
  const own = definePolicy({ block: { ...RECOMMENDED_POLICY.block, very_bloody: 0.99 }, review });
  expect(decide(pictureOf(picture("2023", { very_bloody: 0.95, yes_smoking: 1 })), own).decision).toBe(
    "allow",
  );
});
