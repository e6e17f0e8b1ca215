import { describe, expect, it } from "vitest";
import { outputOf, pictureOf, taskOf, taskOfResults, textOf, v2Reply } from "../../test/policy-replies.ts";
import { readFixture } from "../../test/read-fixture.ts";
import { decodeTask } from "../protocol/decode-task.ts";
import { decide } from "./decide.ts";
import type { Policy } from "./policy.ts";

const SMOKING: Policy = { block: { yes_smoking: 0.9 } };
const IGNORING: Policy = { block: { yes_smoking: { atLeast: 0.9, ifMissing: "ignore" } } };
const clean = { scores: { yes_smoking: 0 } };

describe("a class that the model does not score", () => {
  it("makes the verdict unknown", () => {
    expect(decide(pictureOf({ yes_nazi: 0 }), SMOKING)).toMatchObject({
      decision: "unknown",
      reasons: [],
      unevaluated: [
        {
          kind: "class",
          class: "yes_smoking",
          rules: ["block.yes_smoking"],
          resultIndex: null,
          frames: [],
          isIgnored: false,
        },
      ],
    });
  });

  it("is omitted if the policy ignores it", () => {
    expect(decide(pictureOf({ yes_nazi: 0 }), IGNORING)).toMatchObject({
      decision: "allow",
      unevaluated: [{ kind: "class", class: "yes_smoking", isIgnored: true }],
    });
  });

  it("is not covered by maxUnevaluatedFrames", () => {
    expect(decide(pictureOf({ yes_nazi: 0 }), { ...SMOKING, maxUnevaluatedFrames: 5 }).decision).toBe(
      "unknown",
    );
  });

  it("does not affect conditions on other classes", () => {
    const policy: Policy = { block: { yes_smoking: 0.9 }, review: { yes_nazi: 0.9 } };
    expect(decide(pictureOf({ yes_nazi: 0.95 }), policy)).toMatchObject({
      decision: "review",
      unevaluated: [{ class: "yes_smoking" }],
    });
  });
});

describe("a class that is missing in some frames", () => {
  const task = taskOf([clean, { scores: { yes_nazi: 0 } }, clean, { scores: { yes_nazi: 0 } }]);

  it("makes the verdict unknown, and reports the frames", () => {
    expect(decide(task, SMOKING)).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "class", resultIndex: 0, frames: [1, 3], isIgnored: false }],
    });
  });

  it("may be missing in as many frames as the policy or the condition allows", () => {
    const condition = (maxUnevaluatedFrames: number): Policy => ({
      block: { yes_smoking: { atLeast: 0.9, maxUnevaluatedFrames } },
    });
    expect(decide(task, { ...SMOKING, maxUnevaluatedFrames: 1 }).decision).toBe("unknown");
    expect(decide(task, { ...SMOKING, maxUnevaluatedFrames: 2 })).toMatchObject({
      decision: "allow",
      unevaluated: [{ kind: "class", frames: [1, 3], isIgnored: true }],
    });
    expect(decide(task, condition(1)).decision).toBe("unknown");
    expect(decide(task, condition(2)).decision).toBe("allow");
    expect(decide(task, { ...condition(1), maxUnevaluatedFrames: 9 }).decision).toBe("unknown");
  });

  it("blocks in the frames that have it", () => {
    const frames = [{ scores: { yes_nazi: 0 } }, { scores: { yes_smoking: 0.95 } }];
    expect(decide(taskOf(frames), SMOKING)).toMatchObject({
      decision: "block",
      reasons: [{ frames: [1] }],
      unevaluated: [{ kind: "class", frames: [0] }],
    });
  });

  it("is ignored if the policy says so", () => {
    expect(decide(task, IGNORING)).toMatchObject({
      decision: "allow",
      unevaluated: [{ frames: [1, 3], isIgnored: true }],
    });
  });
});

it("a class that is missing in every frame of a result is not covered by maxUnevaluatedFrames", () => {
  const policy: Policy = { block: { hate: 3 }, maxUnevaluatedFrames: 1 };
  expect(decide(textOf({ hate: -1, spam: 0 }), policy)).toMatchObject({
    decision: "unknown",
    unevaluated: [{ kind: "unsupported", class: "hate", isIgnored: false }],
  });
});

