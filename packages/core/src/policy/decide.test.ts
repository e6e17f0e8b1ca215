import { describe, expect, it } from "vitest";
import {
  boxesOf,
  outputOf,
  pictureOf,
  taskOf,
  taskOfResults,
  textOf,
  v2Reply,
  videoOf,
} from "../../test/policy-replies.ts";
import { decodeTask } from "../protocol/decode-task.ts";
import { decide } from "./decide.ts";
import type { Policy } from "./policy.ts";

const SMOKING: Policy = { block: { yes_smoking: 0.9 } };

describe("a class", () => {
  it.each([
    [0.89999, "allow"],
    [0.9, "block"],
    [1, "block"],
  ])("with a score of %s leads to %s for a threshold of 0.9", (score, decision) => {
    expect(decide(pictureOf({ yes_smoking: score }), SMOKING).decision).toBe(decision);
  });

  it("blocks in any frame, not only in the first", () => {
    expect(decide(videoOf("yes_smoking", [0, 0, 0, 0.95]), SMOKING)).toMatchObject({
      decision: "block",
      reasons: [
        { class: "yes_smoking", score: 0.95, threshold: 0.9, frames: [3], seconds: [{ start: 3, end: 4 }] },
      ],
    });
  });

  it("is reported with its highest score", () => {
    expect(decide(videoOf("yes_smoking", [0.92, 0.97, 0.95]), SMOKING).reasons).toMatchObject([
      { score: 0.97 },
    ]);
  });

  it("is matched by its full name", () => {
    const policy: Policy = { block: { text: 0.9 } };
    expect(decide(pictureOf({ no_text: 1, yes_overlay_text: 1, text: 0 }), policy).decision).toBe("allow");
  });

  it("counts with its highest score if a frame has it twice", () => {
    for (const scores of [
      [0.1, 0.95],
      [0.95, 0.1],
    ]) {
      const classes = scores.map((score) => ({ class: "yes_smoking", score }));
      expect(decide(decodeTask(v2Reply([{ classes }])), SMOKING).reasons).toMatchObject([{ score: 0.95 }]);
    }
  });

  it("is found in any order of classes, even if the next frame has another order", () => {
    const frames = [
      { a: 0, yes_smoking: 0, b: 1 },
      { yes_smoking: 0, b: 1 },
      { b: 1, c: 1, yes_smoking: 0.95 },
    ];
    const verdict = decide(taskOf(frames.map((scores) => ({ scores }))), SMOKING);
    expect(verdict).toMatchObject({ decision: "block", reasons: [{ frames: [2] }], unevaluated: [] });
  });

  it("keeps no score of the previous frame", () => {
    const frames = [{ scores: { yes_smoking: 0.95, b: 1 } }, { scores: { b: 1 } }];
    expect(decide(taskOf(frames), SMOKING).reasons).toMatchObject([{ frames: [0] }]);
  });

  it("is a separate condition for each threshold", () => {
    const policy: Policy = { block: { yes_smoking: 0.9 }, review: { yes_smoking: 0.5 } };
    expect(decide(pictureOf({ yes_smoking: 0.95 }), policy).reasons.map(({ rule }) => rule)).toEqual([
      "block.yes_smoking",
      "review.yes_smoking",
    ]);
    expect(decide(pictureOf({ yes_smoking: 0.6 }), policy).decision).toBe("review");
    expect(decide(pictureOf({ yes_smoking: 0.4 }), policy).decision).toBe("allow");
  });
});

