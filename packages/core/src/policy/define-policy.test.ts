import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pictureOf, v2Reply } from "../../test/policy-replies.ts";
import { TEXT_CLASSES } from "../result/text-classes.ts";
import { VISUAL_HEADS } from "../result/visual-heads.ts";
import { decodeTask } from "../protocol/decode-task.ts";
import { decide } from "./decide.ts";
import { definePolicy } from "./define-policy.ts";
import { anyPolicy } from "../../test/any-policy.ts";

/** The path and the message of the error for a policy, also for values that only untyped callers can pass. */
function errorOf(policy: unknown): { option: unknown; message: string } {
  try {
    // As an untyped caller does.
    Reflect.apply(definePolicy, null, [policy]);
  } catch (error) {
    expect(error).toMatchObject({ kind: "config" });
    return {
      option: Reflect.get(Object(error), "option"),
      message: String(Reflect.get(Object(error), "message")),
    };
  }
  return { option: "no error", message: "" };
}

const block = (...conditions: unknown[]): unknown => ({ block: conditions });

describe("definePolicy", () => {
  it.each<[unknown, string | null]>([
    [null, null],
    [[], null],
    ["block", null],
    [{}, null],
    [{ block: {} }, null],
    [{ block: [], review: {} }, null],
    [{ block: { yes_smoking: undefined } }, "block.yes_smoking"],
    [{ block: { yes_nazi: 0.9, yes_smoking: undefined } }, "block.yes_smoking"],
    [block({ kind: "sameFrame", of: { yes_nazi: 0.9, yes_smoking: undefined } }), "block[0].of.yes_smoking"],
    [{ blok: { yes_smoking: 0.9 } }, "blok"],
    [{ block: 0.9 }, "block"],
    [{ block: null }, "block"],
    [{ block: { yes_smoking: 0.9 }, classes: "mine" }, "classes"],
    [{ block: { yes_smoking: 0.9 }, classes: [""] }, "classes"],
    // oxlint-disable-next-line no-sparse-arrays -- the hole is intentional
    [{ block: { yes_smoking: 0.9 }, classes: [,] }, "classes"],
    [{ block: { yes_smoking: 0.9 }, maxUnevaluatedFrames: -1 }, "maxUnevaluatedFrames"],
    [{ block: { yes_smoking: 0.9 }, maxUnevaluatedFrames: 0.5 }, "maxUnevaluatedFrames"],
    [{ review: { yes_smoking: 1.01 } }, "review.yes_smoking.atLeast"],
    [{ review: { yes_smoking: -0.01 } }, "review.yes_smoking.atLeast"],
    [{ review: { yes_smoking: Number.NaN } }, "review.yes_smoking.atLeast"],
    [{ review: { yes_smoking: "0.9" } }, "review.yes_smoking"],
    [{ review: { yes_smoking: null } }, "review.yes_smoking"],
    [{ review: { yes_smoking: {} } }, "review.yes_smoking.atLeast"],
    [{ review: { yes_smoking: { atLeast: 0.9, atMost: 1 } } }, "review.yes_smoking.atMost"],
    [{ review: { yes_smoking: { atLeast: 0.9, ifMissing: "allow" } } }, "review.yes_smoking.ifMissing"],
    [{ review: { yes_smoking: { atLeast: 0.9, forFrames: 0 } } }, "review.yes_smoking.forFrames"],
    [{ review: { yes_smoking: { atLeast: 0.9, forFrames: 1.5 } } }, "review.yes_smoking.forFrames"],
    [{ review: { yes_smoking: { atLeast: 0.9, forFramesInARow: 0 } } }, "review.yes_smoking.forFramesInARow"],
    [
      { review: { yes_smoking: { atLeast: 0.9, forFramesInARow: 2.5 } } },
      "review.yes_smoking.forFramesInARow",
    ],
    ...[0, -0.5, 1.01, 50, Number.NaN, "0.5"].map((forShareOfFrames): [unknown, string] => [
      { review: { yes_smoking: { atLeast: 0.9, forShareOfFrames } } },
      "review.yes_smoking.forShareOfFrames",
    ]),
    [
      block({ kind: "sameFrame", of: { yes_smoking: { atLeast: 0.9, forShareOfFrames: 0.5 } } }),
      "block[0].of.yes_smoking.forShareOfFrames",
    ],
    [{ tags: {} }, null],
    [{ tags: [] }, "tags"],
    [{ tags: null }, "tags"],
    [{ tags: new Map() }, "tags"],
    [{ tags: { "": { yes_smoking: 0.9 } } }, "tags"],
    [{ tags: { graphic: {} } }, "tags.graphic"],
    [{ tags: { graphic: [] } }, "tags.graphic"],
    [{ tags: { graphic: undefined } }, "tags.graphic"],
    [{ tags: { graphic: 0.9 } }, "tags.graphic"],
    [{ tags: { graphic: { kind: "match" } } }, "tags.graphic"],
    [{ tags: { graphic: { very_blody: 0.9 } } }, "tags.graphic.very_blody"],
    [{ tags: { graphic: { very_bloody: 9 } } }, "tags.graphic.very_bloody.atLeast"],
    [{ tags: { unarmed: { no_gun: 0.9 } } }, "tags.unarmed.no_gun"],
    [
      { block: { yes_smoking: 0.9 }, tags: { graphic: [{ kind: "pii", count: 0 }] } },
      "tags.graphic[0].count",
    ],
    [{ review: { yes_smoking: { atLeast: 0.9, forSeconds: 0 } } }, "review.yes_smoking.forSeconds"],
    [{ review: { yes_smoking: { atLeast: 0.9, forSeconds: Infinity } } }, "review.yes_smoking.forSeconds"],
    [
      { review: { yes_smoking: { atLeast: 0.9, forSecondsInARow: 0 } } },
      "review.yes_smoking.forSecondsInARow",
    ],
    [{ review: { yes_smoking: { atLeast: 0.9, gapSeconds: 1 } } }, "review.yes_smoking.gapSeconds"],
    [
      { review: { yes_smoking: { atLeast: 0.9, forSecondsInARow: 1, gapSeconds: -1 } } },
      "review.yes_smoking.gapSeconds",
    ],
    [
      { review: { yes_smoking: { atLeast: 0.9, maxUnevaluatedFrames: -1 } } },
      "review.yes_smoking.maxUnevaluatedFrames",
    ],
    [{ block: { hate: 2.5 } }, "block.hate.atLeast"],
    [{ block: { hate: 4 } }, "block.hate.atLeast"],
    [{ block: { hate: -1 } }, "block.hate.atLeast"],
    [{ block: { kind: "class", class: "yes_smoking", atLeast: 0.9 } }, "block"],
    [block({ yes_smoking: 0.9 }), "block[0]"],
    [block("yes_smoking"), "block[0]"],
    [block(null), "block[0]"],
    [block({ kind: "toString" }), "block[0]"],
    [block({ kind: "class", atLeast: 0.9 }), "block[0].class"],
    [block({ kind: "class", class: "", atLeast: 0.9 }), "block[0].class"],
    [block({ kind: "class", class: "yes_smoking" }), "block[0].atLeast"],
    [block({ kind: "class", class: "yes_smoking", atLeast: 2 }), "block[0].atLeast"],
    [block({ kind: "class", class: "yes_smoking", atLeast: 0.9, count: 2 }), "block[0].count"],
    [block({ kind: "class", class: "hate", atLeast: 0.9 }), "block[0].class"],
    [block({ kind: "text", class: "yes_smoking", atLeast: 2 }), "block[0].class"],
    [block({ kind: "text", class: "hate", atLeast: 1.5 }), "block[0].atLeast"],
    [block({ kind: "boxes", class: "yes_smoking", atLeast: 0.5, count: 0 }), "block[0].count"],
    [block({ kind: "boxes", class: "face", atLeast: 0.5 }), "block[0].class"],
    [block({ kind: "filters", types: [] }), "block[0].types"],
    [block({ kind: "filters", types: [""] }), "block[0].types"],
    [block({ kind: "pii", values: ["a@b.example"] }), "block[0].values"],
    [block({ kind: "urls", count: 0 }), "block[0].count"],
    [block({ kind: "labels" }), "block[0].labels"],
    [block({ kind: "labels", labels: "yes" }), "block[0].labels"],
    [block({ kind: "all", of: [] }), "block[0].of"],
    [block({ kind: "any" }), "block[0].of"],
    [block({ kind: "any", of: { yes_smoking: 2 } }), "block[0].of.yes_smoking.atLeast"],
    [block({ kind: "all", of: { yes_smoking: 0.9 }, forFrames: 2 }), "block[0].forFrames"],
    [block({ kind: "sameFrame", of: {} }), "block[0].of"],
    [block({ kind: "sameFrame", of: new Date() }), "block[0].of"],
    [{ review: { yes_smoking: 0.9 }, block: new Map([["gun_in_hand", 0.9]]) }, "block"],
    [{ review: { yes_smoking: 0.9 }, block: new Date() }, "block"],
    [new Map(), null],
    [block({ kind: "sameFrame", of: [{ kind: "labels", labels: ["yes"] }] }), "block[0].of[0]"],
    [block({ kind: "sameFrame", of: [{ kind: "any", of: [] }] }), "block[0].of[0].of"],
    [block({ kind: "sameFrame", of: [{ kind: "any", some: [] }] }), "block[0].of[0].some"],
    [
      block({ kind: "sameFrame", of: { yes_smoking: { atLeast: 0.9, forFrames: 2 } } }),
      "block[0].of.yes_smoking.forFrames",
    ],
    [
      block({
        kind: "sameFrame",
        of: [{ kind: "class", class: "yes_smoking", atLeast: 0.9, forSeconds: 2 }],
      }),
      "block[0].of[0].forSeconds",
    ],
  ])("rejects %j and names the path", (policy, option) => {
    expect(errorOf(policy).option).toBe(option);
  });

  it.each([
    ["yes_smokin", "yes_smoking"],
    ["yes_smoknig", "yes_smoking"],
    ["YES_SMOKING", "yes_smoking"],
    ["smoking", "yes_smoking"],
    ["yes_gun", "gun_in_hand"],
    ["yes_knife", "knife_in_hand"],
    ["nudity", "yes_female_nudity or yes_male_nudity"],
    ["yes_text", "text"],
    ["ai_generatd", "ai_generated"],
    ["bulying", "bullying"],
    ["furry-yes_fury", "furry-yes_furry"],
  ])("takes %s as a misspelling of %s", (name, meant) => {
    const { option, message } = errorOf({ block: { [name]: 0.9 }, classes: ["furry-yes_furry"] });
    expect(option).toBe(`block.${name}`);
    expect(message).toMatch(new RegExp(`did you mean .*${meant}`));
  });

  it("suggests nothing if no class is similar, and never a negative class", () => {
    expect(errorOf({ block: { gore: 0.9 } }).message).toBe(
      "policy.block.gore names the unknown class gore. Use a class from @hivekit/core/classes, or list the class in classes if it belongs to your own model or is newer than Hivekit.",
    );
    expect(errorOf({ block: { no_gn: 0.9 } }).message).not.toContain("did you mean");
    expect(errorOf({ block: { constructor: 0.9 } }).option).toBe("block.constructor");
  });

  it("accepts every positive class that Hivekit knows", () => {
    const positives = VISUAL_HEADS.flatMap(({ classes, negatives }) =>
      classes.filter((name) => !negatives.some((negative) => negative === name)),
    );
    const all = [...positives, "ai_generated", "deepfake", "midjourney"].map((name) => [name, 0.9]);
    const levels = TEXT_CLASSES.map(({ name }) => [name, 3]);
    expect(errorOf({ block: Object.fromEntries([...all, ...levels]) }).option).toBe("no error");
  });

  it("accepts the ends of all ranges", () => {
    expect(errorOf({ block: { yes_smoking: 0, yes_pills: 1, hate: 0, spam: 3 } }).option).toBe("no error");
  });

  it.each([
    [{ block: { no_gun: 0.9 } }, "block.no_gun"],
    [{ review: { general_not_nsfw_not_suggestive: 0.9 } }, "review.general_not_nsfw_not_suggestive"],
    [{ block: { not_ai_generated: 0.9 } }, "block.not_ai_generated"],
    [{ block: { none: 0.9 } }, "block.none"],
    [block({ kind: "all", of: { no_gun: 0.9, no_knife: 0.9 } }), "block[0].of.no_gun"],
    [block({ kind: "any", of: { yes_smoking: 0.9, no_knife: 0.9 } }), "block[0].of.no_knife"],
    [block({ kind: "sameFrame", of: { no_gun: 0.9 } }), "block[0].of.no_gun"],
    [
      block({ kind: "sameFrame", of: [{ kind: "any", of: { no_gun: 0.9, gun_in_hand: 0.9 } }] }),
      "block[0].of[0].of.no_gun",
    ],
    // The positive part is ignored if it is missing.
    [
      block({
        kind: "sameFrame",
        of: { yes_female_nudity: { atLeast: 0.9, ifMissing: "ignore" }, no_drawing: 0.5 },
      }),
      "block[0].of.no_drawing",
    ],
    [
      block({
        kind: "all",
        of: [
          { kind: "any", of: { no_gun: 1 } },
          { kind: "filters", ifMissing: "ignore" },
        ],
      }),
      "block[0].of[0].of.no_gun",
    ],
  ])("rejects %j, which negative classes alone can satisfy", (policy, option) => {
    expect(errorOf(policy)).toMatchObject({
      option,
      message: expect.stringContaining("nothing was found"),
    });
  });

  it.each([
    [block({ kind: "sameFrame", of: { yes_female_nudity: 0.9, no_drawing: 0.9 } })],
    [block({ kind: "all", of: { yes_female_nudity: 0.9, no_drawing: 0.9 } })],
    [
      block({
        kind: "all",
        of: {
          yes_female_nudity: 0.9,
          yes_child_present: { atLeast: 0.9, ifMissing: "ignore" },
          no_drawing: 0.9,
        },
      }),
    ],
    [
      block({
        kind: "all",
        of: [
          { kind: "labels", labels: ["nsfw"] },
          { kind: "any", of: { no_gun: 1 } },
        ],
      }),
    ],
  ])("accepts %j, in which a negative class only narrows a positive one", (policy) => {
    expect(errorOf(policy).option).toBe("no error");
  });

  it("knows the classes of AI-generated sound, and which of them are negative", () => {
    const classes = ["ai_generated_audio", "ai_generated_music", "ai_generated_music_cover"];
    for (const name of classes) {
      expect(errorOf({ block: { [name]: 0.9 } }).option).toBe("no error");
      expect(errorOf({ block: { [`not_${name}`]: 0.9 } })).toMatchObject({
        option: `block.not_${name}`,
        message: expect.stringContaining("nothing was found"),
      });
    }
  });

  it("accepts classes that the policy lists, for probabilities and for levels", () => {
    const classes = ["furry-yes_furry", "my_slur", "hate"];
    const conditions = [
      { kind: "class", class: "furry-yes_furry", atLeast: 0.9 },
      { kind: "text", class: "my_slur", atLeast: 2 },
      { kind: "boxes", class: "my_slur", atLeast: 0.5 },
      { kind: "class", class: "hate", atLeast: 0.9 },
    ];
    expect(errorOf({ classes, block: conditions }).option).toBe("no error");
    // A listed class is a probability, even if a text model has a class of that name.
    expect(errorOf({ classes, review: { hate: 0.5 } }).option).toBe("no error");
    expect(errorOf({ classes, review: { hate: 2 } }).option).toBe("review.hate.atLeast");
  });

  it("terminates for conditions that contain themselves", () => {
    const all: unknown[] = [];
    all.push({ kind: "all", of: all });
    expect(errorOf({ block: all }).message).toContain("more than 16 levels deep");
    const same: unknown[] = [];
    same.push({ kind: "any", of: same });
    expect(errorOf(block({ kind: "sameFrame", of: same })).message).toContain("more than 16");
  });

  it("returns a frozen copy, independent of the given policy", () => {
    const given = { block: { yes_smoking: { atLeast: 0.9 } }, classes: ["mine"] };
    const policy = definePolicy(given);
    given.block.yes_smoking.atLeast = 0.1;
    expect(policy).toEqual({ block: { yes_smoking: { atLeast: 0.9 } }, classes: ["mine"] });
    expect(Object.isFrozen(policy) && Object.isFrozen(policy.block) && Object.isFrozen(policy.classes)).toBe(
      true,
    );
    expect(decide(pictureOf({ yes_smoking: 0.5 }), policy).decision).toBe("allow");
    expect(decide(pictureOf({ yes_smoking: 0.5 }), given).decision).toBe("block");
  });

  it("drops undefined properties, fills in no defaults, and turns -0 into 0", () => {
    const policy = definePolicy({
      block: { yes_smoking: { atLeast: -0, forFrames: undefined } },
      review: undefined,
    });
    expect(policy).toStrictEqual({ block: { yes_smoking: { atLeast: 0 } } });
  });

  it("accepts any class name, even one that objects inherit", () => {
    const policy = definePolicy({ block: JSON.parse('{ "__proto__": 0.9 }'), classes: ["__proto__"] });
    const classes = [{ class: "__proto__", score: 0.95 }];
    expect(decide(decodeTask(v2Reply([{ classes }])), policy).decision).toBe("block");
    expect(JSON.stringify(policy)).toBe('{"block":{"__proto__":0.9},"classes":["__proto__"]}');
  });

  it("survives JSON unchanged (2 000 policies)", () => {
    fc.assert(
      fc.property(anyPolicy, (data) => {
        const policy = definePolicy(data);
        expect(definePolicy(JSON.parse(JSON.stringify(policy)))).toStrictEqual(policy);
        expect(JSON.stringify(policy)).toBe(JSON.stringify(data));
      }),
      { numRuns: 2000 },
    );
  });
});

it("checks a policy that does not come from definePolicy", () => {
  expect(() => Reflect.apply(decide, null, [pictureOf({ yes_smoking: 0 }), { blok: {} }])).toThrow("blok");
  expect(() => decide(pictureOf({ yes_smoking: 0 }), { block: { yes_smokin: 1 } })).toThrow("yes_smoking");
});