describe("frames that the model did not evaluate", () => {
  const task = decodeTask(v2Reply([...outputOf([clean, clean]), { time: 2, classes: [] }]));

  it("make the verdict unknown, even if the policy ignores missing data", () => {
    for (const policy of [SMOKING, IGNORING]) {
      expect(decide(task, policy)).toMatchObject({
        decision: "unknown",
        unevaluated: [{ kind: "frames", rules: [], resultIndex: 0, frames: [2], isIgnored: false }],
        evaluated: { frames: 2 },
      });
    }
  });

  it("may be as many as the policy allows", () => {
    expect(decide(task, { ...SMOKING, maxUnevaluatedFrames: 1 })).toMatchObject({
      decision: "allow",
      unevaluated: [{ kind: "frames", frames: [2], isIgnored: true }],
    });
    const two = decodeTask(v2Reply([...outputOf([clean]), { classes: [] }, { classes: [] }]));
    expect(decide(two, { ...SMOKING, maxUnevaluatedFrames: 1 }).decision).toBe("unknown");
    // Over all results together.
    const apart = taskOfResults([
      [...outputOf([clean]), { classes: [] }],
      [...outputOf([clean]), { classes: [] }],
    ]);
    expect(decide(apart, { ...SMOKING, maxUnevaluatedFrames: 1 }).decision).toBe("unknown");
  });

  it("may never be all frames", () => {
    const none = decodeTask(v2Reply([{ time: 0, classes: [] }]));
    expect(decide(none, { ...IGNORING, maxUnevaluatedFrames: 5 })).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "frames", isIgnored: false }],
      evaluated: { frames: 0, seconds: 0 },
    });
  });

  it("may not be all frames of one result", () => {
    const apart = taskOfResults([outputOf([clean, clean]), [{ classes: [] }]]);
    expect(decide(apart, { ...SMOKING, maxUnevaluatedFrames: 2 })).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "frames", resultIndex: 1, frames: [0], isIgnored: false }],
    });
  });

  it("do not affect single conditions", () => {
    expect(decide(decodeTask(v2Reply([{ classes: [] }])), SMOKING).unevaluated).toHaveLength(1);
  });

  it("count if they contain something harmful", () => {
    const unevaluated = {
      ...task,
      results: task.results.map((result) => ({
        ...result,
        frames: result.frames.map((frame) => ({
          ...frame,
          evaluated: false,
          classes: [{ class: "yes_smoking", score: 0.95 }],
        })),
      })),
    };
    expect(decide(unevaluated, SMOKING).decision).toBe("block");
  });

  it.each(["v2/celebrity", "v2/transcription"])("are those of %s, whose format is unknown", (name) => {
    expect(decide(decodeTask(readFixture(name)), IGNORING)).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "frames" }],
    });
  });
});

describe("a result without frames", () => {
  it("makes the verdict unknown, even if the policy ignores missing data", () => {
    for (const policy of [SMOKING, IGNORING, { ...IGNORING, maxUnevaluatedFrames: 9 }]) {
      expect(decide(decodeTask(v2Reply([])), policy)).toMatchObject({
        decision: "unknown",
        unevaluated: [{ kind: "noFrames", rules: [], resultIndex: null, isIgnored: false }],
        evaluated: { frames: 0, seconds: 0 },
      });
    }
  });

  it("also makes the verdict unknown next to a result with frames", () => {
    expect(decide(taskOfResults([outputOf([clean]), []]), SMOKING)).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "noFrames", resultIndex: 1 }],
    });
  });
});