describe("the decision", () => {
  const policy: Policy = { block: { yes_nazi: 0.9 }, review: { yes_smoking: 0.9 } };

  it.each([
    [{ yes_nazi: 1, yes_smoking: 1 }, "block"],
    [{ yes_nazi: 1 }, "block"],
    [{ yes_smoking: 1 }, "review"],
    [{ yes_nazi: 0, yes_smoking: 1 }, "review"],
    [{ yes_nazi: 0 }, "unknown"],
    [{ yes_smoking: 0 }, "unknown"],
    [{ yes_nazi: 0, yes_smoking: 0 }, "allow"],
  ])("of %j is %s", (scores, decision) => {
    expect(decide(pictureOf(scores), policy).decision).toBe(decision);
  });

  it("needs neither block nor review", () => {
    expect(decide(pictureOf({ yes_smoking: 1 }), { review: { yes_smoking: 0.9 } }).decision).toBe("review");
    expect(decide(pictureOf({ yes_smoking: 1 }), { block: { yes_smoking: 0.9 } }).decision).toBe("block");
  });

  it("rejects a subject that is neither a task nor frames", () => {
    const task = pictureOf({ yes_smoking: 1 });
    // As an untyped caller does.
    const decideAnything: (subject: never, policy: Policy) => unknown = decide;
    for (const subject of [
      null,
      undefined,
      "task",
      [],
      task.results[0]?.frames,
      { frames: [] },
      { results: [null] },
    ]) {
      expect(() => Reflect.apply(decideAnything, null, [subject, SMOKING])).toThrow("createDecider()");
    }
  });
});

it.each([
  ["a promise", Promise.resolve(), "await it"],
  ["a summary", { ...pictureOf({ yes_smoking: 0 }), results: [{ frameCount: 1 }] }, "its verdict()"],
])("%s is rejected with a specific error that says what to do", (_name, subject, words) => {
  const decideAnything: (subject: never, policy: Policy) => unknown = decide;
  expect(() => Reflect.apply(decideAnything, null, [subject, SMOKING])).toThrow(words);
});

describe("a text", () => {
  const policy: Policy = { block: { hate: 3 }, review: [{ kind: "text", class: "spam", atLeast: 3 }] };

  it.each([
    [{ hate: 3, spam: 0 }, "block"],
    [{ hate: 2, spam: 3 }, "review"],
    [{ hate: 2, spam: 0 }, "allow"],
    [{ hate: -1, spam: 0 }, "unknown"],
    [{ spam: 0 }, "unknown"],
  ])("with levels %j leads to %s", (scores, decision) => {
    expect(decide(textOf(scores), policy).decision).toBe(decision);
  });

  it("never matches a probability, and a condition on a probability never matches a level", () => {
    const level: Policy = { block: [{ kind: "text", class: "yes_spam", atLeast: 1 }], classes: ["yes_spam"] };
    const old = textOf({ yes_spam: 0.75, no_spam: 0.25 });
    expect(decide(old, level)).toMatchObject({ decision: "unknown", unevaluated: [{ kind: "scale" }] });
    const probability: Policy = {
      block: [{ kind: "class", class: "hate", atLeast: 0.9 }],
      classes: ["hate"],
    };
    expect(decide(textOf({ hate: 2 }), probability)).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "scale", class: "hate", frames: [0] }],
    });
    expect(decide(textOf({ hate: 0 }), probability).decision).toBe("allow");
  });

  it("on another scale is unknown, even if the policy ignores missing classes", () => {
    const ignoring: Policy = { block: { hate: { atLeast: 1, ifMissing: "ignore" } } };
    const v3 = decodeTask({ task_id: "1", output: [{ classes: [{ class: "hate", value: 1 }] }] });
    expect(decide(v3, ignoring)).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "scale", class: "hate", isIgnored: false }],
    });
    expect(decide(pictureOf({ yes_smoking: 0 }), ignoring).decision).toBe("allow");
  });

  it("of v3 whose levels look like probabilities is unknown, unless nothing was found", () => {
    const v3 = (hate: number): ReturnType<typeof decodeTask> =>
      decodeTask({ task_id: "1", output: [{ classes: [{ class: "hate", value: hate }] }] });
    expect(decide(v3(0), { block: { hate: 2 } }).decision).toBe("allow");
    expect(decide(v3(0), { block: { hate: 0 } }).decision).toBe("block");
    expect(decide(v3(1), { block: { hate: 1 } }).decision).toBe("unknown");
    expect(decide(v3(0.5), { block: { hate: 1 } }).decision).toBe("unknown");
    expect(decide(v3(2), { block: { hate: 2 } }).decision).toBe("block");
  });

  it("with several parts counts with the highest level, and with one that was not evaluated", () => {
    const reply = (levels: readonly number[]): ReturnType<typeof decodeTask> =>
      decodeTask(
        v2Reply([
          {
            time: 0,
            frame_results: levels.map((score) => ({
              classes: [
                { class: "hate", score },
                { class: "spam", score: 0 },
              ],
            })),
          },
        ]),
      );
    expect(decide(reply([0, 3]), policy).decision).toBe("block");
    expect(decide(reply([3, -1]), policy).decision).toBe("block");
    expect(decide(reply([0, -1]), policy)).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "unsupported", class: "hate" }],
    });
  });
});

