import type { Json } from "../chat/answer-schema.ts";
import { createChatAnswer, type ChatAnswer } from "../chat/chat-answer.ts";
import type { ChatRequest } from "../chat/chat-request.ts";
import { countTextTokens } from "../chat/count-tokens.ts";
import { createAnswer } from "../chat/create-answer.ts";
import { collectEvidence } from "../chat/evidence.ts";
import { listSchemaNames, type SchemaNames } from "../chat/list-schema-names.ts";
import { getFaultDefinition, type EmulatorFault } from "../faults/fault-kinds.ts";
import type { AnswerFrame } from "../model/answer-frame.ts";
import { SUCCESS } from "../model/task-status.ts";
import { listVisible } from "../rules/find-visible.ts";
import { findRules, hasChatResult } from "../rules/find-rules.ts";
import type { EmulatorRule, EmulatorRuleFrames } from "../rules/emulator-rule.ts";
import type { RuleSubject } from "../rules/matches.ts";
import { readChatCard } from "../rules/read-chat-card.ts";
import { checkShown } from "../rules/test-card.ts";
import type { EmulatorState } from "../state/emulator-state.ts";
import type { FinishedTask, TaskRequest } from "../state/emulator-task.ts";
import { createTurns } from "../time/turns.ts";
import { computeSha256 } from "./compute-sha256.ts";
import { computeHash, createFailedResult, EMPTY_RESULT, type Outcome } from "./judgment.ts";
import type { ChatMedia } from "./load-chat-media.ts";
import { lookAtChatMedia, type SeenFrame, type SeenMedia } from "./look-at-chat-media.ts";
import { getLastPathSegment } from "./last-path-segment.ts";

/** A chat completion to answer. */
export type ChatWork = {
  readonly task: TaskRequest;
  readonly chat: ChatRequest;
  readonly media: readonly ChatMedia[];
  readonly state: EmulatorState;
  readonly signal: AbortSignal;
  /** The task code with which a fault fails the task; `null` for none. */
  readonly taskCode: string | null;
  /** The fault that happens to the answer; `null` for none. */
  readonly fault: EmulatorFault | null;
};

/** The images and frames about which the model gives one answer. */
type Prompt = { readonly timeSeconds: number; readonly frames: readonly SeenFrame[] };

/**
 * Answers a chat completion: a rule, a test card, the colors or the words of the text determine the answer. If a file
 * cannot be decoded, the result is a failed task.
 *
 * @throws the signal's reason when it aborts; ApiError 400 for an invalid test card, and for a schema without a valid
 * answer.
 */
export async function judgeChat(work: ChatWork): Promise<FinishedTask> {
  const outcome = await judge(work);
  work.signal.throwIfAborted();
  return { ...work.task, ...outcome, finishedOn: work.state.now() };
}

async function judge(work: ChatWork): Promise<Outcome> {
  const { chat, media, signal } = work;
  const subjects = createSubjects(work);
  const names = chat.schema === null ? null : listSchemaNames(chat.schema);
  const rule = await findRule(work, { subjects, names });
  const code = work.taskCode ?? rule?.taskCode;
  if (code !== undefined) return { media: null, result: createFailedResult(code) };
  const seen: SeenMedia[] = [];
  for (const one of media) {
    const looked = await lookAtChatMedia(one, signal);
    const { facts, status } = looked;
    if (status.code !== SUCCESS.code) return { media: facts, result: { ...EMPTY_RESULT, status } };
    seen.push(looked);
  }
  const card = rule === null ? readCards(subjects, { seen, names }) : [];
  const frames = await answerPrompts(work, { prompts: listPrompts(chat, seen), rule, card });
  const [subject] = subjects;
  const hash = subject === undefined ? null : await computeHash(subject);
  return {
    media: seen[0]?.facts ?? null,
    result: { ...EMPTY_RESULT, frames, units: frames.length, hash },
  };
}

/** Creates the properties that rules match: those of each file, or those of a text without a file. */
function createSubjects({ task, chat, media }: ChatWork): readonly RuleSubject[] {
  const create = (url: string | null, content: Blob | string): RuleSubject => {
    let hash: Promise<string> | undefined;
    return {
      projectKey: task.project.key,
      name: getLastPathSegment(url),
      url,
      text: chat.matchedText,
      metadata: null,
      sha256: () => (hash ??= computeSha256(content)),
    };
  };
  return media.length === 0
    ? [create(null, chat.matchedText)]
    : media.map(({ url, file }) => create(url, file));
}

