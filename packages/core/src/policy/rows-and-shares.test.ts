import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boxesOf, outputOf, pictureOf, taskOf, taskOfResults, v2Reply } from "../../test/policy-replies.ts";
import { decodeTask } from "../protocol/decode-task.ts";
import type { Task } from "../result/task.ts";
import { createDecider } from "./create-decider.ts";
import { decide } from "./decide.ts";
import type { ClassRule, Policy } from "./policy.ts";
import type { Verdict } from "./verdict.ts";

const CASES = 3000;

type Rule = Omit<ClassRule, "atLeast">;

/**
 * A video with one frame per second: `#` if the class matches, `.` if it does not, `?` if it is missing, `u` if the
 * model did not evaluate the frame, `-` if the frame was not checked.
 */
function film(frames: string): Task {
  const scores: Readonly<Record<string, object>> = {
    "#": { yes_smoking: 0.95 },
    ".": { yes_smoking: 0 },
    "?": { other: 1 },
  };
  const output = frames.split("").map((frame, time) => ({
    time,
    classes: Object.entries(scores[frame] ?? {}).map(([name, score]) => ({ class: name, score })),
  }));
  return decodeTask(v2Reply(output, { input: { media: { duration: frames.length } } }));
}

/** The verdict on a video of which the frames `-` were not checked. */
function verdictOn(frames: string, policy: Policy): Verdict {
  const { results, ...head } = film(frames);
  const decider = createDecider(policy);
  for (const frame of results.flatMap((result) => result.frames)) {
    if (frames[frame.index] !== "-") decider.take(frame);
  }
  const summaries = results.map(({ frames: _frames, ...result }) => ({
    ...result,
    evaluated: true,
    frameCount: frames.length,
  }));
  return decider.verdict({ ...head, results: summaries });
}

/** A policy whose only condition has these requirements. It tolerates any number of unevaluated frames. */
function policyOf(rule: Rule): Policy {
  return { block: { yes_smoking: { atLeast: 0.9, ...rule } }, maxUnevaluatedFrames: 99 };
}

const decisionOf = (frames: string, rule: Rule): string => verdictOn(frames, policyOf(rule)).decision;