describe("boxes", () => {
  const policy: Policy = {
    block: [{ kind: "boxes", class: "car", atLeast: 0.5, count: 2 }],
    classes: ["car"],
  };

  it.each<[string, readonly (readonly [string, number])[], string]>([
    [
      "two of the class",
      [
        ["car", 0.5],
        ["car", 0.9],
      ],
      "block",
    ],
    [
      "one of two with too low a score",
      [
        ["car", 0.49],
        ["car", 0.9],
      ],
      "allow",
    ],
    [
      "two of another class",
      [
        ["bus", 0.9],
        ["bus", 0.9],
      ],
      "allow",
    ],
    ["none", [], "allow"],
  ])("%s", (_name, boxes, decision) => {
    expect(decide(decodeTask(v2Reply([boxesOf(boxes)])), policy).decision).toBe(decision);
  });

  it("are counted in one frame, not over all frames", () => {
    const frames = [boxesOf([["car", 0.9]], 0), boxesOf([["car", 0.9]], 1)];
    expect(decide(decodeTask(v2Reply(frames)), policy).decision).toBe("allow");
    expect(
      decide(
        decodeTask(
          v2Reply([
            ...frames,
            boxesOf(
              [
                ["car", 0.6],
                ["car", 0.7],
                ["car", 0.8],
              ],
              2,
            ),
          ]),
        ),
        policy,
      ),
    ).toMatchObject({ decision: "block", reasons: [{ frames: [2], count: 3, score: 0.8, threshold: 0.5 }] });
  });

  it("with two classes count for each, once", () => {
    const box = {
      vertices: [],
      classes: [
        { class: "bus", score: 0.9 },
        { class: "car", score: 0.6 },
        { class: "car", score: 0.7 },
      ],
    };
    const task = decodeTask(v2Reply([{ bounding_poly: [box] }]));
    const one: Policy = { block: [{ kind: "boxes", class: "car", atLeast: 0.65 }], classes: ["car"] };
    expect(decide(task, one).reasons).toMatchObject([{ count: 1, score: 0.7 }]);
    expect(decide(task, policy).decision).toBe("allow");
  });

  it("are reported with the most in a frame, and the highest score of all", () => {
    const frames = [
      boxesOf(
        [
          ["car", 0.9],
          ["car", 0.7],
          ["car", 0.6],
        ],
        0,
      ),
      boxesOf(
        [
          ["car", 0.8],
          ["car", 0.7],
        ],
        1,
      ),
    ];
    expect(decide(decodeTask(v2Reply(frames)), policy).reasons).toMatchObject([
      { count: 3, score: 0.9, frames: [0, 1] },
    ]);
  });

  it("are counted for each threshold", () => {
    const two: Policy = {
      block: [{ kind: "boxes", class: "car", atLeast: 0.9 }],
      review: [{ kind: "boxes", class: "car", atLeast: 0.5 }],
      classes: ["car"],
    };
    expect(decide(decodeTask(v2Reply([boxesOf([["car", 0.6]])])), two).decision).toBe("review");
    expect(decide(decodeTask(v2Reply([boxesOf([["car", 0.95]])])), two).decision).toBe("block");
  });

  it("are unknown if no detection model searched", () => {
    expect(decide(pictureOf({ car: 1 }), policy)).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "boxes", class: "car" }],
    });
    const mixed = decodeTask(v2Reply([boxesOf([]), ...outputOf([{ time: 1, scores: { car: 1 } }])]));
    expect(decide(mixed, policy)).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "boxes", frames: [1] }],
    });
  });
});

