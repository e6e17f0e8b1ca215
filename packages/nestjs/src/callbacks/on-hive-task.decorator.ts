import type { HiveTaskError, Task } from "@hivekit/core";

/** Which project's callbacks a method takes. */
export type OnHiveTaskOptions = {
  /** The `name` of the registration. @defaultValue the project without a name */
  readonly project?: string | undefined;
};

/** What is known of a callback beside its task. */
export type HiveCallbackInfo = {
  /** The `name` of the registration; `null` for the project without one. */
  readonly project: string | null;
  /** Hive's id of the task, as `submit` gave it. */
  readonly taskId: string;
  /** What tells the address from all others; it belongs to one submission. */
  readonly nonce: string;
  /** When the callback came. */
  readonly receivedOn: Date;
};

/** A method that takes the tasks of callbacks. */
export type HiveTaskHandler = (task: Task, callback: HiveCallbackInfo) => unknown;

/** A method that takes the failures of tasks. */
export type HiveTaskFailureHandler = (error: HiveTaskError, callback: HiveCallbackInfo) => unknown;

/** What the decorators leave on a method, for {@link findTaskHandlers}. */
export type TaskHandlerMark = { readonly kind: "task" | "failure"; readonly project: string | null };

/** Where the decorators leave it: a list, since a method may take the callbacks of several projects. */
export const TASK_HANDLER = "hivekit:task-handler";

/**
 * Marks a method of a provider or a controller that takes the tasks which Hive posts to this app.
 *
 * It gets the `Task` and {@link HiveCallbackInfo}. Hive is told that all is well when it, and every other method for the project, is done,
 * its promise resolved or its Observable completed; if one throws, rejects or errors, Hive is answered 500 and its next try is handed to all of them again: do things in it that may be
 * done twice, and only what takes seconds. The class must be a singleton. For several projects, mark the method once for each.
 *
 * @example
 * ```ts
 * import type { Task } from "@hivekit/core";
 * import { OnHiveTask } from "@hivekit/nestjs/callbacks";
 * import { Injectable } from "@nestjs/common";
 *
 * @Injectable()
 * export class Results {
 *   @OnHiveTask({ project: "text" })
 *   async take(task: Task): Promise<void> {
 *     console.log(task.id, task.results[0]?.frames);
 *   }
 * }
 * ```
 */
export function OnHiveTask(options: OnHiveTaskOptions = {}): Decorates<HiveTaskHandler> {
  return marked({ kind: "task", project: options.project ?? null });
}

/**
 * Marks a method that takes the failures of tasks: Hive posts those, too, and they will get no result. As {@link OnHiveTask}, with the
 * `HiveTaskError` in the task's place. Without such a method a failure is logged, and Hive is told that all is well.
 */
export function OnHiveTaskFailure(options: OnHiveTaskOptions = {}): Decorates<HiveTaskFailureHandler> {
  return marked({ kind: "failure", project: options.project ?? null });
}

/** A decorator of methods that take these arguments, or fewer. */
export type Decorates<Handler> = <Method extends Handler>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
) => void;

function marked(mark: TaskHandlerMark): Decorates<(...given: never[]) => unknown> {
  return (_target, _key, { value }) => {
    // A decorator of a method gets the method; the type says so of accessors, too.
    if (value === undefined) return;
    const others: readonly TaskHandlerMark[] = Reflect.getMetadata(TASK_HANDLER, value) ?? [];
    Reflect.defineMetadata(TASK_HANDLER, [...others, mark], value);
  };
}
