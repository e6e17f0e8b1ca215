import { answerSound, describeMedia } from "../model/answer-media.ts";
import { createHeadModel, getHeads, type HeadModel } from "../model/frame-model.ts";
import { SUCCESS } from "../model/task-status.ts";
import {
  answerSpeech,
  answerTranscript,
  collectTextInfo,
  DEFAULT_TRANSCRIPT,
  splitSentences,
} from "../rules/answer-transcript.ts";
import { judgeTexts } from "../rules/judge-text.ts";
import { checkIsNoCard, checkShown, readTestCard } from "../rules/test-card.ts";
import { createFailedResult, EMPTY_RESULT, type MediaWork, type Outcome } from "./judgment.ts";

/** The length of the segments in which sound is judged, in seconds. Source: reference/hive-api-2.md, section 5.2. */
const SEGMENT_SECONDS = 10;

/** Judges the sound of an audio file or a video in segments of 10 seconds. */
export async function judgeSegments(work: MediaWork, model: HeadModel): Promise<Outcome> {
  const { subject, rule, hash } = work;
  const card = rule === null ? readTestCard(subject.name, getHeads(model)) : null;
  const parts = card ?? [{ classes: rule?.classes ?? {} }, ...(rule?.frames ?? [])];
  const judgeSegment = createHeadModel(model, { hash, parts });
  const { frames, status, media } = await answerSound(work.media, work.format, (durationSeconds) =>
    listSegments(durationSeconds).map((timeSeconds, index) => {
      return judgeSegment({ timeSeconds }, { index, hasSound: true });
    }),
  );
  if (status.code === SUCCESS.code) {
    checkShown(
      card ?? [],
      frames.map((frame) => frame.timeSeconds),
    );
  }
  // The music model reports the number of segments as the number of frames. Source: as above.
  const facts = media.frameCount === null ? media : { ...media, frameCount: frames.length };
  return { media: facts, result: { ...EMPTY_RESULT, status, frames, units: frames.length, hash } };
}

/** Lists the starts of the segments, in seconds. A file has at least one segment. */
function listSegments(durationSeconds: number): readonly number[] {
  const count = Math.max(1, Math.ceil(durationSeconds / SEGMENT_SECONDS));
  return Array.from({ length: count }, (_, segment) => segment * SEGMENT_SECONDS);
}

/** Transcribes the speech in an audio file or a video, and judges it for speech moderation. */
export async function judgeSpeech(work: MediaWork): Promise<Outcome> {
  const { task, subject, state, rule, hash, format } = work;
  checkIsNoCard(subject.name, task.model);
  const transcript = rule?.transcript ?? DEFAULT_TRANSCRIPT;
  const isModerated = task.model === "emulator_speech";
  const sentences = splitSentences(transcript.text);
  const texts = isModerated ? sentences.map(({ text }) => text) : [];
  const judged = await judgeTexts(texts, { rules: state.rules, subject });
  if ("taskCode" in judged) {
    return { media: describeMedia(format, null), result: createFailedResult(judged.taskCode) };
  }
  const { frames, status, media } = await answerSound(work.media, format, (durationSeconds) => [
    isModerated
      ? answerSpeech(transcript, { sentences, judged, durationSeconds })
      : answerTranscript(transcript, durationSeconds),
  ]);
  // Every started second is charged. Source: reference/hive-api-2.md, section 4.
  const units = frames.length === 0 ? 0 : Math.max(1, Math.ceil(media.durationSeconds ?? 0));
  const textInfo = isModerated && frames.length > 0 ? collectTextInfo(sentences, judged) : null;
  return { media, result: { ...EMPTY_RESULT, status, frames, units, textInfo, hash } };
}
