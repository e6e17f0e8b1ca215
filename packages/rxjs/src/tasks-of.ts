import { HiveClosedError } from "@hivekit/core";
import type { CallOptions, HiveClient, Submission, Task } from "@hivekit/core";
import { defer, finalize, from, mergeMap, Observable, takeUntil } from "rxjs";
import type { ObservableInput } from "rxjs";
import { abortOf } from "./abort-of.ts";
import { checkConcurrency } from "./check-options.ts";
import { listSource } from "./item-source.ts";
import { mapItems } from "./map-items.ts";
import { optionError } from "./option-error.ts";

const DEFAULT_CONCURRENCY = 4;

/** The options of {@link tasksOf}: those of each call, and how many are in flight at a time. */
export type TasksOfOptions = CallOptions & {
  /**
   * How many submissions are in flight at a time; a whole number from 1.
   * @defaultValue 4
   */
  readonly concurrency?: number | undefined;
};

/** What became of one submission: a task, or the error that `HiveClient.classify` failed with. `task !== undefined` tells which. */
export type TaskOutcome = {
  /** The place of the submission among all, from 0. */
  readonly index: number;
  /** The submission, as it was given. */
  readonly submission: Submission;
} & (
  | {
      /** The whole result. */
      readonly task: Task;
      /** Absent: it did not fail. */
      readonly error?: undefined;
    }
  | {
      /** Absent: it failed. */
      readonly task?: undefined;
      /** What it failed with; see `isHiveError`. */
      readonly error: unknown;
    }
);

/**
 * Submits one thing after the other, some at a time, and emits what becomes of each in order of completion.
 *
 * A submission that fails is an outcome, too, and ends nothing. What ends it: an error of `submissions` itself, or `options.signal`.
 *
 * Cold: nothing is sent before somebody subscribes, and each subscription submits, and is billed, again for all. Unsubscribing aborts
 * what is in flight and submits nothing more; it does not undo a charge. The rate limit of a project is the client's concern: a 429
 * holds back its other calls.
 *
 * @param submissions - A list or another iterable, also an async one: asked for the next one when there is room for it, so that a
 * generator can open files as they are needed (one subscription uses it up). An Observable cannot be held back: what it emits waits
 * in memory.
 * @param options - Those of each call: `timeoutMs` is the deadline of one, not of all. `signal` ends all.
 * @returns an Observable that completes after the last outcome.
 * @throws HiveConfigError if `concurrency` is no whole number from 1, or nothing can be read from `submissions`.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { tasksOf } from "@hivekit/rxjs";
 *
 * const hive = new HiveClient({ apiKey: "demo-colors", baseUrl: "http://127.0.0.1:8787" });
 * const urls = ["http://127.0.0.1:9000/1.jpg", "http://127.0.0.1:9000/2.jpg"];
 * tasksOf(hive, urls.map((url) => ({ url })), { concurrency: 16 }).subscribe(({ index, task, error }) => {
 *   if (task === undefined) console.warn(urls[index], error);
 *   else console.log(urls[index], task.results[0]?.frames[0]?.classes);
 * });
 * ```
 */
export function tasksOf(
  client: Pick<HiveClient, "classify">,
  submissions: ObservableInput<Submission>,
  options: TasksOfOptions = {},
): Observable<TaskOutcome> {
  const { concurrency = DEFAULT_CONCURRENCY, signal, ...callOptions } = options;
  checkConcurrency("tasksOf", concurrency);
  const source = isIterable(submissions) ? submissions : observableOf(submissions);
  return defer(() => {
    const controller = new AbortController();
    const project = async (submission: Submission, index: number): Promise<TaskOutcome> => {
      try {
        const task = await client.classify(submission, { ...callOptions, signal: controller.signal });
        return { index, submission, task };
      } catch (error) {
        return { index, submission, error };
      }
    };
    const outcomes =
      source instanceof Observable
        ? source.pipe(mergeMap(project, concurrency))
        : mapItems(() => listSource(source), { project, concurrency });
    return outcomes.pipe(
      takeUntil(abortOf(signal)),
      finalize(() => {
        const isAborted = signal?.aborted === true;
        controller.abort(
          isAborted ? signal.reason : new HiveClosedError("Nobody waits for these tasks any more."),
        );
      }),
    );
  });
}

function isIterable<Item>(input: ObservableInput<Item>): input is AsyncIterable<Item> | Iterable<Item> {
  return Symbol.asyncIterator in Object(input) || Symbol.iterator in Object(input);
}

function observableOf(submissions: ObservableInput<Submission>): Observable<Submission> {
  try {
    return from(submissions);
  } catch {
    const words =
      "must be a list or another iterable, or an Observable; a single submission is for classify()";
    throw optionError("tasksOf", { option: "submissions", words });
  }
}
