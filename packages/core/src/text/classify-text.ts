import type { CallOptions } from "../client/call-options.ts";
import { CALL_CHECKS } from "../client/option-checks.ts";
import { HiveConfigError } from "../error/hive-config-error.ts";
import { checkOptions, wholeNumber } from "../options/check-options.ts";
import type { Task } from "../result/task.ts";
import { checkSubmission } from "../submission/check-submission.ts";
import { isObject } from "../value/is-object.ts";
import { detectUnit } from "./index-unit.ts";
import { mergeTasks } from "./merge-tasks.ts";
import { placeTask } from "./place-task.ts";
import { readLimits, splitChecked, SPLIT_CHECKS } from "./split-text.ts";
import type { SplitTextOptions } from "./split-text.ts";
import { submitPieces } from "./submit-pieces.ts";
import type { TextClassifier } from "./submit-pieces.ts";

const DEFAULT_CONCURRENCY = 4;

/**
 * The options of {@link classifyText}: those of a call, which apply to the submission of each piece, and those of
 * `splitText`. `timeoutMs` is the deadline of one piece; to limit the complete call, use `signal`.
 */
export type ClassifyTextOptions = CallOptions &
  SplitTextOptions & {
    /**
     * The largest number of pieces that are submitted at the same time, a whole number of at least 1.
     * @defaultValue 4
     */
    readonly concurrency?: number | undefined;
  };

/**
 * Classifies a text of any length. Splits it as `splitText` does, submits each piece, and merges the results into one
 * task of the complete text. Each piece is billed. A text within the limit is one submission.
 *
 * In the task:
 *
 * - `span` of frames, and `start` and `end` of hits, are indexes in the original text, in UTF-16 units, as in all
 *   JavaScript strings. `span` is the range of the piece if Hive sends one frame without a span.
 * - There is one result per model, with the frames of all pieces. It is not evaluated if any piece was not evaluated, or
 *   has no result of this model.
 * - A hit that two pieces report at the same place is listed once. A hit that was cut off at the start or end of a piece
 *   is dropped if a neighboring piece has the complete hit.
 * - `chargeUsd` is the sum; `null` if the charge of any piece is unknown.
 * - `text.language` is the language if it is the same in all pieces, otherwise `null`. It is `UNSUPPORTED` if the model
 *   does not support the language of at least one piece. `moderatedClasses` has the classes that all pieces have.
 * - `labels` has the answers for all pieces; `[]` if any piece has none.
 *
 * If the text was split, `id` and `metadata` are those of the first piece, and `raw` is an array with
 * `{ start, end, raw }` per piece: its place in the original text, and the response as Hive sent it.
 *
 * @param hive - The client of a text project.
 * @throws HiveInputError if the text is empty or not a string. Nothing is sent.
 * @throws HiveConfigError if an option is unknown or invalid. Nothing is sent. Also if `hive.classify` resolves to
 * anything but a task.
 * @throws the error of the first piece that fails, see `failedPieceOf`. The pieces in flight are aborted. They may be
 * billed, as may the pieces that succeeded.
 * @throws the signal's reason if the signal aborts.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { decide } from "@hivekit/core/policy";
 * import { classifyText } from "@hivekit/core/text";
 *
 * const hive = new HiveClient({ apiKey: "YOUR_TEXT_KEY", api: "v2" });
 * const task = await classifyText(hive, "A long text. ".repeat(500));
 * console.log(decide(task, { block: { hate: 3 } }).decision);
 * ```
 */
export async function classifyText(
  hive: TextClassifier,
  text: string,
  options: ClassifyTextOptions = {},
): Promise<Task> {
  checkClassifier(hive);
  checkOptions<ClassifyTextOptions>(
    options,
    { ...CALL_CHECKS, ...SPLIT_CHECKS, concurrency: wholeNumber(1) },
    "classifyText",
  );
  const { limit, overlap, concurrency = DEFAULT_CONCURRENCY, ...callOptions } = options;
  const limits = readLimits({ limit, overlap }, "classifyText");
  checkSubmission({ text });
  const parts = await submitPieces(hive, splitChecked(text, limits), { concurrency, callOptions });
  const [first, second] = parts;
  return first !== undefined && second === undefined
    ? placeTask(first, detectUnit(parts))
    : mergeTasks(parts, { length: text.length, isComplete: true });
}

function checkClassifier(hive: unknown): void {
  if (isObject(hive) && typeof hive["classify"] === "function") return;
  throw new HiveConfigError(
    "classifyText: the first argument must have a method classify; pass a HiveClient.",
  );
}
