import { expect, it } from "vitest";
import { TEXT_CLASSES } from "./text-classes.ts";

const names: readonly string[] = TEXT_CLASSES.map(({ name }) => name);

it("has the 19 classes that clients read, none twice, as Hive writes them", () => {
  expect(new Set(names).size).toBe(19);
  expect(names).toHaveLength(19);
  for (const name of names) expect(name).toMatch(/^[a-z0-9_]+$/);
});

it("has the classes that Hive scores with 0 or 3 only", () => {
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

it("has the five classes of the published live reply", () => {
  const live = TEXT_CLASSES.filter(({ evidence }) => evidence === "live");
  expect(live.map(({ name }) => name)).toEqual(["sexual", "hate", "violence", "bullying", "spam"]);
});