/** Finds the first rule that matches any file. Rules with words come last. */
async function findRule(
  { state }: ChatWork,
  options: { readonly subjects: readonly RuleSubject[]; readonly names: SchemaNames | null },
): Promise<EmulatorRule | null> {
  const properties = options.names?.properties ?? new Set();
  const matching: EmulatorRule[] = [];
  const withWords: EmulatorRule[] = [];
  for (const subject of options.subjects) {
    const { first, words } = await findRules(state.rules, subject, (rule) => hasChatResult(rule, properties));
    if (first !== null) matching.push(first);
    withWords.push(...words);
  }
  const candidates = matching.length > 0 ? matching : withWords;
  return state.rules.find((rule) => candidates.includes(rule)) ?? null;
}

function readCards(
  subjects: readonly RuleSubject[],
  { seen, names }: { readonly seen: readonly SeenMedia[]; readonly names: SchemaNames | null },
): readonly EmulatorRuleFrames[] {
  return subjects.flatMap(({ name }, index) => {
    const card = readChatCard(name, names?.requestable ?? null) ?? [];
    checkShown(
      card,
      (seen[index]?.frames ?? []).map((frame) => frame.timeSeconds),
    );
    return card;
  });
}

/** With `per_frame`, each frame is a prompt of its own, together with the images. */
function listPrompts({ video }: ChatRequest, seen: readonly SeenMedia[]): readonly Prompt[] {
  const frames = seen.flatMap((one) => one.frames);
  if (video?.scope !== "per_frame") return [{ timeSeconds: 0, frames }];
  const images = seen.slice(0, -1).flatMap((one) => one.frames);
  return (seen.at(-1)?.frames ?? []).map((frame) => {
    return { timeSeconds: frame.timeSeconds, frames: [...images, frame] };
  });
}

async function answerPrompts(
  { chat, fault, signal }: ChatWork,
  options: {
    readonly prompts: readonly Prompt[];
    readonly rule: EmulatorRule | null;
    readonly card: readonly EmulatorRuleFrames[];
  },
): Promise<readonly AnswerFrame[]> {
  const { prompts, rule, card } = options;
  const takeTurns = createTurns();
  const textTokens = chat.promptTexts.reduce((sum, text) => sum + countTextTokens(text), 0);
  const answers: AnswerFrame[] = [];
  for (const { timeSeconds, frames } of prompts) {
    const visible = chat.video === null ? card : frames.flatMap((frame) => listVisible(card, frame));
    const requested = new Set(visible.flatMap(({ classes }) => Object.keys(classes)));
    const pictures = frames.map((frame) => frame.shares);
    const answer = answerPrompt(chat, { requested, pictures, rule, fault });
    const imageTokens = frames.reduce((sum, { tokens }) => sum + tokens, 0);
    answers.push({ kind: "chat", timeSeconds, ...answer, promptTokens: textTokens + imageTokens });
    await takeTurns();
    signal.throwIfAborted();
  }
  return answers;
}

function answerPrompt(
  chat: ChatRequest,
  options: {
    readonly requested: ReadonlySet<string>;
    readonly pictures: readonly (readonly number[])[];
    readonly rule: EmulatorRule | null;
    readonly fault: EmulatorFault | null;
  },
): ChatAnswer {
  const { requested, pictures, rule, fault } = options;
  const { schema, judgedText } = chat;
  const evidence = collectEvidence({ requested, pictures, judgedText });
  const write = (demands: readonly string[] | null): string => {
    if (schema === null) return demands === null ? evidence.sentence : (judgedText ?? evidence.sentence);
    return JSON.stringify(createAnswer(schema, { evidence, values: readValues(rule), demands }));
  };
  const content = typeof rule?.answer === "string" ? rule.answer : write(null);
  const answer = createChatAnswer(content, chat);
  if (fault === null) return answer;
  const question = { ...chat, obeyText: () => write(evidence.words) };
  return getFaultDefinition(fault.kind).changeAnswer?.(fault, answer, question) ?? answer;
}

function readValues(rule: EmulatorRule | null): Readonly<Record<string, Json>> {
  const { answer = {} } = rule ?? {};
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema of rules accepts only JSON
  return typeof answer === "string" ? {} : (answer as Readonly<Record<string, Json>>);
}
