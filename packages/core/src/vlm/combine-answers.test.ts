import { describe, expect, it } from "vitest";
import { combineAnswers } from "./combine-answers.ts";
import type { CallOutcome } from "./combine-answers.ts";
import type { CategoryAnswers } from "./category-answers.ts";
import { definePromptPolicy } from "./define-prompt-policy.ts";
import type { PlannedCall } from "./plan-judgment.ts";

const description = "An example.";
const policy = definePromptPolicy({
  instructions: "A forum.",
  categories: {
    insult: { description, decision: "review" },
    weapons: { description, decision: "block" },
  },
});

function callOf(part: number, options: Partial<PlannedCall> = {}): PlannedCall {
  return { part, mediaIndexes: [part], text: null, categories: ["insult", "weapons"], ...options };
}

/** A call with one answer. */
function answered(call: PlannedCall, value: CategoryAnswers): CallOutcome {
  return { call, answers: [{ index: 0, value }], isPerFrame: false };
}

/** A call with an answer to each frame of a video. */
function perFrame(call: PlannedCall, values: Readonly<Record<number, CategoryAnswers>>): CallOutcome {
  const answers = Object.entries(values).map(([index, value]) => ({ index: Number(index), value }));
  return { call, answers, isPerFrame: true };
}

function failed(call: PlannedCall): CallOutcome {
  return { call, problem: "The answer is a refusal." };
}

const none = { insult: false, weapons: false };

/** The parts of a verdict that differ between cases. */
function summarize(outcomes: readonly CallOutcome[], isVideo: boolean) {
  const { decision, reasons, unevaluated, evaluated } = combineAnswers(outcomes, {
    policy,
    isVideo,
    animated: [],
  });
  return {
    decision,
    reasons: reasons.map(({ rule, frames }) => [rule.replace("categories.", ""), ...frames]),
    missing: unevaluated.map(({ rules, frames }) => [
      ...rules.map((rule) => rule.replace("categories.", "")),
      ...frames,
    ]),
    frames: evaluated.frames,
  };
}

