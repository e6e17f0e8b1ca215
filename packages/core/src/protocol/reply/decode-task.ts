import { HiveTaskError } from "../../error/hive-task-error.ts";
import { showCode } from "../../error/show-code.ts";
import type { ModelResult, Task, TaskHead, TaskSummary } from "../../result/task.ts";
import { decodeFrame } from "../frame/decode-frame.ts";
import type { EnvelopeResult, ReplyEnvelope, ReplyFormat } from "./reply-format.ts";
import { ResultTally } from "./result-tally.ts";

/** How a whole reply is decoded. */
export type DecodeOptions = {
  /** What must not appear in an error, should Hive repeat it. */
  readonly secrets?: readonly string[] | undefined;
  /** The index of the first frame of each result; more than 0 for a page of a long one. */
  readonly frameOffset?: number | undefined;
};

/**
 * Decodes a whole reply.
 *
 * @throws HiveTaskError if any part failed; `partial` holds the others.
 * @throws HiveDecodeError if it is no reply of this form.
 */
export function decodeTask(format: ReplyFormat, json: unknown, options: DecodeOptions = {}): Task {
  const { secrets = [], frameOffset = 0 } = options;
  const { head, results: parts } = format.read(json, secrets);
  const failed = parts.find((part) => part.failure !== null);
  const results: ModelResult[] = [];
  for (const part of parts) {
    if (part.failure !== null) continue;
    try {
      results.push(decodeResult(part, { resultIndex: results.length, frameOffset }));
    } catch (error) {
      // Hive's own reason is the better one.
      if (failed === undefined) throw error;
    }
  }
  const task: Task = { ...head, results };
  if (failed !== undefined)
    throw partError(failed, { head, secrets, partial: results.length > 0 ? task : null });
  return task;
}

/**
 * Decodes a reply whose frames were read on their own.
 *
 * @param options - `tallies`: by result index, what passed by. `secrets`: what must not appear in an error.
 * @throws HiveTaskError if any part failed; frames that passed by may belong to others.
 */
export function decodeSummary(
  envelope: ReplyEnvelope,
  options: {
    readonly tallies: readonly ResultTally[];
    readonly secrets: readonly string[];
  },
): TaskSummary {
  const { head, results: parts } = envelope;
  const failed = parts.find((part) => part.failure !== null);
  if (failed !== undefined) throw partError(failed, { head, secrets: options.secrets, partial: null });
  const results = parts.map((part, resultIndex) => {
    const tally = options.tallies[resultIndex] ?? new ResultTally();
    return {
      ...part.head,
      text: tally.textInfo(part.head.text),
      frameCount: tally.frameCount,
      evaluated: tally.isEvaluated,
    };
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
    const at = (): (string | number)[] => [...part.outputAt, index];
    const decoded = decodeFrame(json, { resultIndex, index: frameOffset + index, at });
    tally.add(decoded);
    return decoded.frame;
  });
  return {
    ...part.head,
    text: tally.textInfo(part.head.text),
    frames,
    evaluated: tally.isEvaluated,
  };
}

function partError(
  { failure }: EnvelopeResult,
  context: { readonly head: TaskHead; readonly secrets: readonly string[]; readonly partial: Task | null },
): HiveTaskError {
  const { head, secrets, partial } = context;
  const { code, message } = failure ?? { code: "", message: null };
  const taskId = head.id === "" ? null : showCode(head.id, secrets);
  const said = message === null ? "" : ` (${message})`;
  return new HiveTaskError(
    `Hive's task${taskId === null ? "" : ` ${taskId}`} failed with code ${code}${said}: there is no whole result.`,
    { codeOf: "task", hiveCode: code, hiveMessage: message, taskId, partial },
  );
}