describe("forFramesInARow", () => {
  it.each([
    ["##", 1, "block"],
    [".##.", 2, "block"],
    ["#.#.#", 2, "allow"],
    ["##.##", 3, "allow"],
    // A frame without data may be part of the row, also if the condition would ignore it.
    ["#?#", 3, "unknown"],
    ["#u#", 3, "unknown"],
    ["#?#.", 4, "allow"],
    ["?#.", 2, "unknown"],
    ["??#", 2, "unknown"],
    ["?.#", 2, "allow"],
    // Frames that were not checked always make the verdict unknown, unless the row is long enough without them.
    ["#-#", 3, "unknown"],
    ["##-", 2, "block"],
    ["##-", 3, "unknown"],
    // It holds in every frame, and might hold long enough in longer media.
    ["#", 2, "unknown"],
    ["?#", 3, "unknown"],
    [".", 2, "allow"],
    ["#.", 3, "allow"],
  ])("%s holds in %i frames in a row: %s", (frames, forFramesInARow, decision) => {
    expect(decisionOf(frames, { forFramesInARow })).toBe(decision);
  });

  it("counts frames by index, not by time or arrival", () => {
    const task = film("#.##");
    const [result] = task.results;
    if (result === undefined) throw new Error("there is one result");
    const [a, b, c, d] = result.frames;
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error("no frame");
    const inOrder = (frames: typeof result.frames): string =>
      decide({ ...task, results: [{ ...result, frames }] }, policyOf({ forFramesInARow: 3 })).decision;
    expect(inOrder([b, a, c, d])).toBe("allow");
    expect(inOrder([{ ...b, index: 3 }, a, { ...c, index: 1 }, { ...d, index: 2 }])).toBe("block");
    // The same frame, twice: it holds if it holds in either.
    expect(inOrder([a, b, { ...b, ...c, index: 1 }, { ...d, index: 2 }])).toBe("block");
  });

  it("counts each result on its own", () => {
    const [held, clean] = [0.95, 0].map((yes_smoking) => ({ scores: { yes_smoking } }));
    if (held === undefined || clean === undefined) throw new Error("there are two frames");
    const apart = [outputOf([clean, held]), outputOf([held, clean])];
    expect(decide(taskOfResults(apart), policyOf({ forFramesInARow: 2 })).decision).toBe("allow");
    const together = [outputOf([clean, held]), outputOf([held, held])];
    expect(decide(taskOfResults(together), policyOf({ forFramesInARow: 2 })).reasons).toMatchObject([
      { resultIndex: 1, frames: [0, 1] },
    ]);
  });

  it("settles a decider with the last frame of the row", () => {
    const settledAfter = (frames: string): number | null => {
      const decider = createDecider(policyOf({ forFramesInARow: 3 }));
      for (const frame of film(frames).results[0]?.frames ?? []) {
        decider.take(frame);
        if (decider.settled === "block") return frame.index;
      }
      return null;
    };
    expect(settledAfter("##.####")).toBe(5);
    expect(settledAfter("##.##")).toBeNull();
    expect(settledAfter("##?##")).toBeNull();
  });

  it("is never settled by frames that were left out", () => {
    const decider = createDecider(policyOf({ forFramesInARow: 2 }));
    const [first, , third] = film("#.#").results[0]?.frames ?? [];
    if (first !== undefined) decider.take(first);
    if (third !== undefined) decider.take(third);
    expect(decider.settled).toBeNull();
    expect(decider.verdict().decision).toBe("unknown");
  });

  it("is met together with other requirements", () => {
    expect(decisionOf("##...", { forFramesInARow: 2, forFrames: 3 })).toBe("allow");
    expect(decisionOf("##.#.", { forFramesInARow: 2, forFrames: 3 })).toBe("block");
    expect(decisionOf("##.#.", { forFramesInARow: 2, forSeconds: 3.5 })).toBe("allow");
    expect(decisionOf("##.#.", { forFramesInARow: 2, forSeconds: 3 })).toBe("block");
    expect(decisionOf("##.#.", { forFramesInARow: 2, forShareOfFrames: 0.61 })).toBe("allow");
  });
});

describe("forShareOfFrames", () => {
  it.each([
    ["#...", 0.25, "block"],
    ["#...", 0.26, "allow"],
    ["####", 1, "block"],
    ["###.", 1, "allow"],
    ["....", 0.01, "allow"],
    // Of 4 frames, 1 or 2 hold.
    ["#?..", 0.25, "block"],
    ["#?..", 0.5, "unknown"],
    ["#?..", 0.51, "allow"],
    ["#u..", 0.5, "unknown"],
    ["#u..", 0.75, "allow"],
    ["?...", 0.25, "unknown"],
    // Frames that were not checked always make the verdict unknown, unless the share is reached without them.
    ["##--", 0.5, "block"],
    ["##--", 0.51, "unknown"],
    ["#", 0.01, "block"],
    ["#", 1, "block"],
    [".", 1, "allow"],
  ])("%s holds in a share of %d: %s", (frames, forShareOfFrames, decision) => {
    expect(decisionOf(frames, { forShareOfFrames })).toBe(decision);
  });

  it("is exact for decimal shares", () => {
    for (const [held, total, share] of [
      [3, 10, 0.3],
      [7, 10, 0.7],
      [29, 100, 0.29],
      [1, 3, 1 / 3],
    ] as const) {
      const decision = (count: number): string =>
        decisionOf("#".repeat(count).padEnd(total, "."), { forShareOfFrames: share });
      expect([share, decision(held), decision(held - 1)]).toEqual([share, "block", "allow"]);
    }
  });

  it("is unknown without a summary, because more frames may follow, and never settles a decider", () => {
    const decider = createDecider(policyOf({ forShareOfFrames: 0.1 }));
    for (const frame of film("####").results[0]?.frames ?? []) decider.take(frame);
    expect(decider.settled).toBeNull();
    expect(decider.verdict().decision).toBe("unknown");
    expect(decider.verdict(film("####")).decision).toBe("block");
  });

  it("applies to each result that has the class", () => {
    const [held, clean] = [0.95, 0].map((yes_smoking) => ({ scores: { yes_smoking } }));
    if (held === undefined || clean === undefined) throw new Error("there are two frames");
    const other = outputOf([{ scores: { ai_generated: 0 } }, { scores: { ai_generated: 0 } }]);
    const task = taskOfResults([other, outputOf([held, clean]), outputOf([held, clean, clean, clean])]);
    expect(decide(task, policyOf({ forShareOfFrames: 0.5 })).reasons).toMatchObject([{ resultIndex: 1 }]);
    expect(decide(task, policyOf({ forShareOfFrames: 0.6 })).decision).toBe("allow");
  });

  it("applies to boxes, and to conditions in the same frame", () => {
    const found = (frames: number, of: number): Task =>
      taskOfResults([
        Array.from({ length: of }, (_, time) => boxesOf(time < frames ? [["face", 0.9]] : [], time)),
      ]);
    const faces: Policy = {
      block: [{ kind: "boxes", class: "face", atLeast: 0.5, forShareOfFrames: 0.5 }],
      classes: ["face"],
    };
    expect(decide(found(2, 4), faces).decision).toBe("block");
    expect(decide(found(1, 4), faces).decision).toBe("allow");
    const both: Policy = {
      block: [{ kind: "sameFrame", of: { yes_smoking: 0.9, yes_nazi: 0.9 }, forShareOfFrames: 0.5 }],
    };
    const scores = { yes_smoking: 0.95, yes_nazi: 0.95 };
    const clean = { yes_smoking: 0.95, yes_nazi: 0 };
    expect(decide(taskOf([{ scores }, { scores: clean }]), both).decision).toBe("block");
    expect(decide(taskOf([{ scores }, { scores: clean }, { scores: clean }]), both).decision).toBe("allow");
  });
});

