import { computeColorShares, mapColors, type ColorMap } from "../colors/color-map.ts";
import { findLargestRegion } from "../colors/find-largest-region.ts";
import { COLOR_NAMES } from "../colors/name-color.ts";
import type { PixelFrame } from "../media/decoded-media.ts";
import type { AnswerBox, AnswerFrame, C2pa } from "./answer-frame.ts";
import { includesTime, type ClassInterval } from "./class-interval.ts";
import type { EmulatorModel } from "./emulator-model.ts";
import { computeScores, listClasses, selectScores, type Head } from "./head.ts";
import {
  AI_AUDIO_HEADS,
  AI_GENERATED_HEADS,
  AI_GENERATED_SOUND_HEAD,
  AI_MUSIC_HEADS,
  VISUAL_HEADS,
} from "./hive-heads.ts";
import { deriveSeed } from "./seeded-random.ts";

/** The position of a frame and the size of its media. */
type FrameContext = {
  /** The index of the frame, from 0. */
  readonly index: number;
  /** Displayed width in pixels. */
  readonly widthPx: number;
  /** Displayed height in pixels. */
  readonly heightPx: number;
  /** Whether the media is a video with an audio track. */
  readonly hasSound: boolean;
};

/** A function that judges one frame. */
export type FrameModel = (frame: PixelFrame, context: FrameContext) => AnswerFrame;

/** The models that judge the pixels. */
export type PixelModel = "emulator_colors" | "emulator_colors_boxes" | "emulator_colors_mask";

/** The models whose scores come from a rule or a test card, or otherwise from noise. */
export type HeadModel =
  | "emulator_visual"
  | "emulator_ai_generated"
  | "emulator_ai_audio"
  | "emulator_ai_music";

const HEADS: Readonly<Record<HeadModel, readonly Head[]>> = {
  emulator_visual: VISUAL_HEADS,
  emulator_ai_generated: AI_GENERATED_HEADS,
  emulator_ai_audio: AI_AUDIO_HEADS,
  emulator_ai_music: AI_MUSIC_HEADS,
};
const AI_GENERATED_WITH_SOUND: readonly Head[] = [...AI_GENERATED_HEADS, AI_GENERATED_SOUND_HEAD];
/** All tasks of a model share one list. */
const CLASSES = new Map(
  [...Object.values(HEADS), AI_GENERATED_WITH_SOUND].map((heads) => [heads, listClasses(heads)]),
);

/** Checks whether a model takes its scores from rules, not from the pixels. */
export function isHeadModel(model: EmulatorModel): model is HeadModel {
  return Object.hasOwn(HEADS, model);
}

/** Checks whether a model judges the pixels. */
export function isPixelModel(model: EmulatorModel): model is PixelModel {
  return model.startsWith("emulator_colors");
}

/** Returns the heads of a model, in the order of its responses. */
export function getHeads(model: HeadModel): readonly Head[] {
  return HEADS[model];
}

/** Creates a model that judges the pixels. */
export function createPixelModel(model: PixelModel): FrameModel {
  return (frame, { widthPx, heightPx }) => {
    const { timeSeconds } = frame;
    const map = mapColors(frame);
    switch (model) {
      case "emulator_colors":
        return { kind: "classes", timeSeconds, classes: COLOR_NAMES, scores: computeColorShares(map) };
      case "emulator_colors_boxes":
        return { kind: "boxes", timeSeconds, boxes: boxLargestRegion(map, { widthPx, heightPx }) };
      case "emulator_colors_mask":
        return { kind: "mask", timeSeconds, mask: { map, widthPx, heightPx } };
      default:
        throw new Error(`unknown model ${String(model satisfies never)}`);
    }
  };
}

/**
 * Returns a box around the largest region of saturated color, in pixels of the image. Its score is the share of the box
 * that the region fills.
 *
 * @returns an empty array when no pixel is saturated.
 */
function boxLargestRegion(
  map: ColorMap,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): AnswerBox[] {
  const region = findLargestRegion(map);
  if (region === null) return [];
  const scaleX = widthPx / map.width;
  const scaleY = heightPx / map.height;
  return [
    {
      class: region.color,
      score: region.fill,
      left: region.left * scaleX,
      top: region.top * scaleY,
      right: Math.min(region.right * scaleX, widthPx),
      bottom: Math.min(region.bottom * scaleY, heightPx),
    },
  ];
}

/**
 * Creates a model that returns the requested scores, and benign scores for all other classes.
 *
 * @param options.hash - the hash of the media: the same bytes get the same scores.
 * @param options.parts - the requested scores with their times. If two parts set classes of the same head in a frame,
 * the later part applies to that head.
 * @param options.c2pa - the provenance in the file; `null` for none.
 */
export function createHeadModel(
  model: HeadModel,
  options: { readonly hash: string; readonly parts: readonly ClassInterval[]; readonly c2pa?: C2pa | null },
): (
  frame: Pick<PixelFrame, "timeSeconds">,
  context: Pick<FrameContext, "index" | "hasSound">,
) => AnswerFrame {
  const { hash, c2pa = null } = options;
  return ({ timeSeconds }, { index, hasSound }) => {
    const heads = hasSound && model === "emulator_ai_generated" ? AI_GENERATED_WITH_SOUND : HEADS[model];
    const parts = options.parts.filter((part) => includesTime(part, timeSeconds));
    const scores = computeScores(heads, {
      requested: selectScores(heads, parts),
      seed: deriveSeed(hash, index),
    });
    const classes = CLASSES.get(heads) ?? listClasses(heads);
    return { kind: "classes", timeSeconds, classes, scores, ...(c2pa === null ? {} : { c2pa }) };
  };
}
