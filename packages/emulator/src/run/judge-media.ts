import type { MediaFormat } from "../media/media-format.ts";
import { describeMedia } from "../model/answer-media.ts";
import { findRules, hasMediaResult } from "../rules/find-rules.ts";
import { judgeCsam } from "./judge-csam.ts";
import { judgeFrames } from "./judge-frames.ts";
import { judgeOcr } from "./judge-ocr.ts";
import { judgeSegments, judgeSpeech } from "./judge-sound.ts";
import { computeHash, createFailedResult, type MediaWork, type Outcome, type Work } from "./judgment.ts";

/** Judges media with the model of its task. */
export async function judgeMedia(
  work: Work,
  { media, format }: { readonly media: Blob; readonly format: MediaFormat | null },
): Promise<Outcome> {
  const { task, subject, state } = work;
  const { first: rule } = await findRules(state.rules, subject, hasMediaResult(task.model));
  const code = work.taskCode ?? rule?.taskCode;
  if (code !== undefined) return { media: describeMedia(format, null), result: createFailedResult(code) };
  return judge({ ...work, media, format, rule, hash: await computeHash(subject) });
}

function judge(work: MediaWork): Promise<Outcome> {
  const { model } = work.task;
  switch (model) {
    case "emulator_ai_audio":
    case "emulator_ai_music":
      return judgeSegments(work, model);
    case "emulator_transcription":
    case "emulator_speech":
      return judgeSpeech(work);
    case "emulator_ocr":
    case "emulator_ocr_moderation":
      return judgeOcr(work);
    case "emulator_csam":
    case "emulator_csam_hash":
      return judgeCsam(work);
    default:
      return judgeFrames(work);
  }
}