describe("missing data", () => {
  it("is not listed if a row or share is excluded without it", () => {
    const rule = { forShareOfFrames: 0.5, maxUnevaluatedFrames: 0 };
    expect(verdictOn("?...", policyOf(rule))).toMatchObject({ decision: "allow", unevaluated: [] });
  });

  it("is never tolerated if a row or share depends on it", () => {
    expect(verdictOn("#?..", policyOf({ forShareOfFrames: 0.5 })).unevaluated).toMatchObject([
      { kind: "class", rules: ["block.yes_smoking"], frames: [1], isIgnored: false },
    ]);
    expect(verdictOn("#u..", policyOf({ forShareOfFrames: 0.5 })).unevaluated).toEqual([
      expect.objectContaining({ kind: "frames", rules: [], frames: [1], isIgnored: true }),
      {
        kind: "frames",
        rules: ["block.yes_smoking"],
        class: "yes_smoking",
        resultIndex: 0,
        frames: [1],
        isIgnored: false,
        sentence:
          "The model did not evaluate 1 frame, on which the required row or share of yes_smoking depends.",
      },
    ]);
    // One entry is sufficient if the policy does not tolerate the frame anyway.
    expect(
      verdictOn("#u..", { ...policyOf({ forShareOfFrames: 0.5 }), maxUnevaluatedFrames: 0 }).unevaluated,
    ).toMatchObject([{ kind: "frames", rules: [], isIgnored: false }]);
  });

  it("that the condition ignores counts as a frame in which it does not hold", () => {
    const rule = { forShareOfFrames: 0.5, ifMissing: "ignore" } as const;
    expect(decisionOf("#?..", rule)).toBe("allow");
    expect(decisionOf("##??", rule)).toBe("block");
    expect(decisionOf("#?#", { forFramesInARow: 3, ifMissing: "ignore" })).toBe("allow");
    // But an unevaluated frame is never ignored.
    expect(decisionOf("#u..", rule)).toBe("unknown");
    expect(decide(pictureOf({ other: 1 }), policyOf(rule)).decision).toBe("allow");
  });
});