describe("boxes of other models than detection", () => {
  const block: Policy["block"] = [{ kind: "boxes", class: "face", atLeast: 0.5 }];
  const policy: Policy = { block, classes: ["face"] };
  /** An image with text in boxes, as text models draw them. */
  const textBox = (name: string): object => ({
    time: 0,
    frame_results: [
      {
        classes: [{ class: "hate", score: 0 }],
        bounding_poly: [{ vertices: [], classes: [{ class: name, score: 0.9 }] }],
      },
    ],
  });

  it("do not mean that there are none of the class", () => {
    for (const given of [policy, { ...policy, maxUnevaluatedFrames: 1 }]) {
      expect(decide(decodeTask(v2Reply([textBox("line")])), given)).toMatchObject({
        decision: "unknown",
        unevaluated: [{ kind: "boxes", class: "face", isIgnored: false }],
      });
    }
  });

  it("count if they have the class", () => {
    expect(decide(decodeTask(v2Reply([textBox("face")])), policy).decision).toBe("block");
  });
});

it("a box whose class is not supported makes the verdict unknown", () => {
  const policy: Policy = { block: [{ kind: "boxes", class: "face", atLeast: 0.5 }], classes: ["face"] };
  const task = (face: number): ReturnType<typeof decodeTask> =>
    decodeTask(
      v2Reply([
        {
          bounding_poly: [
            {
              vertices: [],
              classes: [
                { class: "face", score: face },
                { class: "car", score: 0.9 },
              ],
            },
          ],
        },
      ]),
    );
  expect(decide(task(0.1), policy).decision).toBe("allow");
  expect(decide(task(-1), policy)).toMatchObject({
    decision: "unknown",
    unevaluated: [{ kind: "unsupported", class: "face" }],
  });
});

it.each([[Number.NaN], [-1], [Number.POSITIVE_INFINITY]])(
  "an invalid score of %d makes the verdict unknown",
  (score) => {
    const [picture, boxes] = [
      pictureOf({ yes_smoking: 0 }),
      decodeTask(v2Reply([boxesOf([["yes_smoking", 0.1]])])),
    ].map((task) => ({
      ...task,
      results: task.results.map((result) => ({
        ...result,
        frames: result.frames.map((frame) => ({
          ...frame,
          classes: frame.classes.map((one) => ({ ...one, score })),
          boxes: frame.boxes.map((box) => ({
            ...box,
            classes: box.classes.map((one) => ({ ...one, score })),
          })),
        })),
      })),
    }));
    if (picture === undefined || boxes === undefined) throw new Error("there are two tasks");
    expect(decide(picture, SMOKING)).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "unsupported", class: "yes_smoking" }],
    });
    // A valid score next to it does not make it known.
    const [twice] = picture.results.map((result) => ({
      ...picture,
      results: [
        {
          ...result,
          frames: result.frames.map((frame) => ({
            ...frame,
            classes: [...frame.classes, { class: "yes_smoking", score: 0.1 }],
          })),
        },
      ],
    }));
    if (twice === undefined) throw new Error("there is a result");
    expect(decide(twice, SMOKING).decision).toBe("unknown");
    const policy: Policy = { block: [{ kind: "boxes", class: "yes_smoking", atLeast: 0.5 }] };
    expect(decide(boxes, policy).decision).toBe("unknown");
  },
);

