import type { Head } from "./head.ts";

/** The sources in the order of the documentation; `none` for a picture that no machine made. */
const SOURCES =
  "sora pika haiper kling luma hedra runway hailuo mochi flux hallo hunyuan recraft leonardo luminagpt var liveportrait mcnet " +
  "pyramidflows sadtalker aniportrait cogvideos makeittalk sdxlinpaint stablediffusioninpaint bingimagecreator adobefirefly lcm " +
  "dalle pixart glide stablediffusion imagen amused stablecascade midjourney deepfloyd gan stablediffusionxl vqdiffusion kandinsky " +
  "wuerstchen titan ideogram sana emu3 omnigen flashvideo transpixar cosmos janus dmd2 switti 4o grok wan infinity veo3 imagen4 " +
  "other_image_generators inconclusive inconclusive_video none";

/**
 * The heads of Hive's model for media that machines made: whether, by which, and the highest score of a deepfake among the faces.
 * Source: reference/hive-api.md, section 2.6.8. The order of the two classes of the first head is that page's.
 */
export const AI_GENERATED_HEADS: readonly Head[] = [
  { classes: ["ai_generated", "not_ai_generated"], benign: "not_ai_generated" },
  { classes: SOURCES.split(" "), benign: "none" },
  { classes: ["deepfake"], benign: null },
];
