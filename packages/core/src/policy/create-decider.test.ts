import { describe, expect, it } from "vitest";
import { pictureOf, taskOf, textOf, videoOf } from "../../test/policy-replies.ts";
import type { Frame } from "../result/frame.ts";
import { createDecider } from "./create-decider.ts";
import { decide } from "./decide.ts";
import type { Policy } from "./policy.ts";

/** The frames of a video, one per second: `#` if yes_smoking matches, `n` if yes_nazi does. */
function film(frames: string): readonly Frame[] {
  const scores = frames.split("").map((frame, time) => ({
    time,
    scores: { yes_smoking: frame === "#" ? 0.95 : 0, yes_nazi: frame === "n" ? 0.95 : 0 },
  }));
  return taskOf(scores).results[0]?.frames ?? [];
}

/** The number of frames after which the decision is settled, and the decision. */
function settledAfter(policy: Policy, frames: readonly Frame[]): readonly unknown[] | null {
  const decider = createDecider(policy);
  for (const [index, frame] of frames.entries()) {
    decider.take(frame);
    if (decider.settled !== null) return [index + 1, decider.settled];
  }
  return null;
}

describe("settled", () => {
  it.each<[string, Policy, string, readonly unknown[] | null]>([
    ["block, with the first frame that matches", { block: { yes_smoking: 0.9 } }, "..#.#", [3, "block"]],
    ["never, if nothing matches", { block: { yes_smoking: 0.9 } }, ".....", null],
    [
      "with the last of the required frames",
      { block: { yes_smoking: { atLeast: 0.9, forFrames: 2 } } },
      "#.#.#",
      [3, "block"],
    ],
    [
      "with the frame after the required seconds",
      { block: { yes_smoking: { atLeast: 0.9, forSeconds: 2 } } },
      "#.#.#",
      [4, "block"],
    ],
    [
      "with the frame after the required seconds in a row",
      { block: { yes_smoking: { atLeast: 0.9, forSecondsInARow: 2, gapSeconds: 1 } } },
      "#..#.#.",
      [7, "block"],
    ],
    ["review, if the policy cannot block", { review: { yes_smoking: 0.9 } }, ".#", [2, "review"]],
    [
      "not by review, if a later frame may block",
      { block: { yes_nazi: 0.9 }, review: { yes_smoking: 0.9 } },
      "##",
      null,
    ],
    [
      "by any part of any",
      { block: [{ kind: "any", of: { yes_smoking: 0.9, yes_nazi: 0.9 } }] },
      ".n#",
      [2, "block"],
    ],
    [
      "by the last part of all",
      { block: [{ kind: "all", of: { yes_smoking: 0.9, yes_nazi: 0.9 } }] },
      "#.n",
      [3, "block"],
    ],
    [
      "never by data that is known only at the end",
      {
        block: [
          {
            kind: "all",
            of: [
              { kind: "labels", labels: ["yes"] },
              { kind: "class", class: "yes_smoking", atLeast: 0.9 },
            ],
          },
        ],
      },
      "###",
      null,
    ],
  ])("is %s", (_name, policy, frames, expected) => {
    expect(settledAfter(policy, film(frames))).toEqual(expected);
  });

  it("does not change, and later frames still count as reasons", () => {
    const decider = createDecider({ block: { yes_smoking: 0.9 } });
    for (const frame of film("#.#")) decider.take(frame);
    expect(decider.settled).toBe("block");
    expect(decider.verdict().reasons).toMatchObject([{ frames: [0, 2] }]);
  });

  it("counts the seconds of each result separately", () => {
    const policy: Policy = { block: { yes_smoking: { atLeast: 0.9, forSeconds: 2 } } };
    const [first, second] = film("##");
    if (first === undefined || second === undefined) throw new Error("the film has two frames");
    const decider = createDecider(policy);
    for (const frame of [first, { ...first, resultIndex: 1 }, second, { ...second, resultIndex: 1 }])
      decider.take(frame);
    expect(decider.settled).toBeNull();
  });

  it("does not add up seconds of frames that are not in order of time", () => {
    // It holds from 0 s to 9 s; from 9 s to 20 s it does not.
    const task = taskOf(
      [0, 1, 9, 20].map((time) => ({ time, scores: { yes_smoking: time < 9 ? 0.95 : 0 } })),
    );
    const takeInOrder = (forSeconds: number, order: readonly number[]): ReturnType<typeof createDecider> => {
      const decider = createDecider({ block: { yes_smoking: { atLeast: 0.9, forSeconds } } });
      for (const place of order) {
        const frame = task.results[0]?.frames[place];
        if (frame === undefined) throw new Error("the task has four frames");
        decider.take(frame);
      }
      return decider;
    };
    const decider = takeInOrder(10, [0, 2, 1, 3]);
    expect(decider.settled).toBeNull();
    expect(decider.verdict(task)).toMatchObject({ decision: "allow", evaluated: { frames: 4 } });
    expect(takeInOrder(9, [3, 1, 2, 0]).verdict(task)).toMatchObject({
      decision: "block",
      reasons: [{ frames: [0, 1], seconds: [{ start: 0, end: 9 }] }],
    });
  });
});

