import { expect, it } from "vitest";
import { answerText } from "./answer-text.ts";

const MEGABYTE = 1_000_000;

it("finds e-mail addresses and telephone numbers where they stand", () => {
  const { findings } = answerText("to a.b+c@mail.example.com or (555) 123-4567, x@y", []);
  expect(findings.pii).toEqual([
    { value: "a.b+c@mail.example.com", start: 3, end: 25, type: "Email Address" },
    { value: "(555) 123-4567", start: 29, end: 43, type: "U.S. Phone Number" },
  ]);
});

// A pattern that begins anew at each character would take hours, and this test with it.
it.each(["a", "a.", "-", "a@", "@a", "a@a", "x@y-", "5", "+1 ", "(555) 123-", "hive-test-", "darn"])(
  "reads a text of a megabyte of %j in one go",
  (part) => {
    const text = `x@${part.repeat(MEGABYTE / part.length)}`;
    expect(answerText(text.replaceAll("hive-test-", "hive-test "), []).findings.language).toBe("EN");
  },
);
