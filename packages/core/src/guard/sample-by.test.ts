import { describe, expect, it } from "vitest";
import { murmurHash } from "./murmur-hash.ts";
import { sampleBy } from "./sample-by.ts";
import type { SampleOptions } from "./sample-by.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const isIn = (key: string, share: number, options?: SampleOptions): boolean =>
  sampleBy(key, share, options).isSampled;
const keys = Array.from({ length: 20_000 }, (_, index) => `post-${index}`);

it.each([
  ["", 0, 0],
  ["", 1, 0x51_4e_28_b7],
  ["test", 0, 0xba_6b_d2_13],
  ["Hello, world!", 0, 0xc0_36_3e_43],
  ["The quick brown fox jumps over the lazy dog", 0, 0x2e_4f_f7_23],
])("murmurHash of %j with seed %i is that of the reference", (text, seed, expected) => {
  expect(murmurHash(encode(text), seed)).toBe(expected);
});

describe("sampleBy", () => {
  it("samples the same keys in every version and runtime", () => {
    const sampled = (options?: SampleOptions): string[] =>
      keys.slice(0, 40).filter((key) => isIn(key, 0.2, options));
    expect(sampled()).toMatchInlineSnapshot(`
      [
        "post-0",
        "post-5",
        "post-6",
        "post-9",
        "post-12",
        "post-21",
        "post-29",
        "post-31",
        "post-34",
        "post-36",
      ]
    `);
    expect(sampled({ salt: "pepper" })).toMatchInlineSnapshot(`
      [
        "post-11",
        "post-13",
        "post-16",
        "post-19",
        "post-37",
      ]
    `);
    expect(["é", "😀", "\ud83d", "日本語"].map((key) => isIn(key, 0.5))).toMatchInlineSnapshot(`
      [
        false,
        false,
        true,
        true,
      ]
    `);
  });

  it.each([0.01, 0.1, 0.5, 0.9])("samples a share of %d of similar keys", (share) => {
    const count = keys.filter((key) => isIn(key, share)).length;
    const deviation = Math.sqrt(keys.length * share * (1 - share));
    expect(Math.abs(count - keys.length * share)).toBeLessThan(4 * deviation);
  });

  it("keeps every item of the sample if the share is raised", () => {
    for (const key of keys.slice(0, 500)) {
      const results = [0, 0.1, 0.11, 0.5, 0.999, 1].map((share) => isIn(key, share));
      expect(results).toEqual(results.toSorted((one, other) => Number(one) - Number(other)));
    }
  });

  it("samples none with 0 and all with 1", () => {
    expect(keys.some((key) => isIn(key, 0))).toBe(false);
    expect(keys.every((key) => isIn(key, 1))).toBe(true);
  });

  it("selects an independent sample with another salt, and keeps salt and key apart", () => {
    const both = keys.filter((key) => isIn(key, 0.5) && isIn(key, 0.5, { salt: "a" })).length;
    expect(both / keys.length).toBeGreaterThan(0.24);
    expect(both / keys.length).toBeLessThan(0.26);
    const moved = keys.filter((key) => isIn(`a${key}`, 0.5) !== isIn(key, 0.5, { salt: "a" }));
    expect(moved.length).toBeGreaterThan(9000);
  });

  it("never allows an item that was not sampled, unless the caller says so", () => {
    expect(sampleBy("post-7", 0)).toEqual({
      isSampled: false,
      verdict: {
        decision: "unknown",
        reasons: [],
        tags: [],
        unknownTags: [],
        unevaluated: [
          {
            kind: "result",
            rules: [],
            class: null,
            resultIndex: null,
            frames: [],
            isIgnored: false,
            sentence: "The item was not in the sample, so it was not submitted.",
          },
        ],
        evaluated: { frames: 0, seconds: 0 },
      },
    });
    for (const skippedDecision of ["review", "allow"] as const) {
      expect(sampleBy("post-7", 0, { skippedDecision })).toMatchObject({
        verdict: { decision: skippedDecision, unevaluated: [{ isIgnored: true }] },
      });
    }
  });

  it.each([
    [["", 0.5], "sampleBy: key must be a non-empty string, got an empty string."],
    [[7, 0.5], "sampleBy: key must be a non-empty string, got number."],
    [["a"], "sampleBy: share is required."],
    [["a", 1.5], "sampleBy: share must be a number from 0 to 1, got 1.5."],
    [["a", -0.1], "sampleBy: share must be a number from 0 to 1, got -0.1."],
    [["a", Number.NaN], "sampleBy: share must be a number from 0 to 1, got NaN."],
    [
      ["a", 1, { skippedDecision: "block" }],
      "sampleBy: skippedDecision must be one of unknown, review, allow, got string.",
    ],
  ])("rejects %j", (values, message) => {
    expect(() => Reflect.apply(sampleBy, undefined, values)).toThrow(message);
  });
});