describe("hits in a text", () => {
  const beside = {
    text_filters: [
      { value: "DARN", type: "profanity" },
      { value: "HECK", type: "Profanity" },
      { value: "BUY", type: "sales" },
    ],
    pii_entities: [{ value: "a@b.example", type: "Email Address" }],
    urls: [{ value: "https://b.example", type: "url" }],
  };
  const task = textOf({ hate: 0 }, beside);

  it.each<[Policy["block"], string]>([
    [[{ kind: "filters" }], "block"],
    [[{ kind: "filters", count: 3 }], "block"],
    [[{ kind: "filters", count: 4 }], "allow"],
    [[{ kind: "filters", types: ["PROFANITY"], count: 2 }], "block"],
    [[{ kind: "filters", types: ["profanity"], count: 3 }], "allow"],
    [[{ kind: "filters", types: ["profanity", "sales"], count: 3 }], "block"],
    [[{ kind: "filters", types: ["Email Address"] }], "allow"],
    [[{ kind: "pii", types: ["email address"] }], "block"],
    [[{ kind: "pii", types: ["U.S. Phone Number"] }], "allow"],
    [[{ kind: "urls" }], "block"],
    [[{ kind: "urls", count: 2 }], "allow"],
  ])("%j: %s", (block, decision) => {
    expect(decide(task, { block }).decision).toBe(decision);
  });

  it("are counted over all results", () => {
    const entry = {
      status: { code: "0" },
      response: { input: {}, output: outputOf([{ scores: { hate: 2 } }]), ...beside },
    };
    const twice = decodeTask({ id: "1", status: [entry, entry] });
    expect(decide(twice, { block: [{ kind: "filters", count: 6 }] }).reasons).toMatchObject([{ count: 6 }]);
  });

  it("without a type may have any type", () => {
    const untyped = textOf(
      { hate: 0 },
      { text_filters: [{ value: "DARN" }, { value: "HECK", type: "profanity" }] },
    );
    const policy = (count: number): Policy => ({ block: [{ kind: "filters", types: ["profanity"], count }] });
    expect(decide(untyped, policy(1)).decision).toBe("block");
    expect(decide(untyped, policy(2))).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "text" }],
    });
    expect(decide(untyped, policy(3)).decision).toBe("allow");
    expect(decide(untyped, { block: [{ kind: "filters", count: 2 }] }).decision).toBe("block");
  });

  it("are unknown if the task has no text result", () => {
    const picture = pictureOf({ yes_smoking: 0 });
    expect(decide(picture, { block: [{ kind: "filters" }] })).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "text", rules: ["block[0]"], isIgnored: false }],
    });
    expect(decide(picture, { block: [{ kind: "filters", ifMissing: "ignore" }] })).toMatchObject({
      decision: "allow",
      unevaluated: [{ kind: "text", isIgnored: true }],
    });
  });

  it("are reported by number and type, never by content", () => {
    const policy: Policy = {
      block: [{ kind: "filters" }, { kind: "pii", types: ["Email Address"] }, { kind: "urls" }],
    };
    const told = JSON.stringify(decide(task, policy));
    for (const secret of ["DARN", "HECK", "BUY", "a@b.example", "https://"])
      expect(told).not.toContain(secret);
    expect(told).toContain("Email Address");
  });
});

