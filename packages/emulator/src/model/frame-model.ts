import { computeColorShares, mapColors, type ColorMap } from "../colors/color-map.ts";
import { findLargestRegion } from "../colors/find-largest-region.ts";
import { COLOR_NAMES } from "../colors/name-color.ts";
import type { PixelFrame } from "../media/decoded-media.ts";
import type { AnswerBox, AnswerFrame } from "./answer-frame.ts";
import { includesTime, type ClassInterval } from "./class-interval.ts";
import type { EmulatorModel } from "./emulator-model.ts";
import { computeScores, listClasses, selectScores, type Head } from "./head.ts";
import { AI_GENERATED_HEADS, VISUAL_HEADS } from "./hive-heads.ts";
import { deriveSeed } from "./seeded-random.ts";

/** The position of a frame and the size of its media. */
type FrameContext = {
  /** The index of the frame, from 0. */
  readonly index: number;
  /** Displayed width in pixels. */
  readonly widthPx: number;
  /** Displayed height in pixels. */
  readonly heightPx: number;
};

/** A function that judges one frame. */
export type FrameModel = (frame: PixelFrame, context: FrameContext) => AnswerFrame;

/** The models that judge the pixels. */
export type PixelModel = "emulator_colors" | "emulator_colors_boxes" | "emulator_colors_mask";

/** The models whose scores come from a rule or a test card, or otherwise from noise. */
export type HeadModel = "emulator_visual" | "emulator_ai_generated";

const HEADS: Readonly<Record<HeadModel, readonly Head[]>> = {
  emulator_visual: VISUAL_HEADS,
  emulator_ai_generated: AI_GENERATED_HEADS,
};
/** All tasks of a model share one list. */
const CLASSES: Readonly<Record<HeadModel, readonly string[]>> = {
  emulator_visual: listClasses(VISUAL_HEADS),
  emulator_ai_generated: listClasses(AI_GENERATED_HEADS),
};

/** Checks whether a model takes its scores from rules, not from the pixels. */
export function isHeadModel(model: EmulatorModel): model is HeadModel {
  return Object.hasOwn(HEADS, model);
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
 */
export function createHeadModel(
  model: HeadModel,
  options: { readonly hash: string; readonly parts: readonly ClassInterval[] },
): FrameModel {
  const heads = HEADS[model];
  return ({ timeSeconds }, { index }) => {
    const parts = options.parts.filter((part) => includesTime(part, timeSeconds));
    const scores = computeScores(heads, {
      requested: selectScores(heads, parts),
      seed: deriveSeed(options.hash, index),
    });
    return { kind: "classes", timeSeconds, classes: CLASSES[model], scores };
  };
}
