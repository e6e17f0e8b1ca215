import { describe, expect, it } from "vitest";
import { outputOf, taskOfResults, v2Reply } from "../../test/policy-replies.ts";
import { decodeTask } from "../protocol/decode-task.ts";
import { decide } from "./decide.ts";
import type { Policy } from "./policy.ts";

const boxOf = (...classes: readonly object[]): object => ({ vertices: [{ x: 0, y: 0 }], classes });
const detectionOf = (...boxes: readonly object[]): object => ({ time: 0, bounding_poly: boxes });
const levelOf = (name: string, score: number): object => ({
  time: 0,
  start_char_index: 0,
  end_char_index: 9,
  classes: [{ class: name, score }],
});
const [clean] = outputOf([{ time: 1, scores: { yes_smoking: 0.1 } }]);

describe("a box without a score", () => {
  const logo: Policy = {
    block: [{ kind: "boxes", class: "logo", atLeast: 0.5, ifMissing: "ignore" }],
    classes: ["logo"],
    maxUnevaluatedFrames: 1,
  };

  it("makes the condition unknown, even if the policy ignores missing data", () => {
    const task = decodeTask(v2Reply([detectionOf(boxOf({ class: "logo" })), detectionOf()]));
    expect(decide(task, logo)).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "unsupported", class: "logo", frames: [0], isIgnored: false }],
    });
  });

  it("does not matter if another box meets the condition", () => {
    const both = detectionOf(boxOf({ class: "logo" }), boxOf({ class: "logo", score: 0.9 }));
    expect(decide(decodeTask(v2Reply([both])), logo).decision).toBe("block");
  });
});

describe("a score on another scale", () => {
  const policy: Policy = {
    block: { yes_smoking: { atLeast: 0.9, ifMissing: "ignore" } },
    maxUnevaluatedFrames: 5,
  };

  it("makes the condition unknown, even if the policy allows frames without the class", () => {
    const task = decodeTask(v2Reply([levelOf("yes_smoking", 2), clean]));
    expect(decide(task, policy)).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "scale", class: "yes_smoking", frames: [0], isIgnored: false }],
    });
  });

  it("makes it unknown, even if another text of the frame lacks the class", () => {
    const texts = [
      { classes: [{ class: "spam", score: 0.25 }] },
      { classes: [{ class: "hate", score: 0.5 }] },
    ];
    const task = decodeTask(v2Reply([{ time: 0, frame_results: texts }]));
    expect(task.results[0]?.frames[0]).toMatchObject({
      scale: "probability",
      unsupportedClasses: ["spam", "hate"],
    });
    const spam: Policy = { block: { spam: { atLeast: 3, ifMissing: "ignore" } } };
    expect(decide(task, spam)).toMatchObject({ decision: "unknown", unevaluated: [{ kind: "scale" }] });
  });

  it("does not matter if it is 0", () => {
    expect(decide(decodeTask(v2Reply([levelOf("yes_smoking", 0)])), policy).decision).toBe("allow");
  });
});

describe("maxUnevaluatedFrames", () => {
  const policy: Policy = {
    block: [{ kind: "sameFrame", of: { yes_smoking: 0.9, yes_nazi: 0.9 } }],
    maxUnevaluatedFrames: 1,
  };
  const decisionOf = (...frames: readonly Readonly<Record<string, number>>[]): string =>
    decide(decodeTask(v2Reply(outputOf(frames.map((scores, time) => ({ time, scores }))))), policy).decision;

  it("does not apply to a class of sameFrame that no frame has", () => {
    expect(decisionOf({ yes_smoking: 0.95 }, { yes_smoking: 0.1 })).toBe("unknown");
    expect(decisionOf({ yes_smoking: 0.95 }, { yes_smoking: 0.1, yes_nazi: 0.1 })).toBe("allow");
  });

  it("does not apply if the class matters in no frame", () => {
    expect(decisionOf({ yes_smoking: 0.1 }, { yes_smoking: 0.1 })).toBe("allow");
  });
});

it("a condition on boxes does not apply to a result with boxes of other classes, such as words in a picture", () => {
  const words = { time: 0, start_char_index: 0, ...outputOf([{ scores: { hate: 0 } }])[0] };
  const ocr = { ...words, bounding_poly: [boxOf({ class: "text", score: 0.9 })] };
  const policy: Policy = { block: [{ kind: "boxes", class: "gun", atLeast: 0.5 }], classes: ["gun", "text"] };
  expect(decide(taskOfResults([[ocr], [detectionOf()]]), policy).decision).toBe("allow");
  expect(decide(taskOfResults([[ocr]]), policy)).toMatchObject({
    decision: "unknown",
    unevaluated: [{ kind: "boxes", resultIndex: null }],
  });
});
