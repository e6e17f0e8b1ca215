import { expect, it } from "vitest";
import { VISUAL_HEADS } from "./visual-heads.ts";

const all: readonly string[] = VISUAL_HEADS.flatMap((head) => head.classes);
const of2020 = VISUAL_HEADS.filter((head) => head.since === "2020");
const of2023 = VISUAL_HEADS.filter((head) => head.since !== "later");

it("has the 36 heads and 88 classes of the model of 2023 first", () => {
  expect(of2023).toHaveLength(36);
  expect(of2023.flatMap((head) => head.classes)).toHaveLength(88);
  expect(VISUAL_HEADS.slice(0, 36)).toEqual(of2023);
});

it("begins with the 20 heads of the model of 2020, which had all of their classes but one: 49", () => {
  expect(of2020).toHaveLength(20);
  expect(VISUAL_HEADS.slice(0, 20)).toEqual(of2020);
  const classes = of2020.flatMap((head): readonly string[] => head.classes);
  expect(classes.filter((name) => name !== "culinary_knife_not_in_hand")).toHaveLength(49);
});

it("ends with the later heads of Hive's class list", () => {
  const names = VISUAL_HEADS.slice(36).map((head) => head.name);
  expect(names.join(" ")).toBe(
    "bra panties negligee cleavage bodysuit miniskirt sports_bra sportswear_bottoms bulge breast genitals butt " +
      "tongue marijuana animal_abuse fight child_safety qr_code",
  );
});

it("keeps the order of live responses within a head, which is by name", () => {
  expect(VISUAL_HEADS.slice(8, 13).map((head) => head.classes.join(" "))).toEqual([
    "no_text text",
    "animated hybrid natural",
    "animated_gun gun_in_hand gun_not_in_hand no_gun",
    "culinary_knife_in_hand culinary_knife_not_in_hand knife_in_hand knife_not_in_hand no_knife",
    "a_little_bloody no_blood other_blood very_bloody",
  ]);
  for (const { classes } of VISUAL_HEADS) expect(classes).toEqual([...classes].toSorted());
});

it("has unique heads and classes", () => {
  expect(new Set(all).size).toBe(all.length);
  expect(new Set(VISUAL_HEADS.map((head) => head.name)).size).toBe(VISUAL_HEADS.length);
});

it("uses Hive's spelling", () => {
  for (const name of all) expect(name).toMatch(/^[a-z0-9_]+$/);
});

it("has one negative class in each head, except for the type of image", () => {
  for (const { name, classes, negatives } of VISUAL_HEADS) {
    expect(negatives).toHaveLength(name === "image_type" ? 0 : 1);
    expect(classes).toEqual(expect.arrayContaining([...negatives]));
  }
});

it.each(["gore", "violence", "yes_drugs", "yes_gun", "yes_knife", "yes_text"])(
  "does not have %s, which only other clients list",
  (name) => {
    expect(all).not.toContain(name);
  },
);
