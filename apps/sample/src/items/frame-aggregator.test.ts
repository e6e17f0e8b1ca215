import { decodeTask } from "@hivekit/core";
import { definePolicy } from "@hivekit/core/policy";
import { expect, it } from "vitest";
import { createFrame } from "../../test/fixtures/test-items.ts";
import { createSegmentRules } from "../config/project.ts";
import { FrameAggregator } from "./frame-aggregator.ts";

it("lists the class of the verdict first, and lets the filter find an item by each class with a relevant score", () => {
  const strong = { a: 0.99, b: 0.98, c: 0.97, d: 0.96, e: 0.95 };
  const policy = definePolicy({
    block: [{ kind: "any", of: { f: 0.3 } }],
    review: {},
    classes: ["a", "b", "c", "d", "e", "f", "g", "h"],
  });
  const aggregator = new FrameAggregator({ policy, segments: createSegmentRules(["g"], 0.01) });
  for (const [second, g] of [0.02, 0.02, 0].entries()) {
    aggregator.add({
      ...createFrame(second, second, { ...strong, f: 0.4, g, h: 0.01, no_smoking: 0.999 }),
      raw: {},
    });
  }
  const { topClasses, classNames } = aggregator.progress();
  expect(topClasses?.map((one) => one.class)).toEqual(["f", "a", "b", "c", "d"]);
  // `g` has a segment; the score of `h` is too low.
  expect(classNames?.toSorted()).toEqual(["a", "b", "c", "d", "e", "f", "g"]);
});

it("keeps the scale of a score, because level 1 of a text is not a probability of 1", () => {
  const aggregator = new FrameAggregator({ policy: definePolicy({ block: { hate: 3 } }), segments: null });
  aggregator.add({ ...createFrame(0, 0, { hate: 1 }), scale: "level", raw: {} });
  expect(aggregator.progress().topClasses).toEqual([{ class: "hate", score: 1, scale: "level" }]);
});

it("lists the tags that no later frame can change, and all that hold at the end", () => {
  const policy = definePolicy({
    tags: {
      always: { a: { atLeast: 0.5, forShareOfFrames: 1 } },
      seen: { a: 0.5 },
      never: { b: 0.5 },
    },
    classes: ["a", "b"],
  });
  const aggregator = new FrameAggregator({ policy, segments: null });
  const frame = { ...createFrame(0, 0, { a: 0.9, b: 0 }), raw: {} };
  aggregator.add(frame);
  expect(aggregator.progress().tags).toEqual(["seen"]);
  const task = decodeTask({
    id: "1",
    status: [{ status: { code: "0" }, response: { output: [{ time: 0, classes: frame.classes }] } }],
  });
  expect(aggregator.finish(task)).toMatchObject({ decision: "allow", tags: ["always", "seen"] });
});
