/**
 * The classes with which Hive says whether a picture or a frame of a video was made by a machine.
 *
 * `ai_generated` and `not_ai_generated` are one head, their scores, each 0 to 1, sum to 1. `deepfake` stands alone: the highest score
 * among the faces, 0 to 1. An older model for deepfakes alone answers boxes with `yes_deepfake` and `no_deepfake` instead.
 *
 * Source: Hive's pages on AI-generated image and video detection and on deepfake detection (read 2026-11-24).
 */
export const AI_GENERATED_CLASSES = ["ai_generated", "not_ai_generated", "deepfake"] as const;

/**
 * The classes with which Hive says what made the picture. They are one head: the scores, each 0 to 1, sum to 1.
 *
 * `none` is the source of a picture that no machine made; `inconclusive` and `inconclusive_video` say that the source is not known,
 * `other_image_generators` that it is none of those listed. The list grows often: take it as an offer, never as all there is.
 *
 * Source: the class lists of Hive's page on AI-generated image and video detection (read 2026-11-24); the sum is third-party knowledge.
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

/** The name of a class of Hive's model for AI-generated media that Hivekit knows. Not every name that Hive may answer. */
export type AiGeneratedClassName = (typeof AI_GENERATED_CLASSES)[number] | (typeof AI_SOURCE_CLASSES)[number];
