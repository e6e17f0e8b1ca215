import type { HiveTaskError, Task } from "@hivekit/core";
import * as z from "zod/mini";
import { checkOptions, optionsSchema, projectName } from "../options/check-options.ts";

/** The options of {@link OnHiveTask} and {@link OnHiveTaskFailure}. */
export type OnHiveTaskOptions = {
  /** The `name` of the project whose callbacks the method handles. @defaultValue the unnamed project */
  readonly project?: string | undefined;
};

const onHiveTaskSchema = optionsSchema<OnHiveTaskOptions>({ project: z.optional(projectName) });

/** The details of a callback. */
export type HiveCallbackInfo = {
  /** The `name` of the project; `null` for the unnamed project. */
  readonly project: string | null;
  /** Hive's id of the task, as returned by `submit`. */
  readonly taskId: string;
  /** The random part of the callback URL, unique to one submission. */
  readonly nonce: string;
  /** When the callback arrived. */
  readonly receivedOn: Date;
};

/** A method that handles tasks posted by Hive. */
export type HiveTaskHandler = (task: Task, callback: HiveCallbackInfo) => unknown;

/** A method that handles failed tasks posted by Hive. */
export type HiveTaskFailureHandler = (error: HiveTaskError, callback: HiveCallbackInfo) => unknown;

/** The metadata that the decorators store on a method, for {@link findTaskHandlers}. */
export type TaskHandlerMark = { readonly kind: "task" | "failure"; readonly project: string | null };

/** The metadata key of an array of {@link TaskHandlerMark}: a method may handle the callbacks of several projects. */
export const TASK_HANDLER = "hivekit:task-handler";

/**
 * Marks a method of a provider or a controller that handles the tasks that Hive posts to this app.
 *
 * The method receives the `Task` and {@link HiveCallbackInfo}. The app acknowledges the callback when every method for
 * the project is done, that is, when its promise has resolved or its Observable has completed. If one of them throws,
 * rejects or errors, Hive gets a 500, and all of them receive Hive's next attempt. The work must therefore be
 * idempotent, and should take no more than a few seconds. The class must be a singleton. For several projects, decorate
 * the method once for each.
 *
 * @throws HiveConfigError if an option is invalid or unknown.
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
 *   async save(task: Task): Promise<void> {
 *     console.log(task.id, task.results[0]?.frames);
 *   }
 * }
 * ```
 */
export function OnHiveTask(options: OnHiveTaskOptions = {}): Decorates<HiveTaskHandler> {
  checkOptions("@OnHiveTask", onHiveTaskSchema, options);
  return markMethod({ kind: "task", project: options.project ?? null });
}

/**
 * Marks a method that handles failed tasks, which Hive also posts. Works like {@link OnHiveTask}, but the method
 * receives the `HiveTaskError` instead of a task. Without such a method, a failure is logged and acknowledged.
 *
 * @throws HiveConfigError if an option is invalid or unknown.
 */
export function OnHiveTaskFailure(options: OnHiveTaskOptions = {}): Decorates<HiveTaskFailureHandler> {
  checkOptions("@OnHiveTaskFailure", onHiveTaskSchema, options);
  return markMethod({ kind: "failure", project: options.project ?? null });
}

/** A decorator for methods with the parameters of a handler, or fewer. */
export type Decorates<Handler> = <Method extends Handler>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
) => void;

function markMethod(mark: TaskHandlerMark): Decorates<(...given: never[]) => unknown> {
  return (_target, _key, { value }) => {
    // The type also allows accessors, which have no value.
    if (value === undefined) return;
    const others: readonly TaskHandlerMark[] = Reflect.getMetadata(TASK_HANDLER, value) ?? [];
    Reflect.defineMetadata(TASK_HANDLER, [...others, mark], value);
  };
}
