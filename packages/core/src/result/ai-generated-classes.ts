/**
 * The classes that report whether an image, a video frame or a segment of sound is AI-generated.
 *
 * Each class with the prefix `not_` forms a head with the class without it: their scores, each 0 to 1, sum to 1.
 * `ai_generated_audio` is the sound of a video in v3, `ai_generated_music` and `ai_generated_music_cover` belong to the
 * music model. `deepfake` is separate: the highest score among the faces, 0 to 1. An older deepfake model returns boxes
 * with `yes_deepfake` and `no_deepfake` instead.
 *
 * Source: Hive's pages on AI-generated image and video detection and on deepfake detection (read 2026-11-24), and
 * https://docs.thehive.ai/reference/ai-generated-music-detection-1 (read 2026-11-30). The classes of sound in v3 are
 * known from third parties.
 */
export const AI_GENERATED_CLASSES = [
  "ai_generated",
  "not_ai_generated",
  "deepfake",
  "ai_generated_audio",
  "not_ai_generated_audio",
  "ai_generated_music",
  "not_ai_generated_music",
  "ai_generated_music_cover",
  "not_ai_generated_music_cover",
] as const;

/**
 * The classes that report the generator of an image. They form one head: the scores, each 0 to 1, sum to 1.
 *
 * `none` means that the image is not AI-generated, `inconclusive` and `inconclusive_video` that the generator is
 * unknown, and `other_image_generators` that it is not in the list. Hive adds generators often, so the list is never
 * complete.
 *
 * Source: https://docs.thehive.ai/reference/ai-generated-image-and-video-detection-1 (read 2026-11-30), which also
 * documents the sum.
 */
export const AI_SOURCE_CLASSES = [
  "sora",
  "pika",
  "haiper",
  "kling",
  "luma",
  "hedra",
  "runway",
  "hailuo",
  "mochi",
  "flux",
  "hallo",
  "hunyuan",
  "recraft",
  "leonardo",
  "luminagpt",
  "var",
  "liveportrait",
  "mcnet",
  "pyramidflows",
  "sadtalker",
  "aniportrait",
  "cogvideos",
  "makeittalk",
  "sdxlinpaint",
  "stablediffusioninpaint",
  "bingimagecreator",
  "adobefirefly",
  "lcm",
  "dalle",
  "pixart",
  "glide",
  "stablediffusion",
  "imagen",
  "amused",
  "stablecascade",
  "midjourney",
  "deepfloyd",
  "gan",
  "stablediffusionxl",
  "vqdiffusion",
  "kandinsky",
  "wuerstchen",
  "titan",
  "ideogram",
  "sana",
  "emu3",
  "omnigen",
  "flashvideo",
  "transpixar",
  "cosmos",
  "janus",
  "dmd2",
  "switti",
  "4o",
  "grok",
  "wan",
  "infinity",
  "veo3",
  "imagen4",
  "other_image_generators",
  "inconclusive",
  "inconclusive_video",
  "none",
] as const;

/** A known class of Hive's model for AI-generated media. Hive may return others. */
export type AiGeneratedClassName = (typeof AI_GENERATED_CLASSES)[number] | (typeof AI_SOURCE_CLASSES)[number];
