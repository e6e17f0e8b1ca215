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
  const results = parts.flatMap((part, resultIndex) =>
    part.failure === null ? [decodeResult(part, { resultIndex, frameOffset })] : [],
  );
  const task: Task = { ...head, results };
  refuseFailedPart({ head, results: parts }, { partial: results.length > 0 ? task : null, secrets });
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
    readonly tallies: ReadonlyMap<number, ResultTally>;
    readonly secrets: readonly string[];
  },
): TaskSummary {
  refuseFailedPart(envelope, { partial: null, secrets: options.secrets });
  const results = envelope.results.map((part, resultIndex) => {
    const tally = options.tallies.get(resultIndex) ?? new ResultTally();
    return {
      ...part.head,
      text: tally.textInfo(part.head.text),
      frameCount: tally.frameCount,
      evaluated: tally.isEvaluated,
    };
  });
  return { ...envelope.head, results };
}

function decodeResult(
  part: EnvelopeResult,
  options: { readonly resultIndex: number; readonly frameOffset: number },
): ModelResult {
  const { resultIndex, frameOffset } = options;
  const tally = new ResultTally();
  const frames = part.output.map((json, index) => {
    const at = (): (string | number)[] => [...part.outputAt, index];
    const frame = decodeFrame(json, { resultIndex, index: frameOffset + index, at });
    tally.add(frame);
    return frame;
  });
  return { ...part.head, text: tally.textInfo(part.head.text), frames, evaluated: tally.isEvaluated };
}

type FailureContext = { readonly partial: Task | null; readonly secrets: readonly string[] };

function refuseFailedPart({ head, results }: ReplyEnvelope, context: FailureContext): void {
  for (const { failure } of results) {
    if (failure !== null) throw partError(failure, { ...context, head });
  }
}

function partError(
  { code, message }: NonNullable<EnvelopeResult["failure"]>,
  { head, partial, secrets }: FailureContext & { readonly head: TaskHead },
): HiveTaskError {
  const taskId = head.id === "" ? null : showCode(head.id, secrets);
  const said = message === null ? "" : ` (${message})`;
  return new HiveTaskError(
    `Hive's task${taskId === null ? "" : ` ${taskId}`} failed with code ${code}${said}: there is no whole result, and none must be assumed.`,
    { codeOf: "task", hiveCode: code, hiveMessage: message, taskId, partial },
  );
}