describe("combineAnswers", () => {
  it.each<[string, readonly CallOutcome[], ReturnType<typeof summarize>]>([
    [
      "false to all categories",
      [answered(callOf(0), none)],
      { decision: "allow", reasons: [], missing: [], frames: 1 },
    ],
    ["no calls", [], { decision: "unknown", reasons: [], missing: [["insult", "weapons"]], frames: 0 }],
    [
      "both categories, in the order of their decisions",
      [answered(callOf(0), { insult: true, weapons: true })],
      {
        decision: "block",
        reasons: [
          ["weapons", 0],
          ["insult", 0],
        ],
        missing: [],
        frames: 1,
      },
    ],
    [
      "a category that was not answered",
      [answered(callOf(0), { insult: null, weapons: false })],
      { decision: "unknown", reasons: [], missing: [["insult", 0]], frames: 0 },
    ],
    [
      "a category that was not answered beside one that applies",
      [answered(callOf(0), { insult: true, weapons: null })],
      { decision: "review", reasons: [["insult", 0]], missing: [["weapons", 0]], frames: 0 },
    ],
    [
      "a refusal about one image, and no category in the other",
      [failed(callOf(0)), answered(callOf(1), none)],
      { decision: "unknown", reasons: [], missing: [["insult", "weapons", 0]], frames: 1 },
    ],
    [
      "a refusal about one image, and a category in the other",
      [failed(callOf(0)), answered(callOf(1), { insult: false, weapons: true })],
      { decision: "block", reasons: [["weapons", 1]], missing: [["insult", "weapons", 0]], frames: 1 },
    ],
    [
      "a category in a group of images, which no index names",
      [answered(callOf(0, { mediaIndexes: [0, 1, 2] }), { insult: true, weapons: false })],
      { decision: "review", reasons: [["insult"]], missing: [], frames: 3 },
    ],
    [
      "two equal parts of a text",
      [0, 1].map((part) => answered(callOf(part, { mediaIndexes: [], text: "Hello" }), none)),
      { decision: "allow", reasons: [], missing: [], frames: 2 },
    ],
    [
      "a call for each category",
      [
        answered(callOf(0, { categories: ["insult"] }), { insult: false }),
        answered(callOf(0, { categories: ["weapons"] }), { weapons: false }),
      ],
      { decision: "allow", reasons: [], missing: [], frames: 1 },
    ],
    [
      "a refusal of one of the calls for each category",
      [
        answered(callOf(0, { categories: ["insult"] }), { insult: false }),
        failed(callOf(0, { categories: ["weapons"] })),
      ],
      { decision: "unknown", reasons: [], missing: [["weapons", 0]], frames: 0 },
    ],
    [
      "a category that no call is about, because another one is settled",
      [answered(callOf(0, { categories: ["weapons"] }), { weapons: true })],
      { decision: "block", reasons: [["weapons", 0]], missing: [["insult"]], frames: 1 },
    ],
    [
      "frames of a video",
      [
        perFrame(callOf(0), {
          0: none,
          1: { insult: true, weapons: false },
          2: { insult: true, weapons: false },
        }),
      ],
      { decision: "review", reasons: [["insult", 1, 2]], missing: [], frames: 3 },
    ],
    [
      "a frame without a complete answer",
      [perFrame(callOf(0), { 0: none, 1: { insult: false, weapons: null } })],
      { decision: "unknown", reasons: [], missing: [["weapons", 1]], frames: 1 },
    ],
    [
      "a frame to which only one of the calls has an answer",
      [
        perFrame(callOf(0, { categories: ["insult"] }), { 0: { insult: false }, 1: { insult: false } }),
        perFrame(callOf(0, { categories: ["weapons"] }), { 0: { weapons: false } }),
      ],
      { decision: "unknown", reasons: [], missing: [["weapons", 1]], frames: 1 },
    ],
    [
      "frames of a video, and a refusal of another call about it",
      [
        perFrame(callOf(0, { categories: ["insult"] }), { 0: { insult: false }, 1: { insult: false } }),
        failed(callOf(0, { categories: ["weapons"] })),
      ],
      { decision: "unknown", reasons: [], missing: [["weapons"]], frames: 0 },
    ],
  ])("combines %s", (_name, outcomes, expected) => {
    const isVideo = outcomes.some((outcome) => outcome.answers !== undefined && outcome.isPerFrame);
    expect(summarize(outcomes, isVideo)).toEqual(expected);
  });

  it("names no frame if one answer is about a complete video", () => {
    expect(summarize([answered(callOf(0), { insult: true, weapons: null })], true)).toEqual({
      decision: "review",
      reasons: [["insult"]],
      missing: [["weapons"]],
      frames: 0,
    });
    expect(summarize([failed(callOf(0))], true).missing).toEqual([["insult", "weapons"]]);
  });

  it("writes sentences in the form that other policies use", () => {
    const outcomes = [0, 1].map((part) => answered(callOf(part), { insult: true, weapons: null }));
    const { reasons, unevaluated } = combineAnswers(outcomes, { policy, isVideo: false, animated: [] });
    expect([...reasons, ...unevaluated].map(({ sentence }) => sentence)).toEqual([
      "Review: category insult applies in 2 images.",
      "No answer to weapons: The answer does not have true or false for it.",
    ]);
  });

  it("says that another category blocks if a call has no outcome", () => {
    const outcomes = [answered(callOf(0, { categories: ["weapons"] }), { weapons: true })];
    const { decision, unevaluated } = combineAnswers(outcomes, { policy, isVideo: false, animated: [] });
    expect(decision).toBe("block");
    expect(unevaluated.map(({ sentence }) => sentence)).toEqual([
      "No answer to insult: The judgment ended first, because another category blocks.",
    ]);
  });

  it("has no scores, times or tags", () => {
    const verdict = combineAnswers([answered(callOf(0), { insult: true, weapons: false })], {
      policy,
      isVideo: false,
      animated: [],
    });
    expect(verdict).toMatchObject({ tags: [], unknownTags: [], evaluated: { seconds: 0 } });
    expect(verdict.reasons[0]).toMatchObject({ class: null, score: null, threshold: null, seconds: [] });
  });

  it.each([
    [{ insult: false, weapons: false }, "unknown"],
    [{ insult: true, weapons: false }, "review"],
    [{ insult: false, weapons: true }, "block"],
  ] as const)("does not allow an animated image: %j is %s", (answers, decision) => {
    const outcomes = [answered(callOf(0), answers)];
    const verdict = combineAnswers(outcomes, { policy, isVideo: false, animated: [0] });
    expect(verdict).toMatchObject({
      decision,
      unevaluated: [
        {
          kind: "category",
          rules: ["categories.insult", "categories.weapons"],
          frames: [0],
          isIgnored: false,
          sentence: "No answer to insult and weapons: The model may not see all frames of an animated image.",
        },
      ],
    });
  });
});
