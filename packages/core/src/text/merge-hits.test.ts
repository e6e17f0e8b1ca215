import { expect, it } from "vitest";
import type { TextHit } from "../result/task.ts";
import { mergeHits } from "./merge-hits.ts";

const TEXT = "mail to me@example.com, darn";
/** The pieces have "me@example" in common. */
const FIRST = { text: TEXT.slice(0, 18), start: 0, end: 18 };
const SECOND = { text: TEXT.slice(8), start: 8, end: TEXT.length };

const hit = (value: string, start: number | null, type = "Email Address"): TextHit => ({
  value,
  type,
  start,
  end: start === null ? null : start + value.length,
});

const merge = (first: readonly TextHit[], second: readonly TextHit[]): readonly TextHit[] =>
  mergeHits(
    [
      { piece: FIRST, hits: first },
      { piece: SECOND, hits: second },
    ],
    TEXT.length,
  );

it("lists a hit at the same place once", () => {
  expect(merge([hit("ME", 8)], [hit("ME", 8), hit("DARN", 24)])).toEqual([hit("ME", 8), hit("DARN", 24)]);
});

it("keeps hits of another type, value or place, and those that one piece reports twice", () => {
  const different = [hit("ME", 8), hit("ME", 8, "other"), hit("mE", 8), hit("M", 8), hit("E", 9)];
  expect(merge(different.slice(0, 1), different.slice(1))).toEqual(different);
  expect(merge([], [hit("ME", 8), hit("ME", 8)])).toHaveLength(2);
});

it("drops a hit that was cut off if the other piece has the longer one", () => {
  const whole = hit("me@example.com", 8);
  expect(merge([hit("me@example", 8)], [whole])).toEqual([whole]);
  expect(merge([hit("to me", 5)], [hit("me", 8)])).toEqual([hit("to me", 5)]);
  expect(merge([hit("mail to me", 0), hit("me", 8)], [])).toHaveLength(2);
});

it("keeps a hit that was cut off if the longer one has another type or is missing", () => {
  const part = hit("me@example", 8);
  expect(merge([part], [hit("me@example.com", 8, "other")])).toHaveLength(2);
  expect(merge([part], [])).toEqual([part]);
  // Not cut off: the hit ends before its piece.
  expect(merge([hit("me", 8)], [hit("me@example.com", 8)])).toHaveLength(2);
});

it("infers no place inside a word, so that two hits never become one", () => {
  const word = "a$$, class, a$$";
  const [first, second] = [
    { text: word.slice(0, 11), start: 0, end: 11 },
    { text: word.slice(4), start: 4, end: word.length },
  ];
  // Hive found the word in another spelling; as it is, it occurs only in "class".
  const found = hit("ASS", null, "profanity");
  const parts = [
    { piece: first, hits: [found] },
    { piece: second, hits: [found] },
  ];
  expect(mergeHits(parts, word.length)).toHaveLength(2);
});

it("infers the places of hits without indexes if every occurrence is reported", () => {
  const inOverlap = hit("ME", null);
  const inSecond = hit("DARN", null, "profanity");
  expect(merge([inOverlap], [inOverlap, inSecond])).toEqual([inOverlap, inSecond]);
  // "e" occurs more often than it is reported, so that it is not known which one it is.
  expect(merge([hit("E", null)], [hit("E", null)])).toHaveLength(2);
  expect(merge([hit("", null)], [hit("", null)])).toHaveLength(2);
});

it("merges many pieces in linear time", () => {
  const parts = Array.from({ length: 20_000 }, (_, index) => {
    const start = index * 2;
    return { piece: { text: "aaaa", start, end: start + 4 }, hits: [hit("a", start + 2), hit("a", start)] };
  });
  expect(mergeHits(parts, 40_002)).toHaveLength(20_001);
});
