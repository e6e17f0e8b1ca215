import { detectFormat, FORMAT_BYTES, type MediaFormat } from "../media/media-format.ts";
import { answerMedia, describeMedia } from "../model/answer-media.ts";
import {
  createHeadModel,
  createPixelModel,
  getHeads,
  isHeadModel,
  type FrameModel,
} from "../model/frame-model.ts";
import { createFailureStatus, SUCCESS } from "../model/task-status.ts";
import { answerText } from "../rules/answer-text.ts";
import type { EmulatorRule, EmulatorRuleFrames } from "../rules/emulator-rule.ts";
import { findRules, hasLabelingResult, hasMediaResult, hasTextResult } from "../rules/find-rules.ts";
import type { RuleSubject } from "../rules/matches.ts";
import { checkShown, readTestCard } from "../rules/test-card.ts";
import type { EmulatorState } from "../state/emulator-state.ts";
import type { FinishedTask, TaskRequest } from "../state/emulator-task.ts";

/** The content of a task. */
export type TaskContent = {
  /** The file; `null` for a text. */
  readonly media: Blob | null;
  /** The text that accompanies a file in v1; `null` for none. */
  readonly accompanyingText: string | null;
};

type Outcome = Pick<FinishedTask, "media" | "result">;
type ModelResult = Extract<FinishedTask["result"], { kind: "model" }>;
type Work = {
  readonly task: TaskRequest;
  readonly subject: RuleSubject;
  readonly state: EmulatorState;
  readonly signal: AbortSignal;
  /** The task code with which a fault fails the task; `null` for none. */
  readonly taskCode: string | null;
};

/** The length of the MD5 in Hive's `hash`, in hexadecimal digits. */
const HASH_DIGITS = 32;
const REQUESTED_FAILURE = "a rule or a fault requested this failure";
const EMPTY_RESULT: ModelResult = { kind: "model", status: SUCCESS, frames: [], textInfo: null, hash: null };

/**
 * Judges a task: a rule, the pixels, random noise or a reviewer determines the result. If the file cannot be decoded,
 * the result is a failed task.
 *
 * @throws the signal's reason when it aborts; EmulatorEnded when the emulator is reset or closed; ApiError for an
 * invalid test card or test word.
 */
export async function judgeTask(
  task: TaskRequest,
  content: TaskContent,
  options: Pick<Work, "state" | "signal" | "taskCode">,
): Promise<FinishedTask> {
  const { state, signal, taskCode } = options;
  const work: Work = { task, subject: createSubject(task, content), state, signal, taskCode };
  const outcome = await (content.media === null ? judgeText(work) : judgeMedia(work, content.media));
  signal.throwIfAborted();
  const result = taskCode === null ? outcome.result : createFailedResult(taskCode, REQUESTED_FAILURE);
  return { ...task, media: outcome.media, result, finishedOn: state.now() };
}

/** Creates the result of a failed task, which has no output and is not charged. */
export function createFailedResult(code: string, reason: string): ModelResult {
  return { ...EMPTY_RESULT, status: createFailureStatus(code, reason) };
}

function createSubject(task: TaskRequest, content: TaskContent): RuleSubject {
  let hash: Promise<string> | undefined;
  return {
    projectKey: task.project.key,
    name: task.filename ?? getLastPathSegment(task.url),
    url: task.url,
    text: task.text ?? content.accompanyingText,
    metadata: task.metadata,
    sha256: () => (hash ??= computeSha256(content.media ?? task.text ?? "")),
  };
}

/** Computes the SHA-256 hash of a file or a text, in hexadecimal. */
async function computeSha256(content: Blob | string): Promise<string> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : await content.arrayBuffer();
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function getLastPathSegment(url: string | null): string | null {
  const path = url === null ? null : URL.parse(url)?.pathname;
  const name = path?.split("/").at(-1) ?? "";
  if (name === "") return null;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

async function judgeText({ task, subject, state }: Work): Promise<Outcome> {
  const text = task.text ?? "";
  const { first, words } = await findRules(state.rules, subject, hasTextResult);
  const code = [first, ...words].find((rule) => rule?.taskCode !== undefined)?.taskCode;
  if (code !== undefined) {
    return { media: null, result: createFailedResult(code, REQUESTED_FAILURE) };
  }
  const { frame, textInfo } = answerText(text, first === null ? words : [first, ...words]);
  const hash = (await subject.sha256()).slice(0, HASH_DIGITS);
  return { media: null, result: { ...EMPTY_RESULT, frames: [frame], textInfo, hash } };
}

async function judgeMedia(work: Work, media: Blob): Promise<Outcome> {
  const { task, subject, state, signal } = work;
  const format = detectFormat(new Uint8Array(await media.slice(0, FORMAT_BYTES).arrayBuffer()));
  if (task.model === "emulator_labeling") return askReviewer(work, media, format);
  const { first } = await findRules(state.rules, subject, hasMediaResult(task.model));
  const code = work.taskCode ?? first?.taskCode;
  if (code !== undefined) {
    return { media: describeMedia(format, null), result: createFailedResult(code, REQUESTED_FAILURE) };
  }
  const card =
    isHeadModel(task.model) && first === null ? readTestCard(subject.name, getHeads(task.model)) : null;
  const model = await createModel(task, subject, { rule: first, card });
  const { frames, status, media: facts } = await answerMedia(media, format, { model, signal });
  if (status.code === SUCCESS.code) {
    checkShown(
      card ?? [],
      frames.map((frame) => frame.timeSeconds),
    );
  }
  return { media: facts, result: { ...EMPTY_RESULT, status, frames } };
}

async function createModel(
  task: TaskRequest,
  subject: RuleSubject,
  { rule, card }: { readonly rule: EmulatorRule | null; readonly card: readonly EmulatorRuleFrames[] | null },
): Promise<FrameModel> {
  const { model } = task;
  if (isHeadModel(model)) {
    const parts = rule === null ? (card ?? []) : [{ classes: rule.classes ?? {} }, ...(rule.frames ?? [])];
    return createHeadModel(model, { hash: await subject.sha256(), parts });
  }
  if (model === "emulator_text" || model === "emulator_labeling") {
    throw new Error(`the model ${model} does not judge frames`);
  }
  return createPixelModel(model);
}

async function askReviewer(work: Work, media: Blob, format: MediaFormat | null): Promise<Outcome> {
  const { task, subject, state, signal } = work;
  const { first, words } = await findRules(state.rules, subject, hasLabelingResult);
  const facts = describeMedia(format, null);
  const rule = first ?? words[0];
  const code = work.taskCode ?? rule?.taskCode;
  // A task that fails anyway is not shown to a reviewer.
  if (code !== undefined) return { media: facts, result: createFailedResult(code, REQUESTED_FAILURE) };
  const labels =
    rule?.labels ??
    state.labels ??
    (await state.queue.wait(
      {
        id: task.id,
        projectKey: task.project.key,
        receivedOn: task.receivedOn,
        media,
        mimetype: format?.mimetype ?? null,
        filename: task.filename,
        text: subject.text,
      },
      signal,
    ));
  return { media: facts, result: { kind: "labels", labels } };
}
