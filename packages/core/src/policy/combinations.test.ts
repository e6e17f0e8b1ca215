import { describe, expect, it } from "vitest";
import { boxesOf, outputOf, pictureOf, taskOf, textOf, v2Reply } from "../../test/policy-replies.ts";
import { decodeTask } from "../protocol/decode-task.ts";
import { decide } from "./decide.ts";
import type { Condition, FrameConditions, Policy } from "./policy.ts";

const block = (...conditions: readonly Condition[]): Policy => ({ block: conditions });
const film = (...frames: readonly Readonly<Record<string, number>>[]): ReturnType<typeof taskOf> =>
  taskOf(
    frames.map((scores, time) => ({ time, scores })),
    frames.length,
  );

describe("sameFrame", () => {
  const both = block({ kind: "sameFrame", of: { yes_female_nudity: 0.9, yes_child_present: 0.8 } });

  it("holds if all hold in one frame", () => {
    const task = film(
      { yes_female_nudity: 0.9, yes_child_present: 0.1 },
      { yes_female_nudity: 0.95, yes_child_present: 0.85 },
      { yes_female_nudity: 0.1, yes_child_present: 0.99 },
    );
    expect(decide(task, both)).toMatchObject({
      decision: "block",
      reasons: [
        {
          kind: "sameFrame",
          class: null,
          frames: [1],
          seconds: [{ start: 1, end: 2 }],
          parts: [
            {
              class: "yes_female_nudity",
              score: 0.95,
              threshold: 0.9,
              frames: [1],
              rule: "block[0].of.yes_female_nudity",
            },
            { class: "yes_child_present", score: 0.85, threshold: 0.8, frames: [1] },
          ],
        },
      ],
    });
  });

  it("does not hold if they hold one after the other, unlike all", () => {
    const task = film(
      { yes_female_nudity: 1, yes_child_present: 0 },
      { yes_female_nudity: 0, yes_child_present: 1 },
    );
    expect(decide(task, both).decision).toBe("allow");
    expect(
      decide(task, block({ kind: "all", of: { yes_female_nudity: 0.9, yes_child_present: 0.8 } })).decision,
    ).toBe("block");
  });

  it("applies forFrames and forSeconds to the frames in which all hold", () => {
    const of: FrameConditions = { yes_nazi: 0.9, yes_smoking: 0.9 };
    const [yes, one, other] = [
      { yes_nazi: 1, yes_smoking: 1 },
      { yes_nazi: 1, yes_smoking: 0 },
      { yes_nazi: 0, yes_smoking: 1 },
    ];
    const task = film(yes, one, yes, other);
    expect(decide(task, block({ kind: "sameFrame", of, forFrames: 2 })).decision).toBe("block");
    expect(decide(task, block({ kind: "sameFrame", of, forFrames: 3 })).decision).toBe("allow");
    expect(decide(task, block({ kind: "sameFrame", of, forSeconds: 2 })).decision).toBe("block");
    expect(decide(task, block({ kind: "sameFrame", of, forSecondsInARow: 2 })).decision).toBe("allow");
  });

  it("accepts alternatives, and reports those that hold", () => {
    const policy = block({
      kind: "sameFrame",
      of: [
        { kind: "class", class: "yes_child_present", atLeast: 0.9 },
        { kind: "any", of: { yes_female_nudity: 0.9, yes_male_nudity: 0.9 } },
      ],
      forFrames: 2,
    });
    const task = film(
      { yes_child_present: 1, yes_female_nudity: 1, yes_male_nudity: 0 },
      { yes_child_present: 1, yes_female_nudity: 0.92, yes_male_nudity: 0 },
      { yes_child_present: 1, yes_female_nudity: 0, yes_male_nudity: 0 },
    );
    expect(decide(task, policy).reasons).toMatchObject([
      {
        frames: [0, 1],
        parts: [
          { class: "yes_child_present", frames: [0, 1] },
          { class: "yes_female_nudity", frames: [0, 1] },
        ],
      },
    ]);
    expect(
      decide(film({ yes_child_present: 1, yes_female_nudity: 0, yes_male_nudity: 0 }), policy).decision,
    ).toBe("allow");
  });

  it("combines boxes and classes of one frame", () => {
    const policy: Policy = {
      block: [
        {
          kind: "sameFrame",
          of: [
            { kind: "boxes", class: "face", atLeast: 0.5, count: 2 },
            { kind: "class", class: "yes_smoking", atLeast: 0.9 },
          ],
        },
      ],
      classes: ["face"],
    };
    const frame = (score: number, faces: number): object => ({
      ...outputOf([{ scores: { yes_smoking: score } }])[0],
      ...boxesOf(Array.from({ length: faces }, () => ["face", 0.9])),
    });
    expect(decide(decodeTask(v2Reply([frame(0.95, 2)])), policy).reasons).toMatchObject([
      { parts: [{ count: 2 }, { score: 0.95 }] },
    ]);
    expect(decide(decodeTask(v2Reply([frame(0.95, 1), frame(0.1, 2)])), policy).decision).toBe("allow");
  });

  it.each([
    // These do not hold, regardless of the score of the missing class.
    [{ yes_smoking: 0 }, "allow"],
    [{ yes_smoking: 1 }, "unknown"],
    [{ b: 1 }, "unknown"],
  ])("with a missing part next to %j is %s", (scores, decision) => {
    const policy = block({ kind: "sameFrame", of: { yes_smoking: 0.9, yes_nazi: 0.9 } });
    expect(decide(pictureOf(scores), policy).decision).toBe(decision);
  });

  it("reports only the missing parts that mattered", () => {
    const policy = block({ kind: "sameFrame", of: { yes_smoking: 0.9, yes_nazi: 0.9 } });
    expect(decide(film({ yes_smoking: 0 }, { yes_smoking: 1 }), policy).unevaluated).toMatchObject([
      { kind: "class", class: "yes_nazi", frames: [1], rules: ["block[0].of.yes_nazi"], isIgnored: false },
    ]);
    expect(decide(film({ yes_smoking: 0 }), policy).unevaluated).toEqual([]);
  });

  it("omits a missing part that is ignored", () => {
    const policy = block({
      kind: "sameFrame",
      of: { yes_female_nudity: 0.9, no_drawing: { atLeast: 0.5, ifMissing: "ignore" } },
    });
    expect(decide(pictureOf({ yes_female_nudity: 1 }), policy)).toMatchObject({
      decision: "block",
      unevaluated: [{ class: "no_drawing", isIgnored: true }],
    });
    expect(decide(pictureOf({ yes_female_nudity: 1, no_drawing: 0 }), policy).decision).toBe("allow");
    expect(decide(pictureOf({ yes_female_nudity: 0 }), policy).decision).toBe("allow");
    expect(decide(pictureOf({ no_drawing: 1 }), policy).decision).toBe("unknown");
  });

  it("is omitted if all its parts are missing and ignored", () => {
    const of: FrameConditions = { yes_smoking: { atLeast: 0.9, ifMissing: "ignore" } };
    expect(decide(pictureOf({ b: 1 }), block({ kind: "sameFrame", of })).decision).toBe("allow");
    expect(decide(film({ yes_smoking: 0 }, { b: 1 }), block({ kind: "sameFrame", of })).decision).toBe(
      "allow",
    );
    const alternative: FrameConditions = [
      { kind: "class", class: "yes_nazi", atLeast: 0.9 },
      { kind: "any", of },
    ];
    expect(decide(pictureOf({ yes_nazi: 1 }), block({ kind: "sameFrame", of: alternative })).decision).toBe(
      "block",
    );
  });

  it("is not ignored because of one ignored part, and reports which is which", () => {
    const of: FrameConditions = {
      yes_smoking: 0.9,
      yes_nazi: 0.9,
      very_bloody: { atLeast: 0.9, ifMissing: "ignore" },
    };
    expect(decide(pictureOf({ b: 1 }), block({ kind: "sameFrame", of })).decision).toBe("unknown");
    expect(decide(pictureOf({ yes_smoking: 1 }), block({ kind: "sameFrame", of }))).toMatchObject({
      decision: "unknown",
      unevaluated: [
        { class: "yes_nazi", isIgnored: false },
        { class: "very_bloody", isIgnored: true },
      ],
    });
  });
});

