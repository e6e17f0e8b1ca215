import { expect, it } from "vitest";
import { TEXT_CLASSES } from "./text-classes.ts";

const names: readonly string[] = TEXT_CLASSES.map(({ name }) => name);

it("has the 19 classes that clients read, unique and in Hive's spelling", () => {
  expect(new Set(names).size).toBe(19);
  expect(names).toHaveLength(19);
  for (const name of names) expect(name).toMatch(/^[a-z0-9_]+$/);
});

it("has two levels for the classes that Hive scores 0 or 3", () => {
  const twoLevels = TEXT_CLASSES.filter(
    ({ levels, evidence }) => levels.length === 2 && evidence !== "third party",
  );
  expect(twoLevels.map(({ name }) => name).toSorted()).toEqual([
    "child_exploitation",
    "gibberish",
    "phone_number",
    "promotions",
    "spam",
  ]);
});

it("has the five classes of the published live response", () => {
  const live = TEXT_CLASSES.filter(({ evidence }) => evidence === "live");
  expect(live.map(({ name }) => name)).toEqual(["sexual", "hate", "violence", "bullying", "spam"]);
});
