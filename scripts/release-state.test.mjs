import { expect, test } from "vitest";
import { decideRelease } from "./release-state.mjs";

const PUBLISHED = ["there", "there"];
const MISSING = ["there", "not there"];

test.each([
  ["changes are proposed as a version", { pending: 2, states: PUBLISHED }, { propose: true, publish: false }],
  [
    "a version that is not on the registry is published",
    { states: MISSING },
    { propose: false, publish: true },
  ],
  ["a version that is there is not", { states: PUBLISHED }, { propose: false, publish: false }],
  ["what has no version is not", { version: "0.0.0", states: MISSING }, { propose: false, publish: false }],
  ["a missing package decides, whatever is unknown", { states: ["unknown", "not there"] }, { publish: true }],
])("%s", (_, facts, decision) => {
  expect(decideRelease({ pending: 0, version: "1.2.0", ...facts })).toMatchObject({
    ...decision,
    warning: null,
  });
});

test("a version that newer changes have overtaken is not published with them, and that is said", () => {
  expect(decideRelease({ pending: 1, version: "1.2.0", states: MISSING })).toEqual({
    propose: true,
    publish: false,
    warning: expect.stringContaining("1.2.0 is not on the registry"),
  });
});

test("nothing is decided by a registry that does not answer", () => {
  const states = ["there", "unknown"];
  expect(() => decideRelease({ pending: 0, version: "1.2.0", states })).toThrow("run this job again");
  expect(decideRelease({ pending: 1, version: "1.2.0", states }).propose).toBe(true);
});
