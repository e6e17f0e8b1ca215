import type { MediaFormat } from "../media/media-format.ts";
import { answerSound, describeMedia } from "../model/answer-media.ts";
import { createHeadModel, getHeads, type HeadModel } from "../model/frame-model.ts";
import { SUCCESS } from "../model/task-status.ts";
import { findRules, hasMediaResult } from "../rules/find-rules.ts";
import { checkShown, readTestCard } from "../rules/test-card.ts";
import { computeHash, createFailedResult, EMPTY_RESULT, type Outcome, type Work } from "./judgment.ts";

/** The length of the pieces in which sound is judged, in seconds. Source: reference/hive-api-2.md, section 5.2. */
const PIECE_SECONDS = 10;

/** Judges the sound of an audio file or a video in pieces of 10 seconds. */
export async function judgePieces(
  work: Work & { readonly model: HeadModel },
  media: Blob,
  format: MediaFormat | null,
): Promise<Outcome> {
  const { model, subject, state } = work;
  const { first: rule } = await findRules(state.rules, subject, hasMediaResult(model));
  const code = work.taskCode ?? rule?.taskCode;
  if (code !== undefined) return { media: describeMedia(format, null), result: createFailedResult(code) };
  const card = rule === null ? readTestCard(subject.name, getHeads(model)) : null;
  const parts = card ?? [{ classes: rule?.classes ?? {} }, ...(rule?.frames ?? [])];
  const hash = await computeHash(subject);
  const judge = createHeadModel(model, { hash, parts });
  const {
    frames,
    status,
    media: facts,
  } = await answerSound(media, format, (durationSeconds) =>
    listPieces(durationSeconds).map((timeSeconds, index) =>
      judge({ timeSeconds }, { index, hasSound: true }),
    ),
  );
  if (status.code === SUCCESS.code) {
    checkShown(
      card ?? [],
      frames.map((frame) => frame.timeSeconds),
    );
  }
  // The music model reports the number of pieces as the number of frames. Source: as above.
  const shown = facts.frameCount === null ? facts : { ...facts, frameCount: frames.length };
  return { media: shown, result: { ...EMPTY_RESULT, status, frames, units: frames.length, hash } };
}

/** Lists the starts of the pieces, in seconds. A file has at least one piece. */
function listPieces(durationSeconds: number): readonly number[] {
  const count = Math.max(1, Math.ceil(durationSeconds / PIECE_SECONDS));
  return Array.from({ length: count }, (_, piece) => piece * PIECE_SECONDS);
}
