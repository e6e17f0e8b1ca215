import { expect, it } from "vitest";
import {
  formatBytes,
  formatCount,
  formatDateTime,
  formatDollars,
  formatLimit,
  formatSeconds,
  formatTokens,
} from "./format-values.ts";

it("formats sizes, amounts, times and counts", () => {
  expect([0, 999, 61_800, 5_000_000, 2_100_000_000].map(formatBytes)).toEqual([
    "0 B",
    "999 B",
    "61.8 kB",
    "5.0 MB",
    "2.10 GB",
  ]);
  expect([1000, 209_715_200].map(formatLimit)).toEqual(["1.0 kB", "200 MiB"]);
  expect([0, 0.03, 0.003, 12.5, -1].map(formatDollars)).toEqual([
    "$0.00",
    "$0.03",
    "$0.003",
    "$12.50",
    "−$1.00",
  ]);
  expect([0, 3, 59.94, 59.96, 61.5, 3600].map(formatSeconds)).toEqual([
    "0.0 s",
    "3.0 s",
    "59.9 s",
    "1:00.0",
    "1:01.5",
    "60:00.0",
  ]);
  expect([formatCount(1, "frame"), formatCount(3600, "frame"), formatCount(2, "class", "classes")]).toEqual([
    "1 frame",
    "3,600 frames",
    "2 classes",
  ]);
});

it("omits the day if the date is today", () => {
  const now = new Date(2026, 4, 3, 18);
  const today = formatDateTime(new Date(2026, 4, 3, 9, 5).toISOString(), now);
  const yesterday = formatDateTime(new Date(2026, 4, 2, 9, 5).toISOString(), now);
  expect(yesterday).toContain(today);
  expect(yesterday).not.toBe(today);
});

it("formats the tokens of a judgment", () => {
  expect(formatTokens({ prompt: 1, answer: 0 })).toBe("1 token in the prompt, 0 in the answer");
  expect(formatTokens({ prompt: 1956, answer: 1200 })).toBe(
    "1,956 tokens in the prompt, 1,200 in the answer",
  );
});
