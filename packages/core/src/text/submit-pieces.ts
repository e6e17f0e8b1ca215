import type { CallOptions } from "../client/call-options.ts";
import { HiveConfigError } from "../error/hive-config-error.ts";
import { isHiveError } from "../error/is-hive-error.ts";
import { isTask } from "../result/task.ts";
import type { Task } from "../result/task.ts";
import { describeType } from "../value/is-object.ts";
import type { TextSubmission } from "../submission/submission.ts";
import { openScope } from "../transport/call-scope.ts";
import { markFailedPiece } from "./failed-piece.ts";
import type { PieceTask } from "./index-unit.ts";
import { mergeTasks } from "./merge-tasks.ts";
import type { TextPiece } from "./split-text.ts";

/** What submits the pieces: a `HiveClient` of v2 or v3, or anything that wraps one. */
export type TextClassifier = {
  /** Submits a text and waits for the complete result, as `HiveClient.classify` does. */
  classify(submission: TextSubmission, options?: CallOptions): Promise<Task>;
};

/**
 * Submits pieces, a few at a time. When one fails, aborts the others.
 *
 * @returns the tasks in the order of the pieces.
 * @throws the first error, marked with its piece; the reason of the signal in `callOptions` if it aborts.
 */
export async function submitPieces(
  hive: TextClassifier,
  pieces: readonly TextPiece[],
  options: { readonly concurrency: number; readonly callOptions: CallOptions },
): Promise<readonly PieceTask[]> {
  const { callOptions, concurrency } = options;
  const { signal, abort, race, close } = openScope({ signals: [callOptions.signal] });
  /** Set by index when the piece has succeeded. */
  const tasks: Task[] = [];
  /** Set by the first piece that fails. */
  let failure: unknown;
  const queue = pieces.entries();
  const listParts = (): readonly PieceTask[] =>
    pieces.flatMap((piece, index) => {
      const task = tasks[index];
      return task === undefined ? [] : [{ piece, task }];
    });
  const work = async (): Promise<void> => {
    // The workers share the queue.
    for (const [index, piece] of queue) {
      signal.throwIfAborted();
      try {
        const task: unknown = await hive.classify({ text: piece.text }, { ...callOptions, signal });
        tasks[index] = checkTask(task);
      } catch (error) {
        // Only the first failure is marked; the others fail because they are aborted.
        if (!signal.aborted) {
          failure = error;
          // Without the error, which is not that of the other pieces: they may still be billed.
          abort(undefined);
          markFailure(error, { pieces, index, parts: listParts() });
        }
        throw error;
      }
    }
  };
  try {
    // A classifier may ignore the signal.
    await race(Promise.all(Array.from({ length: Math.min(concurrency, pieces.length) }, work)));
  } catch (error) {
    throw failure ?? error;
  } finally {
    close();
  }
  return listParts();
}

/** A piece without a task must not be left out: the other pieces alone may look harmless. */
function checkTask(task: unknown): Task {
  if (isTask(task)) return task;
  throw new HiveConfigError(
    `classifyText: the method classify must resolve to a Task as HiveClient.classify does, got ${describeType(task)}.`,
  );
}

function markFailure(
  error: unknown,
  of: { readonly pieces: readonly TextPiece[]; readonly index: number; readonly parts: readonly PieceTask[] },
): void {
  const { pieces, index, parts } = of;
  const piece = pieces[index];
  // A text that was not split has no pieces, and an invalid option concerns all pieces.
  const isUnsplit = pieces.length === 1;
  if (piece === undefined || isUnsplit || (isHiveError(error) && error.kind === "config")) return;
  const { start, end } = piece;
  const length = pieces.at(-1)?.end ?? 0;
  const partial = parts.length === 0 ? null : mergeTasks(parts, { length, isComplete: false });
  markFailedPiece(error, { number: index + 1, count: pieces.length, start, end, partial });
}
