import { taskFailure } from "../answer/task-failure.ts";
import { answerMedia, mediaFacts } from "../model/answer-media.ts";
import { answerText } from "../model/answer-text.ts";
import { headModel, headsOfModel, isHeadModel, pixelModel, type FrameModel } from "../model/frame-model.ts";
import { sha256Of } from "../model/sha256.ts";
import { FORMAT_BYTES, mediaFormatOf, type MediaFormat } from "../media/media-format.ts";
import type { EmulatorRule, EmulatorRuleFrames } from "../rules/emulator-rule.ts";
import type { RuleSubject } from "../rules/matches.ts";
import { checkShown, readTestCard } from "../rules/test-card.ts";
import { saysOfLabels, saysOfMedia, saysOfText } from "../rules/says-of.ts";
import type { EmulatorState } from "../state/emulator-state.ts";
import type { FinishedTask, TaskRequest } from "../state/emulator-task.ts";
import { findRules } from "./find-rules.ts";

/** What there is to be judged. */
export type TaskContent = {
  /** The file; `null` for a text. */
  readonly media: Blob | null;
  /** v1's text beside a file. */
  readonly textBeside: string | null;
};

type Outcome = Pick<FinishedTask, "media" | "result">;
type Work = {
  readonly task: TaskRequest;
  readonly subject: RuleSubject;
  readonly state: EmulatorState;
  readonly signal: AbortSignal;
};

/** As many digits as the MD5 in Hive's `hash`. */
const HASH_DIGITS = 32;

/**
 * Answers a task: by people, by rules, by the pixels, or by noise. A file that cannot be decoded is a result, too: a failed task.
 *
 * @throws the signal's reason when it aborts, EmulatorEnded when the emulator is reset, HttpError for a test card or a test word that cannot be shown.
 */
export async function answerTask(
  task: TaskRequest,
  content: TaskContent,
  options: { readonly state: EmulatorState; readonly signal: AbortSignal; readonly taskCode: string | null },
): Promise<FinishedTask> {
  const { state, signal, taskCode } = options;
  const work: Work = { task, subject: subjectOf(task, content), state, signal };
  const outcome = await (content.media === null
    ? judgeText(work)
    : judgeMedia(work, content.media, taskCode));
  signal.throwIfAborted();
  const failed = taskCode === null ? outcome : failWith(outcome, taskCode);
  return { ...task, ...failed, finishedOn: state.now() };
}

function subjectOf(task: TaskRequest, content: TaskContent): RuleSubject {
  let hash: Promise<string> | undefined;
  return {
    projectKey: task.project.key,
    name: task.filename ?? lastPartOf(task.url),
    url: task.url,
    text: task.text ?? content.textBeside,
    metadata: task.metadata,
    sha256: () => (hash ??= sha256Of(content.media ?? task.text ?? "")),
  };
}

function lastPartOf(url: string | null): string | null {
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
  const { first, words } = await findRules(state.rules, subject, saysOfText);
  if (first?.taskCode !== undefined) return failWith({ media: null, result: emptyResult() }, first.taskCode);
  const { frame, findings } = answerText(text, first === null ? words : [first, ...words]);
  const hash = (await subject.sha256()).slice(0, HASH_DIGITS);
  return { media: null, result: { ...emptyResult(), frames: [frame], findings, hash } };
}

async function judgeMedia(work: Work, media: Blob, taskCode: string | null): Promise<Outcome> {
  const { task, subject, state, signal } = work;
  const format = mediaFormatOf(new Uint8Array(await media.slice(0, FORMAT_BYTES).arrayBuffer()));
  if (task.model === "emulator_labeling") return askPeople(work, media, { format, taskCode });
  const { first } = await findRules(state.rules, subject, saysOfMedia(task.model));
  const code = taskCode ?? first?.taskCode;
  if (code !== undefined) return failWith({ media: mediaFacts(format, null), result: emptyResult() }, code);
  const card =
    isHeadModel(task.model) && first === null ? readTestCard(subject.name, headsOfModel(task.model)) : null;
  const model = await modelFor(task, subject, { rule: first, card });
  const { frames, status, media: facts } = await answerMedia(media, format, { model, signal });
  if (status.code === "0")
    checkShown(
      card ?? [],
      frames.map((frame) => frame.timeSeconds),
    );
  return { media: facts, result: { ...emptyResult(), status, frames } };
}

async function modelFor(
  task: TaskRequest,
  subject: RuleSubject,
  { rule, card }: { readonly rule: EmulatorRule | null; readonly card: readonly EmulatorRuleFrames[] | null },
): Promise<FrameModel> {
  const { model } = task;
  if (isHeadModel(model)) {
    const parts = rule === null ? (card ?? []) : [{ classes: rule.classes ?? {} }, ...(rule.frames ?? [])];
    return headModel(model, { hash: await subject.sha256(), parts });
  }
  if (model === "emulator_text" || model === "emulator_labeling")
    throw new Error(`${model} looks at no frames`);
  return pixelModel(model);
}

async function askPeople(
  { task, subject, state, signal }: Work,
  media: Blob,
  { format, taskCode }: { readonly format: MediaFormat | null; readonly taskCode: string | null },
): Promise<Outcome> {
  const { first, words } = await findRules(state.rules, subject, saysOfLabels);
  const facts = mediaFacts(format, null);
  const rule = first ?? words[0];
  const code = taskCode ?? rule?.taskCode;
  // A task that fails in any case is not shown to people.
  if (code !== undefined) return failWith({ media: facts, result: emptyResult() }, code);
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

function emptyResult(): Extract<FinishedTask["result"], { kind: "model" }> {
  return { kind: "model", status: { code: "0", message: "SUCCESS" }, frames: [], findings: null, hash: null };
}

/** A failed task has no output and costs nothing. */
function failWith({ media }: Outcome, code: string): Outcome {
  const status = taskFailure(code, "the emulator was asked for this failure");
  return { media, result: { ...emptyResult(), status } };
}
