import type { CallOptions, HiveClient, Submission, Task } from "@hivekit/core";
import { checkOptions } from "@hivekit/core/options";
import type { OptionChecks } from "@hivekit/core/options";
import type { Observable, ObservableInput } from "rxjs";
import { CALL_CHECKS, concurrencyCheck } from "./check-options.ts";
import { DEFAULT_CONCURRENCY, settleItems, toItemSource } from "./settle-items.ts";

/** The options of {@link tasksOf}: call options and the concurrency. */
export type TasksOfOptions = CallOptions & {
  /**
   * How many submissions are in flight at a time; a whole number, at least 1.
   * @defaultValue 4
   */
  readonly concurrency?: number | undefined;
};

const TASKS_OF_CHECKS: OptionChecks<TasksOfOptions> = { ...CALL_CHECKS, concurrency: concurrencyCheck };

/**
 * The outcome of one submission: a task, or the error of `HiveClient.classify`. `task` is `undefined` if the submission
 * failed.
 */
export type TaskOutcome = {
  /** The index of the submission, from 0. */
  readonly index: number;
  /** The submission. */
  readonly submission: Submission;
} & (
  | {
      /** The complete result. */
      readonly task: Task;
      /** Absent if the submission succeeded. */
      readonly error?: undefined;
    }
  | {
      /** Absent if the submission failed. */
      readonly task?: undefined;
      /** The error; see `isHiveError`. */
      readonly error: unknown;
    }
);

/**
 * Submits many items, several at a time, and emits the outcome of each in order of completion.
 *
 * A failed submission is also an outcome and does not end the Observable. An error of `submissions` itself ends it, as
 * does an aborted `options.signal`.
 *
 * The Observable is cold: nothing is sent before a subscription, and each subscription submits all items again and is
 * charged again. Unsubscribing aborts the calls in flight, and no further items are submitted; it does not undo a
 * charge. The client respects the rate limit of the project: after a 429, it delays its other calls.
 *
 * @param submissions - An array or another iterable, which may be asynchronous, or an Observable. The next item of an
 * iterable is requested only when it can be submitted, so a generator can open files as they are needed; one
 * subscription consumes a generator. An Observable has no backpressure: its items are buffered in memory.
 * @param options - The options of each call: `timeoutMs` is the deadline for one call, not for all of them. `signal`
 * aborts all of them.
 * @returns an Observable that completes after the last outcome.
 * @throws HiveConfigError if an option is unknown or invalid, or `submissions` is not iterable.
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
  checkOptions(options, TASKS_OF_CHECKS, "tasksOf");
  const { concurrency = DEFAULT_CONCURRENCY, signal, ...callOptions } = options;
  const source = toItemSource(submissions, {
    of: "tasksOf",
    option: "submissions",
    single: "classify()",
  });
  return settleItems<Submission, TaskOutcome>(source, {
    settle: async (submission, { index, signal: callSignal }) => {
      try {
        const task = await client.classify(submission, { ...callOptions, signal: callSignal });
        return { index, submission, task };
      } catch (error) {
        return { index, submission, error };
      }
    },
    concurrency,
    signal,
    of: "tasks",
  });
}
