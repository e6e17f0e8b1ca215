import { answerMedia } from "../model/answer-media.ts";
import type { TaskModel } from "../model/emulator-model.ts";
import {
  createHeadModel,
  createPixelModel,
  getHeads,
  isHeadModel,
  isPixelModel,
  type FrameModel,
} from "../model/frame-model.ts";
import { SUCCESS } from "../model/task-status.ts";
import type { EmulatorRule, EmulatorRuleFrames } from "../rules/emulator-rule.ts";
import { createFaceModel, createLogoModel } from "../rules/find-visible.ts";
import { checkIsNoCard, checkShown, readTestCard } from "../rules/test-card.ts";
import { EMPTY_RESULT, type MediaWork, type Outcome } from "./judgment.ts";

/** Judges an image, GIF or video: a rule, a test card, the pixels or random noise determine each frame. */
export async function judgeFrames(work: MediaWork): Promise<Outcome> {
  const { task, subject, signal, rule, hash } = work;
  const card = rule === null ? readCard(task.model, subject.name) : null;
  const model = createModel(task.model, { hash, rule, card });
  const { frames, status, media } = await answerMedia(work.media, work.format, { model, signal });
  if (status.code === SUCCESS.code) {
    checkShown(
      card ?? [],
      frames.map((frame) => frame.timeSeconds),
    );
  }
  return { media, result: { ...EMPTY_RESULT, status, frames, units: frames.length, hash } };
}

/** Reads the test card in a file name. The models that judge the pixels ignore it. */
function readCard(model: TaskModel, name: string | null): readonly EmulatorRuleFrames[] | null {
  if (isHeadModel(model)) return readTestCard(name, getHeads(model));
  if (!isPixelModel(model)) checkIsNoCard(name, model);
  return null;
}

function createModel(
  model: TaskModel,
  options: {
    readonly hash: string;
    readonly rule: EmulatorRule | null;
    readonly card: readonly EmulatorRuleFrames[] | null;
  },
): FrameModel {
  const { hash, rule, card } = options;
  if (isPixelModel(model)) return createPixelModel(model);
  if (isHeadModel(model)) {
    const parts = card ?? [{ classes: rule?.classes ?? {} }, ...(rule?.frames ?? [])];
    return createHeadModel(model, { hash, parts, c2pa: rule?.c2pa ?? null });
  }
  switch (model) {
    case "emulator_logo":
      return createLogoModel(rule?.logos ?? [], hash);
    case "emulator_celebrity":
      return createFaceModel(rule?.faces ?? []);
    default:
      throw new Error(`the model ${model} does not judge frames`);
  }
}