describe("Hive's confirmation", () => {
  it("of a result is required", () => {
    const task = decodeTask({ id: "1", status: [{ status: {}, response: { output: outputOf([clean]) } }] });
    expect(decide(task, IGNORING)).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "result", resultIndex: 0, isIgnored: false }],
    });
  });

  it("is missing for an unsupported language, which makes the verdict unknown, reported once", () => {
    const task = textOf({ hate: 0 }, { language: "UNSUPPORTED", moderated_classes: [] });
    expect(decide(task, { block: { hate: { atLeast: 3, ifMissing: "ignore" } } })).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "language", resultIndex: 0 }],
    });
    expect(decide(textOf({ hate: 0 }), { block: { hate: 3 } }).decision).toBe("allow");
  });

  it("is missing for a class that is not supported in a language, which makes the verdict unknown", () => {
    const policy = (ifMissing: "unknown" | "ignore"): Policy => ({
      block: { hate: { atLeast: 3, ifMissing }, spam: 3 },
    });
    const task = textOf({ hate: -1, spam: 0 });
    expect(decide(task, policy("unknown"))).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "unsupported", class: "hate", frames: [0], isIgnored: false }],
    });
    expect(decide(task, policy("ignore"))).toMatchObject({
      decision: "allow",
      unevaluated: [{ isIgnored: true }],
    });
    // A frame without an evaluated class was not evaluated.
    expect(
      decide(textOf({ hate: -1, spam: -1 }), { block: { hate: { atLeast: 3, ifMissing: "ignore" } } }),
    ).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "frames" }, { kind: "unsupported", class: "hate", isIgnored: true }],
    });
  });
});

it("reports missing data once, with all conditions that need it", () => {
  const policy: Policy = {
    block: { yes_smoking: 0.9 },
    review: [
      { kind: "class", class: "yes_smoking", atLeast: 0.5 },
      { kind: "class", class: "yes_smoking", atLeast: 0.4, ifMissing: "ignore" },
    ],
  };
  expect(decide(pictureOf({ yes_nazi: 0 }), policy).unevaluated).toMatchObject([
    { class: "yes_smoking", rules: ["block.yes_smoking", "review[0]"], isIgnored: false },
    { class: "yes_smoking", rules: ["review[1]"], isIgnored: true },
  ]);
});

it("reports how much was evaluated", () => {
  const frames = [0, 1, 3].map((time) => ({ time, ...clean }));
  expect(decide(taskOf(frames, 10), SMOKING).evaluated).toEqual({ frames: 3, seconds: 10 });
  expect(decide(taskOf(frames), SMOKING).evaluated).toEqual({ frames: 3, seconds: 4.5 });
  expect(decide(taskOf([clean]), SMOKING).evaluated).toEqual({ frames: 1, seconds: 0 });
  const holes = decodeTask(
    v2Reply([...outputOf(frames), { time: 4, classes: [] }, ...outputOf([{ time: 9, ...clean }])]),
  );
  expect(decide(holes, SMOKING).evaluated).toEqual({ frames: 4, seconds: 5.5 });
  // Two models evaluated the same seconds of the same media.
  const twice = taskOfResults([outputOf(frames), outputOf(frames)]);
  expect(decide(twice, SMOKING).evaluated).toEqual({ frames: 6, seconds: 4.5 });
});

describe("a result that Hive does not confirm", () => {
  const frames = [{ time: 0, ...outputOf([clean])[0] }, { time: 1 }];
  const input = { media: { duration: 2 } };

  it.each([
    ["its status has no code", { status: { message: "SUCCESS" }, response: { input, output: frames } }],
    ["it has no status", { response: { input, output: frames } }],
    [
      "no class was moderated in the language",
      { status: { code: "0" }, response: { input, output: frames, moderated_classes: [] } },
    ],
  ])("is unknown if %s, even if the policy ignores an unevaluated frame", (_name, entry) => {
    const policy: Policy = { ...SMOKING, maxUnevaluatedFrames: 1 };
    const confirmed = decodeTask(v2Reply(frames, { input }));
    expect(confirmed.results[0]?.isUnconfirmed).toBeUndefined();
    expect(decide(confirmed, policy).decision).toBe("allow");
    const task = decodeTask({ id: "1", status: [entry] });
    expect(task.results[0]?.isUnconfirmed).toBe(true);
    expect(decide(task, policy)).toMatchObject({
      decision: "unknown",
      unevaluated: expect.arrayContaining([expect.objectContaining({ kind: "result", isIgnored: false })]),
    });
  });
});
