import { definePolicy } from "@hivekit/core/policy";
import { expect, it } from "vitest";
import { frameOf } from "../page/frame-of.ts";
import { segmentsOf } from "./project.ts";
import { Tally } from "./tally.ts";

it("finds an item by what it was blocked for and by all that scored, and names that first", () => {
  const strong = { a: 0.99, b: 0.98, c: 0.97, d: 0.96, e: 0.95 };
  const policy = definePolicy({
    block: [{ kind: "any", of: { f: 0.3 } }],
    review: {},
    classes: ["a", "b", "c", "d", "e", "f", "g", "h"],
  });
  const tally = new Tally({ policy, segments: segmentsOf(["g"], 0.01) });
  for (const [second, g] of [0.02, 0.02, 0].entries()) {
    tally.take({
      ...frameOf(second, second, { ...strong, f: 0.4, g, h: 0.01, no_smoking: 0.999 }),
      raw: {},
    });
  }
  const { topClasses, classNames } = tally.soFar();
  expect(topClasses?.map((one) => one.class)).toEqual(["f", "a", "b", "c", "d"]);
  // `g` has a segment, `h` hardly scored.
  expect(classNames?.toSorted()).toEqual(["a", "b", "c", "d", "e", "f", "g"]);
});
