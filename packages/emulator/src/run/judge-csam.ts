import { answerMedia } from "../model/answer-media.ts";
import type { FrameModel } from "../model/frame-model.ts";
import { answerCsam } from "../rules/answer-csam.ts";
import { checkIsNoCard } from "../rules/test-card.ts";
import { EMPTY_RESULT, type MediaWork, type Outcome } from "./judgment.ts";

/** Reads the frames without judging them, because the complete file has a single result. */
const READ_ONLY: FrameModel = ({ timeSeconds }) => ({
  kind: "classes",
  timeSeconds,
  classes: [],
  scores: [],
});

/** Creates the result of CSAM detection: a match if a rule requests it, otherwise the scores of the classifier. */
export async function judgeCsam(work: MediaWork): Promise<Outcome> {
  const { task, subject, signal, rule, hash } = work;
  checkIsNoCard(subject.name, task.model);
  const answer = await answerMedia(work.media, work.format, { model: READ_ONLY, signal });
  const { media, status, frames } = answer;
  if (frames.length === 0) return { media, result: { ...EMPTY_RESULT, status } };
  const csam = answerCsam(rule, media, { hash, hasClassifier: task.model === "emulator_csam" });
  const result = [{ kind: "csam", timeSeconds: 0, csam }] as const;
  return { media, result: { ...EMPTY_RESULT, frames: result, units: frames.length, hash } };
}