describe("answers of reviewers", () => {
  const labeled = (...status: string[]): ReturnType<typeof decodeTask> =>
    decodeTask({ id: "1", code: 200, status });
  const policy: Policy = { block: [{ kind: "labels", labels: ["nsfw", "gore"] }] };

  it.each([
    [["gore"], "block"],
    [["ok", "nsfw"], "block"],
    [["ok"], "allow"],
    [["NSFW"], "allow"],
  ])("%j: %s", (labels, decision) => {
    expect(decide(labeled(...labels), policy).decision).toBe(decision);
  });

  it("are counted", () => {
    const two: Policy = { block: [{ kind: "labels", labels: ["nsfw"], count: 2 }] };
    expect(decide(labeled("nsfw", "ok"), two).decision).toBe("allow");
    expect(decide(labeled("nsfw", "nsfw", "ok"), two)).toMatchObject({
      decision: "block",
      reasons: [{ count: 2 }],
    });
  });

  it("are unknown if a model answered, or no one did", () => {
    expect(decide(pictureOf({ nsfw: 1 }), policy)).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "labels", isIgnored: false }],
    });
    expect(decide({ ...labeled("ok"), labels: [] }, policy).decision).toBe("unknown");
    expect(decide({ ...pictureOf({ nsfw: 1 }), labels: ["nsfw"] }, policy).decision).toBe("unknown");
    const ignoring: Policy = { block: [{ kind: "labels", labels: ["nsfw"], ifMissing: "ignore" }] };
    expect(decide(pictureOf({ nsfw: 1 }), ignoring).decision).toBe("allow");
  });

  it("that are missing or empty are never allowed, even if the policy ignores them", () => {
    const ignoring: Policy = { block: [{ kind: "labels", labels: ["nsfw"], ifMissing: "ignore" }] };
    for (const labels of [[], [""], [" "]]) {
      expect(decide({ ...labeled("ok"), labels }, ignoring).decision).toBe("unknown");
      expect(decide({ ...labeled("ok"), labels }, policy).decision).toBe("unknown");
    }
    expect(decide(labeled("ok", ""), policy).decision).toBe("allow");
  });

  it("are not frames: conditions on frames are unknown, unless the policy ignores missing data", () => {
    const block = (ifMissing: "unknown" | "ignore"): Policy => ({
      block: [
        { kind: "labels", labels: ["nsfw"] },
        { kind: "class", class: "yes_smoking", atLeast: 0.9, ifMissing },
      ],
    });
    expect(decide(labeled("ok"), block("unknown"))).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "noFrames", rules: ["block[1]"] }],
    });
    expect(decide(labeled("ok"), block("ignore"))).toMatchObject({
      decision: "allow",
      unevaluated: [{ kind: "noFrames", isIgnored: true }],
    });
    const nothing: Policy = { block: { yes_smoking: { atLeast: 0.9, ifMissing: "ignore" } } };
    expect(decide(labeled("ok"), nothing).decision).toBe("unknown");
  });
});

describe("several results", () => {
  const visual = outputOf([{ scores: { yes_smoking: 0.1 } }]);
  const generated = outputOf([{ scores: { ai_generated: 0.95 } }]);

  it("are each tested for the classes that they have", () => {
    const policy: Policy = { block: { yes_smoking: 0.9, ai_generated: 0.9 } };
    expect(decide(taskOfResults([visual, generated]), policy)).toMatchObject({
      decision: "block",
      reasons: [{ class: "ai_generated", resultIndex: 1 }],
      unevaluated: [],
    });
    expect(
      decide(taskOfResults([visual, outputOf([{ scores: { ai_generated: 0 } }])]), policy).decision,
    ).toBe("allow");
  });

  it("each have a separate reason with their own frames", () => {
    const twice = taskOfResults([
      outputOf([{ scores: { yes_smoking: 0.92 } }]),
      outputOf([{ scores: { yes_smoking: 0.95 } }]),
    ]);
    expect(decide(twice, SMOKING).reasons).toMatchObject([
      { resultIndex: 0, score: 0.92 },
      { resultIndex: 1, score: 0.95 },
    ]);
    const [held, clean] = [0.95, 0].map((yes_smoking) => ({ scores: { yes_smoking } }));
    if (held === undefined || clean === undefined) throw new Error("there are two frames");
    const apart = taskOfResults([outputOf([held, clean]), outputOf([clean, held])]);
    expect(decide(apart, { block: { yes_smoking: { atLeast: 0.9, forFrames: 2 } } }).decision).toBe("allow");
  });

  it("lack a class in a frame only if the model of that result scores it", () => {
    const holes = outputOf([{ scores: { yes_smoking: 0 } }, { scores: { b: 1 } }]);
    expect(decide(taskOfResults([generated, holes]), SMOKING)).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "class", resultIndex: 1, frames: [1] }],
    });
  });

  it("are identified by their index in the task", () => {
    const [first, second] = [0, 0.95].map((score) => pictureOf({ yes_smoking: score }));
    if (first === undefined || second === undefined) throw new Error("there are two tasks");
    // Built by hand: all frames have the index of the first result.
    const together = { ...first, results: [...first.results, ...second.results] };
    expect(decide(together, SMOKING).reasons).toMatchObject([{ resultIndex: 1, frames: [0] }]);
  });
});
