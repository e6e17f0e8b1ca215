import { expect, it } from "vitest";
import { AI_GENERATED_CLASSES, AI_SOURCE_CLASSES } from "./ai-generated-classes.ts";

const all: readonly string[] = [...AI_GENERATED_CLASSES, ...AI_SOURCE_CLASSES];

it("has unique names in Hive's spelling", () => {
  expect(new Set(all).size).toBe(all.length);
  for (const name of all) expect(name).toMatch(/^[a-z0-9_]+$/);
});

it("has the sources for none and for an unknown generator", () => {
  expect(AI_SOURCE_CLASSES).toEqual(
    expect.arrayContaining(["none", "inconclusive", "inconclusive_video", "other_image_generators", "4o"]),
  );
});