describe("sentences", () => {
  it("state the row and the share", () => {
    const sentenceOf = (frames: string, rule: Rule): string | undefined =>
      verdictOn(frames, policyOf(rule)).reasons[0]?.sentence;
    expect(sentenceOf("##.#....", { forFramesInARow: 2 })).toBe(
      "Block: yes_smoking scored up to 0.95 (threshold 0.9) in 3 frames, including 2 in a row (2 required), for 3 s: from 0 s to 2 s and from 3 s to 4 s.",
    );
    expect(sentenceOf("##.#....", { forShareOfFrames: 1 / 3 })).toBe(
      "Block: yes_smoking scored up to 0.95 (threshold 0.9) in 3 of 8 frames (33.3333% required), for 3 s: from 0 s to 2 s and from 3 s to 4 s.",
    );
    expect(sentenceOf("#", { forShareOfFrames: 0.125, forFramesInARow: 1, forFrames: 1 })).toBe(
      "Block: yes_smoking scored 0.95 (threshold 0.9) in 1 of 1 frame (12.5% required), including 1 in a row, for 1 s: from 0 s to 1 s.",
    );
    expect(sentenceOf("##.", { forShareOfFrames: 0.5, forFrames: 2 })).toContain(
      "in 2 of 3 frames (2 and 50% required), for 2 s",
    );
  });
});

/** Whether the requirements are met if the condition holds exactly in the frames `#`. */
function isMet(frames: string, { forFramesInARow = 1, forShareOfFrames = 0 }: Rule): boolean {
  const count = frames.split("").filter((frame) => frame === "#").length;
  return frames.includes("#".repeat(forFramesInARow)) && count / frames.length >= forShareOfFrames;
}

it(`agrees with all ways in which missing frames could turn out (${CASES} cases)`, () => {
  const frames = fc.string({
    unit: fc.constantFrom("#", "#", ".", ".", "?", "u"),
    minLength: 1,
    maxLength: 9,
  });
  const rules = fc.oneof(
    fc.record({ forFramesInARow: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ forShareOfFrames: fc.constantFrom(0.1, 0.25, 0.5, 0.75, 1) }),
    fc.record({
      forFramesInARow: fc.integer({ min: 1, max: 4 }),
      forShareOfFrames: fc.constantFrom(0.1, 0.25, 0.5, 0.75, 1),
    }),
  );
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(frames, rules, (given, rule) => {
      // A frame has data, so the model scores the class.
      fc.pre(/[#.]/.test(given));
      const gaps = given.split("").filter((frame) => frame === "?" || frame === "u").length;
      const outcomes = Array.from({ length: 2 ** gaps }, (_, bits) => {
        let gap = 0;
        return isMet(
          given.replaceAll(/[?u]/g, () => (((bits >> gap++) & 1) === 1 ? "#" : ".")),
          rule,
        );
      });
      const mayBeLonger =
        !given.includes(".") && given.length < ("forFramesInARow" in rule ? rule.forFramesInARow : 0);
      const expected = outcomes.every(Boolean)
        ? "block"
        : outcomes.some(Boolean) || mayBeLonger
          ? "unknown"
          : "allow";
      seen.set(expected, (seen.get(expected) ?? 0) + 1);
      expect(decisionOf(given, rule)).toBe(expected);
    }),
    { numRuns: CASES },
  );
  for (const decision of ["block", "unknown", "allow"]) {
    expect(seen.get(decision) ?? 0).toBeGreaterThan(CASES / 20);
  }
});

it("a row in a result with fewer frames is unknown, even if a frame came twice", () => {
  const { results, ...head } = film("#");
  const frames = results.flatMap((result) => result.frames);
  const decider = createDecider(policyOf({ forFramesInARow: 2 }));
  for (const frame of [...frames, ...frames]) decider.take(frame);
  expect(decider.verdict({ ...head, results })).toMatchObject({
    decision: "unknown",
    unevaluated: [{ kind: "fewFrames", isIgnored: false }],
  });
});

it("a rule does not hold if too few frames can match, even if a row of frames is still possible", () => {
  expect(decisionOf("u#", { forFramesInARow: 3 })).toBe("unknown");
  expect(decisionOf("u#", { forFrames: 2 })).toBe("allow");
  expect(decisionOf("u#", { forFrames: 2, forFramesInARow: 3 })).toBe("allow");
  expect(decisionOf("u#", { forFrames: 3, forFramesInARow: 3 })).toBe("unknown");
});
