import { expect, it } from "vitest";
import { headOf, isNegativeClass } from "./class-heads.ts";
import { VISUAL_HEADS } from "./visual-heads.ts";

it("returns the head of every class", () => {
  for (const head of VISUAL_HEADS) {
    for (const className of head.classes) expect(headOf(className)).toBe(head);
  }
});

it.each(["text", "general_suggestive", "very_bloody", "hanging", "noose", "kissing", "yes_gambling"])(
  "reports that %s is not negative",
  (className) => {
    expect(isNegativeClass(className)).toBe(false);
  },
);

it.each(["general_not_nsfw_not_suggestive", "no_hanging_no_noose", "no_text", "no_blood", "no_tongue"])(
  "reports that %s is negative",
  (className) => {
    expect(isNegativeClass(className)).toBe(true);
  },
);

it.each(["animated", "hybrid", "natural"])(
  "reports that %s, whose head has no negative class, is not negative",
  (className) => {
    expect(headOf(className)).toMatchObject({ name: "image_type", negatives: [] });
    expect(isNegativeClass(className)).toBe(false);
  },
);

it.each(["no_dragon", "furry-yes_furry", "gore", "No_Gun", "", "constructor", "__proto__", "toString"])(
  "returns null for the unknown class %j",
  (className) => {
    expect(headOf(className)).toBeNull();
    expect(isNegativeClass(className)).toBeNull();
  },
);
