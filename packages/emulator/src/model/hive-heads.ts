import type { Head } from "./head.ts";

const pair = (subject: string): Head => ({
  classes: [`no_${subject}`, `yes_${subject}`],
  benign: `no_${subject}`,
});
const head = (benign: string, ...classes: readonly string[]): Head => ({ classes, benign });

/**
 * The heads of Hive's visual model of 2023, with 88 classes. Heads and classes have the order of live responses.
 * Source: reference/hive-api.md, section 5.1.
 */
export const VISUAL_HEADS: readonly Head[] = [
  head(
    "general_not_nsfw_not_suggestive",
    "general_not_nsfw_not_suggestive",
    "general_nsfw",
    "general_suggestive",
  ),
  pair("female_underwear"),
  pair("male_underwear"),
  pair("sex_toy"),
  pair("female_nudity"),
  pair("male_nudity"),
  pair("female_swimwear"),
  pair("male_shirtless"),
  head("no_text", "no_text", "text"),
  head("natural", "animated", "hybrid", "natural"),
  head("no_gun", "animated_gun", "gun_in_hand", "gun_not_in_hand", "no_gun"),
  head(
    "no_knife",
    "culinary_knife_in_hand",
    "culinary_knife_not_in_hand",
    "knife_in_hand",
    "knife_not_in_hand",
    "no_knife",
  ),
  head("no_blood", "a_little_bloody", "no_blood", "other_blood", "very_bloody"),
  pair("pills"),
  pair("smoking"),
  head("no_injectables", "illicit_injectables", "medical_injectables", "no_injectables"),
  pair("nazi"),
  pair("kkk"),
  pair("middle_finger"),
  pair("terrorist"),
  pair("overlay_text"),
  pair("sexual_activity"),
  head("no_hanging_no_noose", "hanging", "no_hanging_no_noose", "noose"),
  pair("realistic_nsfw"),
  head("no_corpse", "animated_corpse", "human_corpse", "no_corpse"),
  pair("self_harm"),
  pair("drawing"),
  pair("emaciated_body"),
  pair("child_present"),
  pair("sexual_intent"),
  head(
    "no_animal_genitalia",
    "animal_genitalia_and_human",
    "animal_genitalia_only",
    "animated_animal_genitalia",
    "no_animal_genitalia",
  ),
  pair("gambling"),
  pair("undressed"),
  pair("confederate"),
  head("no_alcohol", "animated_alcohol", "no_alcohol", "yes_alcohol", "yes_drinking_alcohol"),
  pair("religious_icon"),
];

/** The generators in the order of the documentation; `none` for an image that was not generated. */
const GENERATORS =
  "sora pika haiper kling luma hedra runway hailuo mochi flux hallo hunyuan recraft leonardo luminagpt var liveportrait mcnet " +
  "pyramidflows sadtalker aniportrait cogvideos makeittalk sdxlinpaint stablediffusioninpaint bingimagecreator adobefirefly lcm " +
  "dalle pixart glide stablediffusion imagen amused stablecascade midjourney deepfloyd gan stablediffusionxl vqdiffusion kandinsky " +
  "wuerstchen titan ideogram sana emu3 omnigen flashvideo transpixar cosmos janus dmd2 switti 4o grok wan infinity veo3 imagen4 " +
  "other_image_generators inconclusive inconclusive_video none";

/**
 * The heads of Hive's model for AI-generated media: whether the media was generated, by which generator, and the
 * highest deepfake score of a face.
 * Source: reference/hive-api.md, section 2.6.8. The two classes of the first head have the order of Hive's page.
 */
export const AI_GENERATED_HEADS: readonly Head[] = [
  { classes: ["ai_generated", "not_ai_generated"], benign: "not_ai_generated" },
  { classes: GENERATORS.split(" "), benign: "none" },
  { classes: ["deepfake"], benign: null },
];

/**
 * The head for the sound of a video. Source: reference/hive-api-2.md, section 5.1, from clients' code.
 */
export const AI_GENERATED_SOUND_HEAD: Head = {
  classes: ["ai_generated_audio", "not_ai_generated_audio"],
  benign: "not_ai_generated_audio",
};

/** The head of Hive's model for AI-generated audio. Source: reference/hive-api-2.md, section 5.2. */
export const AI_AUDIO_HEADS: readonly Head[] = [
  { classes: ["ai_generated", "not_ai_generated"], benign: "not_ai_generated" },
];

/**
 * The heads of Hive's model for AI-generated music. The class for music that no generator created is unknown, so each
 * generator has its own head. Source: reference/hive-api-2.md, section 5.2, and reference/hive-api.md, section 2.6.10.
 */
export const AI_MUSIC_HEADS: readonly Head[] = [
  { classes: ["ai_generated_music", "not_ai_generated_music"], benign: "not_ai_generated_music" },
  {
    classes: ["ai_generated_music_cover", "not_ai_generated_music_cover"],
    benign: "not_ai_generated_music_cover",
  },
  ..."udio mubert musicgen riffusion stable_audio suno yue minimax mureka"
    .split(" ")
    .map((name): Head => ({ classes: [name], benign: null })),
];

/** The head of Hive's CSAM classifier. Source: reference/hive-api-2.md, section 3. */
export const CSAM_HEADS: readonly Head[] = [{ classes: ["csam", "pornography", "other"], benign: "other" }];
