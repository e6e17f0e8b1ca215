import { describe, expect, it } from "vitest";
import { taskOf, taskOfResults, outputOf, v2Reply, videoOf } from "../../test/policy-replies.ts";
import { decodeTask } from "../protocol/decode-task.ts";
import { decide } from "./decide.ts";
import type { ClassRule, Policy } from "./policy.ts";

const HELD = 0.95;

/** The decision of a condition on one class. */
function decisionOf(task: ReturnType<typeof taskOf>, rule: Omit<ClassRule, "atLeast">): string {
  return decide(task, { block: { yes_smoking: { atLeast: 0.9, ...rule } } }).decision;
}

/** A video with one frame per second: `#` if the class matches, `.` if it does not, `?` if it is missing. */
function film(frames: string, stepSeconds = 1): ReturnType<typeof taskOf> {
  return taskOf(
    frames.split("").map((frame, index) => ({
      time: index * stepSeconds,
      scores: frame === "?" ? { other: 1 } : { yes_smoking: frame === "#" ? HELD : 0 },
    })),
    frames.length * stepSeconds,
  );
}

describe("forFrames", () => {
  it.each([
    ["#.#.#", 3, "block"],
    ["##...", 3, "allow"],
    ["#", 1, "block"],
    [".", 1, "allow"],
    ["#.", 3, "allow"],
    // It holds in every frame, and might hold long enough in longer media.
    ["#", 2, "unknown"],
    ["##", 3, "unknown"],
    [".", 2, "allow"],
  ])("%s holds for %i frames: %s", (frames, forFrames, decision) => {
    expect(decisionOf(film(frames), { forFrames })).toBe(decision);
  });
});

it("is unknown for an image in which the class matches, if several frames are required", () => {
  const picture = taskOf([{ scores: { yes_smoking: HELD } }]);
  expect(
    decide(picture, { block: { yes_smoking: { atLeast: 0.9, forFrames: 2, ifMissing: "ignore" } } }),
  ).toMatchObject({
    decision: "unknown",
    unevaluated: [
      {
        kind: "fewFrames",
        class: "yes_smoking",
        rules: ["block.yes_smoking"],
        frames: [0],
        isIgnored: false,
        sentence: "yes_smoking matches in 1 frame, but the result has fewer frames than the policy requires.",
      },
    ],
  });
});