describe("all", () => {
  const policy = block({
    kind: "all",
    of: [{ kind: "text", class: "hate", atLeast: 2 }, { kind: "filters" }],
  });
  const filters = { text_filters: [{ value: "DARN", type: "profanity" }] };

  it("holds if each part does, and reports them", () => {
    expect(decide(textOf({ hate: 3 }, filters), policy)).toMatchObject({
      decision: "block",
      reasons: [
        {
          kind: "all",
          rule: "block[0]",
          parts: [
            { rule: "block[0].of[0]", score: 3 },
            { rule: "block[0].of[1]", count: 1 },
          ],
        },
      ],
    });
    expect(decide(textOf({ hate: 3 }), policy)).toMatchObject({ decision: "allow", reasons: [] });
    expect(decide(textOf({ hate: 1 }, filters), policy)).toMatchObject({ decision: "allow", reasons: [] });
  });

  it("needs no missing data if another part does not hold", () => {
    expect(decide(textOf({ spam: 0 }, filters), policy)).toMatchObject({
      decision: "unknown",
      reasons: [],
      unevaluated: [{ class: "hate", isIgnored: false }],
    });
    expect(decide(textOf({ spam: 0 }), policy)).toMatchObject({ decision: "allow", unevaluated: [] });
  });

  it("omits a class that the model does not score, if it is ignored", () => {
    const of = { yes_smoking: 0.9, yes_nazi: { atLeast: 0.9, ifMissing: "ignore" } } as const;
    expect(decide(pictureOf({ yes_smoking: 1 }), block({ kind: "all", of })).decision).toBe("block");
    expect(decide(pictureOf({ yes_smoking: 0 }), block({ kind: "all", of })).decision).toBe("allow");
  });

  it("is omitted if all its parts are missing and ignored", () => {
    const nothing = block({ kind: "all", of: [{ kind: "pii", ifMissing: "ignore" }] });
    expect(decide(pictureOf({ b: 1 }), nothing)).toMatchObject({ decision: "allow", reasons: [] });
  });

  it("omits a missing part that is ignored", () => {
    const ignoring = block({
      kind: "all",
      of: [
        { kind: "class", class: "yes_smoking", atLeast: 0.9 },
        { kind: "filters", ifMissing: "ignore" },
      ],
    });
    expect(decide(pictureOf({ yes_smoking: 1 }), ignoring)).toMatchObject({
      decision: "block",
      unevaluated: [{ isIgnored: true }],
    });
    expect(decide(pictureOf({ yes_smoking: 0 }), ignoring)).toMatchObject({
      decision: "allow",
      unevaluated: [{ isIgnored: true }],
    });
  });

  it("does not hold if an ignored part is missing in some frames and too low in others", () => {
    const of = { yes_smoking: { atLeast: 0.9, ifMissing: "ignore" }, yes_nazi: 0.9 } as const;
    expect(decide(film({ yes_smoking: 0 }, { b: 1 }), block({ kind: "all", of })).decision).toBe("allow");
    const seconds = {
      yes_smoking: { atLeast: 0.9, forSeconds: 2, ifMissing: "ignore" },
      yes_nazi: 0.9,
    } as const;
    expect(decide(pictureOf({ yes_smoking: 1 }), block({ kind: "all", of: seconds })).decision).toBe(
      "unknown",
    );
  });

  it("does not omit a part that is only partly ignored", () => {
    const policy = block({
      kind: "all",
      of: [
        { kind: "sameFrame", of: { yes_smoking: { atLeast: 0.9, ifMissing: "ignore" }, yes_nazi: 0.9 } },
        { kind: "class", class: "very_bloody", atLeast: 0.9 },
      ],
    });
    expect(decide(pictureOf({ very_bloody: 1 }), policy).decision).toBe("unknown");
  });
});