describe("verdict", () => {
  it("covers the frames so far, and can be built again", () => {
    const decider = createDecider({ block: { yes_smoking: 0.9 } });
    expect(decider.verdict().decision).toBe("unknown");
    const [clean, harmful] = film(".#");
    if (clean === undefined || harmful === undefined) throw new Error("the film has two frames");
    decider.take(clean);
    expect(decider.verdict()).toEqual(decider.verdict());
    expect(decider.verdict(pictureOf({ yes_smoking: 0 })).decision).toBe("allow");
    decider.take(harmful);
    expect(decider.verdict().decision).toBe("block");
  });

  it("lists results in their order, regardless of which came first", () => {
    const decider = createDecider({ block: { yes_smoking: 0.9 } });
    for (const resultIndex of [1, 0]) for (const frame of film("#")) decider.take({ ...frame, resultIndex });
    expect(decider.verdict().reasons.map((reason) => reason.resultIndex)).toEqual([0, 1]);
  });

  it("takes texts, labels and duration from the summary", () => {
    const policy: Policy = { block: [{ kind: "filters" }] };
    const task = textOf({ hate: 0 }, { text_filters: [{ value: "DARN", type: "profanity" }] });
    const decider = createDecider(policy);
    for (const frame of task.results[0]?.frames ?? []) decider.take(frame);
    expect(decider.verdict()).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "result" }, { kind: "text" }],
    });
    expect(decider.verdict(task)).toEqual(decide(task, policy));
    const labels = createDecider({ block: [{ kind: "labels", labels: ["yes"] }] });
    expect(labels.verdict().unevaluated).toMatchObject([{ kind: "noFrames" }, { kind: "labels" }]);

    const video = videoOf("yes_smoking", [0, 0.95], 5);
    const long = createDecider({ block: { yes_smoking: { atLeast: 0.9, forSeconds: 20 } } });
    for (const frame of video.results[0]?.frames ?? []) long.take(frame);
    const [result] = video.results;
    if (result === undefined || result.media === null) throw new Error("the video has a result with a media");
    expect(long.verdict(video).decision).toBe("allow");
    const media = { ...result.media, durationSeconds: 25 };
    expect(long.verdict({ ...video, results: [{ ...result, media }] }).decision).toBe("block");
  });

  it("without a summary, reports the conditions that hold, and is never allow", () => {
    const decider = createDecider({ block: { yes_nazi: 0.9 }, review: { yes_smoking: 0.9 } });
    const [clean, harmful] = film(".#");
    if (clean === undefined || harmful === undefined) throw new Error("the film has two frames");
    decider.take(clean);
    expect(decider.verdict()).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "result", rules: [], resultIndex: null, isIgnored: false }],
    });
    decider.take(harmful);
    expect(decider.verdict().decision).toBe("review");
    // The model does not support the language, which only the summary reports.
    const text = textOf({ hate: 0 }, { language: "UNSUPPORTED", moderated_classes: [] });
    const ofText = createDecider({ block: { hate: 3 } });
    for (const frame of text.results[0]?.frames ?? []) ofText.take(frame);
    expect(ofText.verdict().decision).toBe("unknown");
    expect(ofText.verdict(text).unevaluated).toMatchObject([{ kind: "language" }]);
  });

  it("is not allow if the summary lacks the result of the frames", () => {
    const decider = createDecider({ block: { yes_smoking: 0.9 } });
    const [frame] = film(".");
    if (frame === undefined) throw new Error("the film has a frame");
    for (const resultIndex of [0, 1_000_000_000]) decider.take({ ...frame, resultIndex });
    expect(decider.verdict(pictureOf({ yes_smoking: 0 }))).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "result", resultIndex: 1_000_000_000 }],
    });
  });

  it("is not allow while the summary counts more frames than were taken", () => {
    const task = videoOf("yes_smoking", [0, 0, 0]);
    const [result] = task.results;
    if (result === undefined) throw new Error("the video has a result");
    const { frames, ...rest } = result;
    const decider = createDecider({ block: { yes_smoking: 0.9 } });
    for (const frame of frames.slice(1)) decider.take(frame);
    for (const summary of [task, { ...task, results: [{ ...rest, frameCount: 3 }] }]) {
      expect(decider.verdict(summary)).toMatchObject({
        decision: "unknown",
        unevaluated: [
          {
            kind: "unseenFrames",
            resultIndex: 0,
            sentence: "1 frame of result 0 was not checked.",
          },
        ],
      });
    }
  });
});