describe("forSeconds", () => {
  it.each([
    ["##.#.", 3, "block"],
    ["##.#.", 3.01, "allow"],
    ["....#", 1, "block"],
    [".....", 0.1, "allow"],
  ])("%s holds for %d s in total: %s", (frames, forSeconds, decision) => {
    expect(decisionOf(film(frames), { forSeconds })).toBe(decision);
  });

  it("is not affected by floating-point errors", () => {
    // 0.7 - 0.4 is 0.29999999999999993.
    const times = [0, 0.4, 0.7, 1];
    const frames = times.map((time) => ({ time, scores: { yes_smoking: time === 0.4 ? HELD : 0 } }));
    expect(decisionOf(taskOf(frames), { forSeconds: 0.3 })).toBe("block");
    expect(decisionOf(taskOf(frames), { forSeconds: 0.300001 })).toBe("allow");
    expect(decisionOf(videoOf("yes_smoking", Array<number>(30).fill(HELD), 0.1), { forSeconds: 3 })).toBe(
      "block",
    );
  });

  it("uses the times of frames, not their number", () => {
    const frames = [0, 1, 11, 12].map((time) => ({ time, scores: { yes_smoking: time === 1 ? HELD : 0 } }));
    expect(decisionOf(taskOf(frames), { forSeconds: 10 })).toBe("block");
  });

  it("ends with the media, if its duration is known", () => {
    const frames = [0, 1, 2].map((time) => ({ time, scores: { yes_smoking: time === 2 ? HELD : 0 } }));
    expect(decisionOf(taskOf(frames, 10), { forSeconds: 8 })).toBe("block");
    expect(decisionOf(taskOf(frames), { forSeconds: 1 })).toBe("block");
    expect(decisionOf(taskOf(frames), { forSeconds: 1.1 })).toBe("allow");
  });

  it("is unknown if it holds in frames without a time, and only there", () => {
    const held = { scores: { yes_smoking: HELD } };
    const other = { scores: { yes_smoking: 0 } };
    const frames = [{ time: 0, ...other }, { time: 1, ...held }, held, { time: 2, ...other }];
    expect(decisionOf(taskOf(frames, 3), { forSeconds: 1 })).toBe("block");
    expect(
      decide(taskOf(frames, 3), { block: { yes_smoking: { atLeast: 0.9, forSeconds: 2 } } }),
    ).toMatchObject({
      decision: "unknown",
      unevaluated: [
        { kind: "time", class: "yes_smoking", rules: ["block.yes_smoking"], frames: [2], isIgnored: false },
      ],
    });
    expect(decisionOf(taskOf([{ time: 0, ...other }, other]), { forSeconds: 2 })).toBe("allow");
    // The class is present, and the policy ignores only missing classes.
    expect(decisionOf(taskOf(frames, 3), { forSeconds: 2, ifMissing: "ignore" })).toBe("unknown");
  });

  it.each([
    ["without a time", undefined, undefined],
    ["with a time", 0, undefined],
    ["of no duration", 0, 0],
  ])("is unknown for a still image %s in which the class holds", (_name, time, duration) => {
    const picture = (yes_smoking: number): ReturnType<typeof taskOf> =>
      taskOf([{ ...(time === undefined ? {} : { time }), scores: { yes_smoking } }], duration);
    expect(decisionOf(picture(HELD), { forSeconds: 2 })).toBe("unknown");
    expect(decisionOf(picture(0), { forSeconds: 2 })).toBe("allow");
  });

  it("is unknown if it holds in frames without a duration, and they are needed", () => {
    const twice = (first: number, second: number): ReturnType<typeof taskOf> =>
      taskOf(
        [0, 1, 2, 3].flatMap((time) =>
          [first, second].map((yes_smoking) => ({ time, scores: { yes_smoking } })),
        ),
        4,
      );
    expect(decisionOf(twice(HELD, 0), { forSeconds: 2 })).toBe("unknown");
    expect(decisionOf(twice(0, HELD), { forSeconds: 2 })).toBe("block");
    expect(decisionOf(twice(0, 0), { forSeconds: 2 })).toBe("allow");
    const atTheEnd = [0, 2].map((time) => ({ time, scores: { yes_smoking: time === 2 ? HELD : 0 } }));
    expect(
      decide(taskOf(atTheEnd, 2), { block: { yes_smoking: { atLeast: 0.9, forSeconds: 1 } } }),
    ).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "time", frames: [1], isIgnored: false }],
    });
  });

  it("ends with the media of each result", () => {
    const held = [0, 1, 2].map((time) => ({ time, scores: { yes_smoking: time === 2 ? HELD : 0 } }));
    const entry = (duration: number): object => ({
      status: { code: "0" },
      response: { input: { media: { duration } }, output: outputOf(held) },
    });
    const policy: Policy = { block: { yes_smoking: { atLeast: 0.9, forSeconds: 1 } } };
    const decided = decide(decodeTask({ id: "1", status: [entry(3), entry(5)] }), policy);
    expect(decided.reasons.map(({ seconds }) => seconds)).toEqual([
      [{ start: 2, end: 3 }],
      [{ start: 2, end: 5 }],
    ]);
  });

  it("also needs the frames, if both are required", () => {
    expect(decisionOf(film("##.."), { forSeconds: 2, forFrames: 3 })).toBe("allow");
    expect(decisionOf(film("##..", 0.1), { forSeconds: 2, forFrames: 2 })).toBe("allow");
    expect(decisionOf(film("##.."), { forSeconds: 2, forFrames: 2 })).toBe("block");
    // With too few frames, their duration does not matter.
    const frames = [HELD, 0].map((yes_smoking) => ({ scores: { yes_smoking } }));
    expect(decisionOf(taskOf(frames), { forSeconds: 2, forFrames: 2 })).toBe("allow");
  });
});

