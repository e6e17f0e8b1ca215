import type { Policy } from "@hivekit/core/policy";

/** 30 conditions of all kinds that apply to frames: 24 on single classes, three of them with seconds, and 6 others. */
export const POLICY_OF_30: Policy = {
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
};
