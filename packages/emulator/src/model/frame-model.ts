import type { AnswerFrame } from "./answer-frame.ts";
import { mapColors } from "../colors/color-map.ts";
import { COLOR_NAMES } from "../colors/color-name.ts";
import { colorShares } from "../colors/color-shares.ts";
import type { PixelFrame } from "../media/decoded-media.ts";
import { AI_GENERATED_HEADS } from "./ai-generated-heads.ts";
import { includesTime, type ClassInterval } from "./class-interval.ts";
import { colorBoxes } from "./color-box.ts";
import type { EmulatorModel } from "./emulator-model.ts";
import { classesOf, scoreHeads, wantedOf, type Head } from "./head.ts";
import { seedOf } from "./seeded-random.ts";
import { VISUAL_HEADS } from "./visual-heads.ts";

/** Looks at one frame. `place` counts from 0; sizes are those of the picture as shown. */
export type FrameModel = (
  frame: PixelFrame,
  at: { readonly place: number; readonly widthPx: number; readonly heightPx: number },
) => AnswerFrame;

/** The models that answer by what the pixels are. */
export type PixelModel = "emulator_colors" | "emulator_colors_boxes" | "emulator_colors_mask";

/** The models that answer by rules, by the name of the file, and else by noise. */
export type HeadModel = "emulator_visual" | "emulator_ai_generated";

const HEADS: Readonly<Record<HeadModel, readonly Head[]>> = {
  emulator_visual: VISUAL_HEADS,
  emulator_ai_generated: AI_GENERATED_HEADS,
};
/** One list per model for all tasks. */
const CLASSES: Readonly<Record<HeadModel, readonly string[]>> = {
  emulator_visual: classesOf(VISUAL_HEADS),
  emulator_ai_generated: classesOf(AI_GENERATED_HEADS),
};

/** Whether a model answers by rules rather than by pixels. */
export function isHeadModel(model: EmulatorModel): model is HeadModel {
  return Object.hasOwn(HEADS, model);
}

/** The heads of a model, in the order of its replies. */
export function headsOfModel(model: HeadModel): readonly Head[] {
  return HEADS[model];
}

/** The model that looks at pixels. */
export function pixelModel(model: PixelModel): FrameModel {
  return (frame, { widthPx, heightPx }) => {
    const { timeSeconds } = frame;
    const map = mapColors(frame);
    switch (model) {
      case "emulator_colors":
        return {
          kind: "classes",
          timeSeconds,
          classes: COLOR_NAMES,
          scores: colorShares(map).map((share) => share.score),
        };
      case "emulator_colors_boxes":
        return { kind: "boxes", timeSeconds, boxes: colorBoxes(map, { widthPx, heightPx }) };
      case "emulator_colors_mask":
        return { kind: "mask", timeSeconds, mask: { map, widthPx, heightPx } };
      default:
        throw new Error(`no such model: ${String(model satisfies never)}`);
    }
  };
}

/**
 * The model that answers what was asked for, and is benign otherwise.
 *
 * @param options.hash - of the media: the same bytes get the same scores.
 * @param options.parts - what is to be seen when; of two that name classes of one head for the same frame, the later one alone counts for that head.
 */
export function headModel(
  model: HeadModel,
  options: { readonly hash: string; readonly parts: readonly ClassInterval[] },
): FrameModel {
  const heads = HEADS[model];
  return ({ timeSeconds }, { place }) => {
    const parts = options.parts.filter((part) => includesTime(part, timeSeconds));
    const scores = scoreHeads(heads, { wanted: wantedOf(heads, parts), seed: seedOf(options.hash, place) });
    return { kind: "classes", timeSeconds, classes: CLASSES[model], scores };
  };
}
