import { detectFormat, FORMAT_BYTES, type MediaFormat } from "../media/media-format.ts";
import { describeMedia } from "../model/answer-media.ts";
import { findRules, hasLabelingResult, hasTranslationResult } from "../rules/find-rules.ts";
import { judgeText } from "../rules/judge-text.ts";
import type { RuleSubject } from "../rules/matches.ts";
import type { FinishedTask, TaskRequest } from "../state/emulator-task.ts";
import { judgeMedia } from "./judge-media.ts";
import { computeSha256 } from "./compute-sha256.ts";
import { getLastPathSegment } from "./last-path-segment.ts";
import { computeHash, createFailedResult, EMPTY_RESULT, type Outcome, type Work } from "./judgment.ts";

/** The content of a task. */
export type TaskContent = {
  /** The file; `null` for a text. */
  readonly media: Blob | null;
  /** The text that accompanies a file in v1; `null` for none. */
  readonly accompanyingText: string | null;
};

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
  const outcome = await judge(work, content.media);
  signal.throwIfAborted();
  const result = taskCode === null ? outcome.result : createFailedResult(taskCode);
  return { ...task, media: outcome.media, result, finishedOn: state.now() };
}

async function judge(work: Work, media: Blob | null): Promise<Outcome> {
  const { model } = work.task;
  if (media === null) return model === "emulator_translation" ? translate(work) : judgeTextTask(work);
  const format = detectFormat(new Uint8Array(await media.slice(0, FORMAT_BYTES).arrayBuffer()));
  return model === "emulator_labeling"
    ? askReviewer(work, media, format)
    : judgeMedia(work, { media, format });
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

async function judgeTextTask({ task, subject, state }: Work): Promise<Outcome> {
  const text = task.text ?? "";
  const answer = await judgeText(text, { rules: state.rules, subject });
  if ("taskCode" in answer) return { media: null, result: createFailedResult(answer.taskCode) };
  const { frame, textInfo } = answer;
  const hash = await computeHash(subject);
  return { media: null, result: { ...EMPTY_RESULT, frames: [frame], units: 1, textInfo, hash } };
}

async function translate({ task, subject, state }: Work): Promise<Outcome> {
  const text = task.text ?? "";
  const { first, words } = await findRules(state.rules, subject, hasTranslationResult);
  const rule = first ?? words[0];
  if (rule?.taskCode !== undefined) return { media: null, result: createFailedResult(rule.taskCode) };
  const translatedText = rule?.translation ?? `[${task.languages?.output ?? ""}] ${text}`;
  const frames = [{ kind: "translation", timeSeconds: 0, text, translatedText }] as const;
  return { media: null, result: { ...EMPTY_RESULT, frames, units: 1, hash: await computeHash(subject) } };
}

async function askReviewer(work: Work, media: Blob, format: MediaFormat | null): Promise<Outcome> {
  const { task, subject, state, signal } = work;
  const { first, words } = await findRules(state.rules, subject, hasLabelingResult);
  const facts = describeMedia(format, null);
  const rule = first ?? words[0];
  const code = work.taskCode ?? rule?.taskCode;
  // A task that fails anyway is not shown to a reviewer.
  if (code !== undefined) return { media: facts, result: createFailedResult(code) };
  const labels =
    rule?.labels ??
    state.labels ??
    (await state.queue.wait(
      {
        id: task.id,
        projectKey: task.project.key,
        receivedOn: task.receivedOn,
        media,
        hash: await computeHash(subject),
        mimetype: format?.mimetype ?? null,
        filename: task.filename,
        text: subject.text,
      },
      signal,
    ));
  return { media: facts, result: { kind: "labels", labels } };
}
