import { HiveTaskError } from "../../error/hive-task-error.ts";
import { scrub } from "../../error/scrub.ts";
import type { ModelResult, Task, TaskSummary } from "../../result/task.ts";
import type { SummaryOptions } from "../protocol.ts";
import { decodeEnvelope } from "./decode-envelope.ts";
import type { Entry, Envelope } from "./decode-envelope.ts";
import { decodeFrame } from "./decode-frame.ts";
import { decodeResultHead, outputOf } from "./decode-result.ts";

/**
 * Decodes a whole v1 reply.
 *
 * @throws HiveTaskError if any entry failed; `partial` holds the others.
 * @throws HiveDecodeError if it is no v1 reply.
 */
export function decodeTask(json: unknown, secrets: readonly string[] = []): Task {
  const { head, entries } = decodeEnvelope(json, secrets);
  const failed = entries.find(hasFailed);
  const results = entries.flatMap((entry, index) => (hasFailed(entry) ? [] : [decodeResult(entry, index)]));
  const task: Task = { ...head, results };
  if (failed !== undefined) {
    throw taskError(failed, { head, secrets, partial: results.length > 0 ? task : null });
  }
  return task;
}

/**
 * Decodes a v1 reply whose frames were read on their own.
 *
 * @throws HiveTaskError if any entry failed; frames that passed by may belong to others.
 */
export function decodeSummary(json: unknown, { counts, secrets }: SummaryOptions): TaskSummary {
  const { head, entries } = decodeEnvelope(json, secrets);
  const failed = entries.find(hasFailed);
  if (failed !== undefined) throw taskError(failed, { head, secrets, partial: null });
  const results = entries.map((entry, index) => {
    const count = counts.get(index) ?? { frames: 0, unevaluated: 0 };
    return {
      ...decodeResultHead(entry),
      frameCount: count.frames,
      evaluated: count.frames > 0 && count.unevaluated === 0,
    };
  });
  return { ...head, results };
}

function decodeResult(entry: Entry, resultIndex: number): ModelResult {
  const frames = outputOf(entry).map((json, index) =>
    decodeFrame(json, { resultIndex, index, at: [...entry.at, "response", "output", index] }),
  );
  const evaluated = frames.length > 0 && frames.every((frame) => frame.evaluated);
  return { ...decodeResultHead(entry), frames, evaluated };
}

/** The code is `"0"` in live replies, a string; a number is read alike. No code at all leaves it to the frames. */
function hasFailed(entry: Entry): boolean {
  const code = entry.wire.status?.code;
  return code !== null && code !== undefined && String(code) !== "0";
}

function taskError(
  entry: Entry,
  options: { head: Envelope["head"]; secrets: readonly string[]; partial: Task | null },
): HiveTaskError {
  const { head, secrets, partial } = options;
  const hiveCode = String(entry.wire.status?.code);
  const message = entry.wire.status?.message;
  const hiveMessage = typeof message === "string" ? scrub(message, secrets) : null;
  const id = head.id === "" ? "" : ` ${head.id}`;
  return new HiveTaskError(
    `Hive's task${id} failed with code ${hiveCode}${hiveMessage === null ? "" : ` (${hiveMessage})`}: there is no whole result, and none must be assumed.`,
    { codeOf: "task", hiveCode, hiveMessage, taskId: head.id === "" ? null : head.id, partial },
  );
}
