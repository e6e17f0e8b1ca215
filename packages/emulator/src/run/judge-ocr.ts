import { answerMedia, describeMedia } from "../model/answer-media.ts";
import type { AnswerFrame } from "../model/answer-frame.ts";
import { createTextBlockModel, DEFAULT_TEXT_BLOCKS } from "../rules/answer-text-blocks.ts";
import { judgeTexts } from "../rules/judge-text.ts";
import { checkIsNoCard } from "../rules/test-card.ts";
import { createFailedResult, EMPTY_RESULT, type MediaWork, type Outcome } from "./judgment.ts";

/** Finds the text in an image, GIF or video, and judges it for OCR moderation. */
export async function judgeOcr(work: MediaWork): Promise<Outcome> {
  const { task, subject, state, signal, rule, hash, media, format } = work;
  checkIsNoCard(subject.name, task.model);
  const requested = rule?.textBlocks ?? DEFAULT_TEXT_BLOCKS;
  // Text recognition does not judge, so rules for texts do not apply to it.
  const rules = task.model === "emulator_ocr" ? [] : state.rules;
  const texts = requested.map(({ text }) => text);
  const judged = await judgeTexts(texts, { rules, subject });
  if ("taskCode" in judged) {
    return { media: describeMedia(format, null), result: createFailedResult(judged.taskCode) };
  }
  const blocks = requested.flatMap((block, index) => {
    const judgment = judged[index];
    return judgment === undefined ? [] : [{ ...block, judgment }];
  });
  const model = createTextBlockModel(blocks);
  const { frames, status, media: facts } = await answerMedia(media, format, { model, signal });
  // Every frame is charged, even one without text.
  const units = frames.length;
  const output = task.model === "emulator_ocr" ? frames.flatMap(splitBlocks) : frames;
  return { media: facts, result: { ...EMPTY_RESULT, status, frames: output, units, hash } };
}

/** Splits a frame into its blocks: text recognition has an entry per block, without a time. */
function splitBlocks(frame: AnswerFrame): readonly AnswerFrame[] {
  if (frame.kind !== "textBlocks") return [frame];
  const { timeSeconds } = frame;
  return frame.blocks.map(({ text, words }) => ({ kind: "textBlock", timeSeconds, block: { text, words } }));
}
