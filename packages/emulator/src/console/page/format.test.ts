import { expect, it } from "vitest";
import { formatBytes, formatDollars } from "./format.ts";

it.each([
  [0, "$0.00"],
  [0.003, "$0.003"],
  [0.00001, "$0.00001"],
  [1.5, "$1.50"],
  [12, "$12.00"],
  [-0.0125, "−$0.0125"],
])("formats %d dollars as %s", (usd, text) => {
  expect(formatDollars(usd)).toBe(text);
});

it.each([
  [null, "–"],
  [999, "999 B"],
  [1500, "1.5 kB"],
  [2_340_000, "2.3 MB"],
])("formats %s bytes as %s", (size, text) => {
  expect(formatBytes(size)).toBe(text);
});
