import { expect, it } from "vitest";
import { videoOf } from "../../test/policy-replies.ts";
import type { Task } from "../result/task.ts";
import { createDecider } from "./create-decider.ts";
import { decide } from "./decide.ts";
import type { Policy } from "./policy.ts";

const policy: Policy = { block: { yes_smoking: 0.9 } };

/** A video that has only the frames with these indexes. */
function pageOf(indexes: readonly number[], score = 0): Task {
  const task = videoOf(
    "yes_smoking",
    indexes.map(() => score),
  );
  return {
    ...task,
    results: task.results.map((result) => ({
      ...result,
      frames: result.frames.map((frame, place) => ({ ...frame, index: indexes[place] ?? 0 })),
    })),
  };
}

it.each<[readonly number[], string]>([
  [[100, 101], "100 frames of result 0 were not checked."],
  [[0, 1, 3], "1 frame of result 0 was not checked."],
  [[0, 0, 1], "1 frame of result 0 was not checked."],
  [[0, Number.NaN], "Some frames of result 0 were not checked."],
])("frames %j are incomplete, so they are not allowed", (indexes, sentence) => {
  expect(decide(pageOf(indexes), policy)).toMatchObject({
    decision: "unknown",
    unevaluated: [{ kind: "unseenFrames", resultIndex: 0, isIgnored: false, sentence }],
  });
});

it("a summary without a number of frames does not confirm that there are no more", () => {
  const { results, ...head } = pageOf([0, 1]);
  const decider = createDecider(policy);
  for (const { frames } of results) frames.forEach((frame) => decider.take(frame));
  const counted = results.map(({ frames, ...result }) => ({ ...result, frameCount: frames.length }));
  const uncounted: object[] = results.map(({ frames: _frames, ...result }) => result);
  expect(decider.verdict({ ...head, results: counted }).decision).toBe("allow");
  expect(Reflect.apply(decider.verdict, decider, [{ ...head, results: uncounted }])).toMatchObject({
    decision: "unknown",
    unevaluated: [{ kind: "unseenFrames", resultIndex: 0 }],
  });
});

it("a condition that holds in one page of a task holds", () => {
  expect(decide(pageOf([100, 101], 0.95), policy).decision).toBe("block");
});

it("frames in another order are complete", () => {
  expect(decide(pageOf([2, 0, 1]), policy).decision).toBe("allow");
});
