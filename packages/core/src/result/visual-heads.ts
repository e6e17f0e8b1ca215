/** A head with two classes, `no_x` and `yes_x`, in Hive's order. */
function pair<const Subject extends string, const Since extends "2020" | "2023" | "later">(
  subject: Subject,
  since: Since,
) {
  return {
    name: subject,
    classes: [`no_${subject}`, `yes_${subject}`],
    negatives: [`no_${subject}`],
    since,
  } as const;
}

/**
 * The heads of Hive's visual moderation model with their classes; see `VisualHead` for the properties.
 *
 * The first 20 heads are those of the model of 2020, which had 49 classes, without
 * `culinary_knife_not_in_hand`. The first 36 are those of the model of 2023, which had 88. Heads and classes of both
 * are in the order of live responses.
 *
 * The other heads, marked `later`, are known only from Hive's class list. Their order here is not Hive's. Hive marks
 * `tongue`, `bulge`, `breast`, `genitals`, `butt`, `marijuana`, `animal_abuse`, `fight` and `child_safety` as beta.
 *
 * A response contains only the heads of its model, and Hive adds heads. A class that is not in this table is unknown,
 * not harmless.
 *
 * Hive's list names `qr_code` without its classes. Their names, `no_qr_code` and `yes_qr_code`, are inferred from the
 * other heads of the list; third-party code reads both.
 *
 * Source: Hive's page "Visual Moderation - Overview" (read 2026-11-24). Order, and the split into 2020 and 2023, are
 * observed in published live responses.
 */
export const VISUAL_HEADS = [
  {
    name: "nsfw",
    classes: ["general_not_nsfw_not_suggestive", "general_nsfw", "general_suggestive"],
    negatives: ["general_not_nsfw_not_suggestive"],
    since: "2020",
  },
  pair("female_underwear", "2020"),
  pair("male_underwear", "2020"),
  pair("sex_toy", "2020"),
  pair("female_nudity", "2020"),
  pair("male_nudity", "2020"),
  pair("female_swimwear", "2020"),
  pair("male_shirtless", "2020"),
  // Not a pair: the positive class has no prefix.
  { name: "text", classes: ["no_text", "text"], negatives: ["no_text"], since: "2020" },
  { name: "image_type", classes: ["animated", "hybrid", "natural"], negatives: [], since: "2020" },
  {
    name: "gun",
    classes: ["animated_gun", "gun_in_hand", "gun_not_in_hand", "no_gun"],
    negatives: ["no_gun"],
    since: "2020",
  },
  {
    name: "knife",
    classes: [
      "culinary_knife_in_hand",
      "culinary_knife_not_in_hand",
      "knife_in_hand",
      "knife_not_in_hand",
      "no_knife",
    ],
    negatives: ["no_knife"],
    since: "2020",
  },
  {
    name: "blood",
    classes: ["a_little_bloody", "no_blood", "other_blood", "very_bloody"],
    negatives: ["no_blood"],
    since: "2020",
  },
  pair("pills", "2020"),
  pair("smoking", "2020"),
  {
    name: "injectables",
    classes: ["illicit_injectables", "medical_injectables", "no_injectables"],
    negatives: ["no_injectables"],
    since: "2020",
  },
  pair("nazi", "2020"),
  pair("kkk", "2020"),
  pair("middle_finger", "2020"),
  pair("terrorist", "2020"),
  pair("overlay_text", "2023"),
  pair("sexual_activity", "2023"),
  {
    name: "hanging",
    classes: ["hanging", "no_hanging_no_noose", "noose"],
    negatives: ["no_hanging_no_noose"],
    since: "2023",
  },
  pair("realistic_nsfw", "2023"),
  {
    name: "corpse",
    classes: ["animated_corpse", "human_corpse", "no_corpse"],
    negatives: ["no_corpse"],
    since: "2023",
  },
  pair("self_harm", "2023"),
  pair("drawing", "2023"),
  pair("emaciated_body", "2023"),
  pair("child_present", "2023"),
  pair("sexual_intent", "2023"),
  {
    name: "animal_genitalia",
    classes: [
      "animal_genitalia_and_human",
      "animal_genitalia_only",
      "animated_animal_genitalia",
      "no_animal_genitalia",
    ],
    negatives: ["no_animal_genitalia"],
    since: "2023",
  },
  pair("gambling", "2023"),
  pair("undressed", "2023"),
  pair("confederate", "2023"),
  {
    name: "alcohol",
    classes: ["animated_alcohol", "no_alcohol", "yes_alcohol", "yes_drinking_alcohol"],
    negatives: ["no_alcohol"],
    since: "2023",
  },
  pair("religious_icon", "2023"),
  pair("bra", "later"),
  pair("panties", "later"),
  pair("negligee", "later"),
  pair("cleavage", "later"),
  pair("bodysuit", "later"),
  pair("miniskirt", "later"),
  pair("sports_bra", "later"),
  pair("sportswear_bottoms", "later"),
  pair("bulge", "later"),
  pair("breast", "later"),
  pair("genitals", "later"),
  pair("butt", "later"),
  { name: "tongue", classes: ["kissing", "licking", "no_tongue"], negatives: ["no_tongue"], since: "later" },
  pair("marijuana", "later"),
  pair("animal_abuse", "later"),
  pair("fight", "later"),
  pair("child_safety", "later"),
  pair("qr_code", "later"),
] as const;
