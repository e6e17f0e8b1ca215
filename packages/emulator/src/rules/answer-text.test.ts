import { expect, it } from "vitest";
import { answerText } from "./answer-text.ts";

const MEGABYTE = 1_000_000;

it("finds e-mail addresses and telephone numbers with their positions", () => {
  const { textInfo } = answerText("to a.b+c@mail.example.com or (555) 123-4567, x@y", []);
  expect(textInfo.pii).toEqual([
    { value: "a.b+c@mail.example.com", start: 3, end: 25, type: "Email Address" },
    { value: "(555) 123-4567", start: 29, end: 43, type: "U.S. Phone Number" },
  ]);
});

// With a pattern that backtracks from every character, this test would take hours.
it.each(["a", "a.", "-", "a@", "@a", "a@a", "x@y-", "5", "+1 ", "(555) 123-", "hive-test-", "darn"])(
  "reads a megabyte of %j in linear time",
  (fragment) => {
    const text = `x@${fragment.repeat(MEGABYTE / fragment.length)}`;
    expect(answerText(text.replaceAll("hive-test-", "hive-test "), []).textInfo.language).toBe("EN");
  },
);
