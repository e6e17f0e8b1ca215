import { definePolicy, RECOMMENDED_POLICY } from "@hivekit/core/policy";
import type { Policy } from "@hivekit/core/policy";
import { expect, it } from "vitest";
import { findCsamThreshold } from "./csam-threshold.ts";

it.each<[string, Policy, number | undefined]>([
  ["a number", { block: { csam: 0.8 } }, 0.8],
  ["a rule", { review: { csam: { atLeast: 0.6, forFrames: 2 } } }, 0.6],
  ["a condition", { block: [{ kind: "class", class: "csam", atLeast: 0.7 }] }, 0.7],
  [
    "parts of conditions",
    {
      block: [
        { kind: "any", of: { csam: 0.95 } },
        { kind: "sameFrame", of: [{ kind: "class", class: "csam", atLeast: 0.4 }] },
      ],
    },
    0.4,
  ],
  ["the lower one of two", { block: { csam: 0.9 }, review: { csam: 0.5 } }, 0.5],
  ["a tag", { block: { csam: 0.9 }, tags: { csam: { csam: 0.3 } } }, 0.3],
  ["none", RECOMMENDED_POLICY, undefined],
])("finds the threshold of csam in a policy with %s", (_name, policy, threshold) => {
  expect(findCsamThreshold(definePolicy(policy))).toBe(threshold);
});
