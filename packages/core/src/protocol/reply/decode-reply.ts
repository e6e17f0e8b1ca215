import { HiveTaskError } from "../../error/hive-task-error.ts";
import { inParentheses, redactCode } from "../../error/redact-message.ts";
import type { ModelResult, Task, TaskHead, TaskSummary } from "../../result/task.ts";
import { decodeFrame } from "../frame/decode-frame.ts";
import type { JsonPath } from "../wire/read-wire.ts";
import type { EnvelopeResult, ReplyEnvelope, ReplyFormat } from "./reply-format.ts";
import { ResultTally } from "./result-tally.ts";

/** The options for decoding a response. */
export type DecodeOptions = {
  /** Values that must not appear in errors, in case Hive echoes them. */
  readonly secrets?: readonly string[] | undefined;
  /** The index of the first frame of each result: more than 0 for a page after the first. */
  readonly frameOffset?: number | undefined;
};

/**
 * Decodes a response with its frames.
 *
 * @throws HiveTaskError if any result failed; its `partial` contains the others.
 * @throws HiveDecodeError if the response does not have this format.
 */
export function decodeReply(format: ReplyFormat, json: unknown, options: DecodeOptions = {}): Task {
  const { secrets = [], frameOffset = 0 } = options;
  const { head, results: parts } = format.read(json, secrets);
  const failure = findFailure(parts);
  const results: ModelResult[] = [];
  for (const part of parts) {
    if (part.failure !== null) continue;
    try {
      results.push(decodeResult(part, { resultIndex: results.length, frameOffset }));
    } catch (error) {
      // The failure that Hive reports takes precedence.
      if (failure === null) throw error;
    }
  }
  const task: Task = { ...head, results };
  if (failure !== null) {
    throw taskError(failure, { head, secrets, partial: results.length > 0 ? task : null });
  }
  return task;
}

/**
 * Decodes a response whose frames are already decoded.
 *
 * @param options - `tallies`: the tallies of the frames, by result index. `secrets`: values that must not appear in
 * errors.
 * @throws HiveTaskError if any result failed; frames of other results may already be delivered.
 */
export function decodeSummary(
  envelope: ReplyEnvelope,
  options: {
    readonly tallies: readonly ResultTally[];
    readonly secrets: readonly string[];
  },
): TaskSummary {
  const { head, results: parts } = envelope;
  const failure = findFailure(parts);
  if (failure !== null) throw taskError(failure, { head, secrets: options.secrets, partial: null });
  const results = parts.map((part, resultIndex) => {
    const tally = options.tallies[resultIndex] ?? new ResultTally();
    return { ...tally.summarize(part.head), frameCount: tally.frameCount };
  });
  return { ...head, results };
}

function decodeResult(
  part: EnvelopeResult,
  options: { readonly resultIndex: number; readonly frameOffset: number },
): ModelResult {
  const { resultIndex, frameOffset } = options;
  const tally = new ResultTally();
  tally.addPart(part);
  const frames = part.output.map((json, index) => {
    const at = (): JsonPath => part.frameAt(index);
    const decoded = decodeFrame(json, { resultIndex, index: frameOffset + index, at });
    tally.add(decoded);
    return decoded.frame;
  });
  return { ...tally.summarize(part.head), frames };
}

function findFailure(parts: readonly EnvelopeResult[]): EnvelopeResult["failure"] {
  return parts.find((part) => part.failure !== null)?.failure ?? null;
}

function taskError(
  { code, message }: NonNullable<EnvelopeResult["failure"]>,
  context: { readonly head: TaskHead; readonly secrets: readonly string[]; readonly partial: Task | null },
): HiveTaskError {
  const { head, secrets, partial } = context;
  const taskId = head.id === "" ? null : redactCode(head.id, secrets);
  return new HiveTaskError(
    `Hive's task${taskId === null ? "" : ` ${taskId}`} failed with code ${code}${inParentheses(message)}.`,
    { codeOf: "task", hiveCode: code, hiveMessage: message, taskId, partial },
  );
}
