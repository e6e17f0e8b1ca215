import type { Policy } from "./policy.ts";

/** For classes that older models do not have. */
const NEW_AT_90 = { atLeast: 0.9, ifMissing: "ignore" } as const;
const NEW_AT_50 = { atLeast: 0.5, ifMissing: "ignore" } as const;

/**
 * A policy for visual moderation with the threshold that Hive recommends as a starting point: 0.9 for positive classes.
 * Tune it on your own data.
 *
 * Hivekit chose which classes block, which need a review, and which are omitted (swimwear, text, alcohol and the like).
 * To change this choice, spread `...RECOMMENDED_POLICY.block`. Every class that is newer than the model of 2020 has
 * `ifMissing: "ignore"`, so that the policy also works with older models; `unevaluated` lists the missing classes.
 *
 * Source: Hive's page "Visual Moderation - Overview" (read 2026-11-24). For the newer classes: published live responses
 * from 2020 and 2023; see `VISUAL_HEADS`.
 */
export const RECOMMENDED_POLICY = {
  block: {
    general_nsfw: 0.9,
    yes_female_nudity: 0.9,
    yes_male_nudity: 0.9,
    very_bloody: 0.9,
    illicit_injectables: 0.9,
    yes_nazi: 0.9,
    yes_kkk: 0.9,
    yes_terrorist: 0.9,
    yes_sexual_activity: NEW_AT_90,
    yes_realistic_nsfw: NEW_AT_90,
    animal_genitalia_and_human: NEW_AT_90,
    hanging: NEW_AT_90,
    human_corpse: NEW_AT_90,
    yes_self_harm: NEW_AT_90,
    yes_genitals: NEW_AT_90,
    yes_animal_abuse: NEW_AT_90,
    yes_child_safety: NEW_AT_90,
  },
  review: {
    general_suggestive: 0.9,
    yes_sex_toy: 0.9,
    yes_female_underwear: 0.9,
    yes_male_underwear: 0.9,
    a_little_bloody: 0.9,
    other_blood: 0.9,
    gun_in_hand: 0.9,
    knife_in_hand: 0.9,
    yes_pills: 0.9,
    yes_smoking: 0.9,
    yes_middle_finger: 0.9,
    yes_sexual_intent: NEW_AT_90,
    yes_undressed: NEW_AT_90,
    animal_genitalia_only: NEW_AT_90,
    animated_animal_genitalia: NEW_AT_90,
    noose: NEW_AT_90,
    animated_corpse: NEW_AT_90,
    yes_emaciated_body: NEW_AT_90,
    yes_gambling: NEW_AT_90,
    yes_confederate: NEW_AT_90,
    yes_marijuana: NEW_AT_90,
    yes_fight: NEW_AT_90,
  },
} as const satisfies Policy;

/**
 * A policy for AI-generated images, videos and their sound, with the threshold that Hive recommends: 0.9. A video needs
 * a review if one frame reaches it.
 *
 * The sound of a video is ignored if the model does not score it. The policy contains neither `deepfake`, for which no
 * threshold is documented, nor the classes of the model for music. A low score does not prove that a camera took the
 * picture.
 *
 * Source: Hive's page on AI-generated image and video detection, as quoted by several public clients (read 2026-11-30).
 */
export const AI_GENERATED_POLICY = {
  review: { ai_generated: 0.9, ai_generated_audio: NEW_AT_90 },
} as const satisfies Policy;

/**
 * A stricter policy. It blocks everything that {@link RECOMMENDED_POLICY} sends to review, and sends scores of 0.5 or
 * more to review. From 0.5, the model considers a positive class at least as likely as its negative counterpart.
 *
 * Hivekit chose both thresholds and the classes, for cases in which a miss costs more than a false alarm.
 */
export const STRICT_POLICY = {
  block: { ...RECOMMENDED_POLICY.block, ...RECOMMENDED_POLICY.review },
  review: {
    general_nsfw: 0.5,
    yes_female_nudity: 0.5,
    yes_male_nudity: 0.5,
    very_bloody: 0.5,
    illicit_injectables: 0.5,
    yes_nazi: 0.5,
    yes_kkk: 0.5,
    yes_terrorist: 0.5,
    general_suggestive: 0.5,
    yes_sex_toy: 0.5,
    yes_female_underwear: 0.5,
    yes_male_underwear: 0.5,
    a_little_bloody: 0.5,
    other_blood: 0.5,
    gun_in_hand: 0.5,
    knife_in_hand: 0.5,
    yes_pills: 0.5,
    yes_smoking: 0.5,
    yes_middle_finger: 0.5,
    yes_sexual_activity: NEW_AT_50,
    yes_realistic_nsfw: NEW_AT_50,
    animal_genitalia_and_human: NEW_AT_50,
    hanging: NEW_AT_50,
    human_corpse: NEW_AT_50,
    yes_self_harm: NEW_AT_50,
    yes_genitals: NEW_AT_50,
    yes_animal_abuse: NEW_AT_50,
    yes_child_safety: NEW_AT_50,
    yes_sexual_intent: NEW_AT_50,
    yes_undressed: NEW_AT_50,
    animal_genitalia_only: NEW_AT_50,
    animated_animal_genitalia: NEW_AT_50,
    noose: NEW_AT_50,
    animated_corpse: NEW_AT_50,
    yes_emaciated_body: NEW_AT_50,
    yes_gambling: NEW_AT_50,
    yes_confederate: NEW_AT_50,
    yes_marijuana: NEW_AT_50,
    yes_fight: NEW_AT_50,
  },
} as const satisfies Policy;
