import type { Policy } from "@hivekit/core/policy";

/** 30 conditions of all kinds that apply to frames: 24 on single classes, three of them with seconds, and 6 others. */
export const POLICY_OF_30 = {
  block: {
    general_nsfw: 0.9,
    yes_female_nudity: 0.9,
    yes_male_nudity: 0.9,
    yes_sexual_activity: 0.9,
    yes_realistic_nsfw: 0.9,
    animal_genitalia_and_human: 0.9,
    very_bloody: { atLeast: 0.9, forSeconds: 100_000 },
    human_corpse: { atLeast: 0.9, forSecondsInARow: 100_000, gapSeconds: 1 },
    hanging: 0.9,
    yes_self_harm: 0.9,
    yes_nazi: 0.9,
    yes_kkk: 0.9,
    yes_terrorist: 0.9,
    illicit_injectables: 0.9,
    yes_marijuana: { atLeast: 0.9, ifMissing: "ignore" },
  },
  review: [
    { kind: "class", class: "general_suggestive", atLeast: 0.9 },
    { kind: "class", class: "yes_sex_toy", atLeast: 0.9 },
    { kind: "class", class: "yes_female_underwear", atLeast: 0.9 },
    { kind: "class", class: "yes_male_underwear", atLeast: 0.9 },
    { kind: "class", class: "gun_in_hand", atLeast: 0.9, forSeconds: 2 },
    { kind: "class", class: "knife_in_hand", atLeast: 0.9, forFrames: 3 },
    { kind: "class", class: "yes_pills", atLeast: 0.9 },
    { kind: "class", class: "yes_smoking", atLeast: 0.9 },
    { kind: "class", class: "yes_middle_finger", atLeast: 0.9 },
    { kind: "sameFrame", of: { yes_undressed: 0.9, yes_child_present: 0.9 } },
    { kind: "sameFrame", of: { yes_sexual_intent: 0.9, yes_drawing: 0.5 }, forSeconds: 5 },
    { kind: "all", of: { yes_gambling: 0.9, yes_alcohol: 0.9 } },
    { kind: "any", of: { yes_confederate: 0.9 } },
    { kind: "boxes", class: "yes_smoking", atLeast: 0.5, count: 3, ifMissing: "ignore" },
  ],
} as const satisfies Policy;

/** 40 conditions: the 30 above, and 10 on single classes. */
export const POLICY_OF_40: Policy = {
  ...POLICY_OF_30,
  block: {
    ...POLICY_OF_30.block,
    noose: 0.9,
    yes_genitals: 0.9,
    yes_animal_abuse: 0.9,
    yes_fight: 0.9,
    yes_emaciated_body: 0.9,
    animated_corpse: 0.9,
    other_blood: 0.9,
    a_little_bloody: 0.9,
    animal_genitalia_only: 0.9,
    animated_animal_genitalia: 0.9,
  },
};

/** The same 40 conditions, and 10 tags with a condition each. */
export const POLICY_WITH_TAGS: Policy = {
  ...POLICY_OF_40,
  tags: {
    "age-restricted": { general_suggestive: 0.5 },
    nudity: { yes_female_nudity: 0.5 },
    underwear: { yes_female_underwear: 0.5 },
    graphic: { very_bloody: 0.5 },
    gore: [{ kind: "any", of: { human_corpse: 0.5, hanging: 0.5 } }],
    "self-harm": { yes_self_harm: 0.5 },
    weapons: { gun_in_hand: { atLeast: 0.5, forSeconds: 2 } },
    drugs: [{ kind: "sameFrame", of: { yes_pills: 0.5, yes_smoking: 0.5 } }],
    hate: { yes_nazi: 0.5 },
    gambling: { yes_gambling: 0.5 },
  },
};