describe("any", () => {
  const policy = block({ kind: "any", of: { yes_smoking: 0.9, yes_nazi: 0.9 } });

  it.each([
    [{ yes_smoking: 1, yes_nazi: 0 }, "block"],
    [{ yes_smoking: 1 }, "block"],
    [{ yes_smoking: 0, yes_nazi: 0 }, "allow"],
    [{ yes_smoking: 0 }, "unknown"],
  ])("of %j is %s", (scores, decision) => {
    expect(decide(pictureOf(scores), policy).decision).toBe(decision);
  });

  it("reports the parts that hold", () => {
    expect(decide(pictureOf({ yes_smoking: 1, yes_nazi: 0 }), policy).reasons).toMatchObject([
      { kind: "any", rule: "block[0]", parts: [{ class: "yes_smoking" }] },
    ]);
  });

  it("can be nested in all, and all in it", () => {
    const nested = block({
      kind: "all",
      of: [
        { kind: "any", of: { yes_smoking: 0.9, yes_nazi: 0.9 } },
        { kind: "any", of: [{ kind: "all", of: { gun_in_hand: 0.9, knife_in_hand: 0.9 } }] },
      ],
    });
    const scores = { yes_smoking: 0, yes_nazi: 1, gun_in_hand: 1, knife_in_hand: 1 };
    expect(decide(pictureOf(scores), nested).decision).toBe("block");
    expect(decide(pictureOf({ ...scores, knife_in_hand: 0 }), nested).decision).toBe("allow");
  });
});
