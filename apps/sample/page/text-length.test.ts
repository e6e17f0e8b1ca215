import { expect, it } from "vitest";
import { textLengthWords } from "./text-length.ts";

it.each([
  ["", "Up to 1,024 characters", ""],
  ["abc", "3 of 1,024 characters", ""],
  ["👍🏽\n", "4 of 1,024 characters", ""],
  ["x".repeat(1024), "1,024 of 1,024 characters", ""],
  [
    "x".repeat(1025),
    "1,025 of 1,024 characters: too long",
    "The text is too long by 1 character: Hive takes 1,024.",
  ],
])("counts a text as the desk does, and keeps back one that is too long", (text, words, problem) => {
  expect(textLengthWords(text, 1024)).toEqual({ words, problem });
});