describe("forSecondsInARow", () => {
  it.each([
    ["##.#.", 2, 0, "block"],
    ["#.#.#", 2, 0, "allow"],
    ["#.#.#", 3, 1, "block"],
    ["#.#.#", 3.1, 1, "allow"],
    ["#..##", 2, 1, "block"],
    ["#..##", 3, 1, "allow"],
    ["#..##", 3, 2, "block"],
    ["##..#", 3, 1, "allow"],
    [".....", 1, 9, "allow"],
  ])("%s holds for %d s with gaps of up to %d s: %s", (frames, forSecondsInARow, gapSeconds, decision) => {
    expect(decisionOf(film(frames), { forSecondsInARow, gapSeconds })).toBe(decision);
  });

  it("accepts no gap if none is allowed", () => {
    expect(decisionOf(film("#.#"), { forSecondsInARow: 2 })).toBe("allow");
    expect(decisionOf(film("##."), { forSecondsInARow: 2 })).toBe("block");
  });

  it("allows a gap to the microsecond", () => {
    const times = [0, 0.4, 0.7, 1];
    const frames = times.map((time) => ({ time, scores: { yes_smoking: time === 0.4 ? 0 : HELD } }));
    expect(decisionOf(taskOf(frames, 1), { forSecondsInARow: 0.7, gapSeconds: 0.3 })).toBe("block");
  });

  it("continues across a frame without a time, but not from one result into another", () => {
    const held = { scores: { yes_smoking: HELD } };
    expect(
      decisionOf(taskOf([{ time: 0, ...held }, { scores: { yes_smoking: 0 } }, { time: 1, ...held }], 2), {
        forSecondsInARow: 2,
      }),
    ).toBe("block");
    const one = outputOf([
      { time: 0, ...held },
      { time: 1, ...held },
    ]);
    expect(decisionOf(taskOfResults([one, one]), { forSecondsInARow: 2 })).toBe("block");
    expect(decisionOf(taskOfResults([one, one]), { forSecondsInARow: 4 })).toBe("allow");
    expect(decisionOf(taskOfResults([one, one]), { forSeconds: 4 })).toBe("allow");
  });

  it("combines with a total", () => {
    expect(decisionOf(film("##.#."), { forSecondsInARow: 2, forSeconds: 3 })).toBe("block");
    expect(decisionOf(film("##..."), { forSecondsInARow: 2, forSeconds: 3 })).toBe("allow");
    expect(decisionOf(film("#.#.#"), { forSecondsInARow: 2, forSeconds: 3 })).toBe("allow");
  });
});

it("reports in seconds when a class holds, with adjacent frames as one range", () => {
  const { reasons } = decide(film("##.#."), { block: { yes_smoking: 0.9 } });
  expect(reasons).toMatchObject([
    {
      frames: [0, 1, 3],
      seconds: [
        { start: 0, end: 2 },
        { start: 3, end: 4 },
      ],
    },
  ]);
});

it("reports no seconds for a frame without a duration", () => {
  const frames = [0, 1].map((time) => ({ time, scores: { yes_smoking: time === 1 ? HELD : 0 } }));
  expect(decide(taskOf(frames, 1), { block: { yes_smoking: 0.9 } }).reasons).toMatchObject([
    { frames: [1], seconds: [] },
  ]);
});

describe("a frame in which the class is missing", () => {
  it.each([
    ["##?", { forFrames: 2 }, "block"],
    ["##?", { forFrames: 3 }, "unknown"],
    ["..?", { forFrames: 2 }, "unknown"],
    ["##?", { forSeconds: 3 }, "unknown"],
    ["##?", { forFrames: 3, maxUnevaluatedFrames: 1 }, "allow"],
    ["#??", { forFrames: 3, maxUnevaluatedFrames: 1 }, "unknown"],
    ["##?", { forFrames: 3, ifMissing: "ignore" }, "allow"],
  ] as const)("%s with %j: %s", (frames, rule, decision) => {
    expect(decisionOf(film(frames), rule)).toBe(decision);
  });
});

describe("several requirements", () => {
  it.each<[string, Omit<ClassRule, "atLeast">, string]>([
    ["##", { forFrames: 3, forSeconds: 2 }, "unknown"],
    ["##", { forFrames: 3, forSeconds: 3 }, "allow"],
    ["##", { forFramesInARow: 3, forSecondsInARow: 2 }, "unknown"],
    ["##", { forFramesInARow: 3, forSecondsInARow: 3 }, "allow"],
    ["#?", { forFrames: 2, forSeconds: 5 }, "unknown"],
    ["#.", { forFrames: 2, forSeconds: 1 }, "allow"],
  ])(
    "%s with %o is %s: one that is not met decides, even if another is unknown",
    (frames, rule, decision) => {
      expect(decisionOf(film(frames), rule)).toBe(decision);
    },
  );

  it("are not unknown for a short result if the condition fails in an evaluated frame", () => {
    const texts = [{ classes: [{ class: "hate", score: 3 }] }, { classes: [] }];
    const frames = [
      { classes: [{ class: "hate", score: 0 }], start_char_index: 0 },
      { frame_results: texts },
    ];
    const task = decodeTask(v2Reply(frames));
    expect(task.results[0]?.frames.map(({ evaluated }) => evaluated)).toEqual([true, false]);
    const policy: Policy = { block: { hate: { atLeast: 3, forFrames: 3 } }, maxUnevaluatedFrames: 1 };
    expect(decide(task, policy).decision).toBe("allow");
  });
});
