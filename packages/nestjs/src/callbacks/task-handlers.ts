import { HiveConfigError } from "@hivekit/core";
import type { DiscoveryService, MetadataScanner } from "@nestjs/core";
import { isObservable, lastValueFrom } from "rxjs";
import { TASK_HANDLER } from "./on-hive-task.decorator.ts";
import type { HiveCallbackInfo, TaskHandlerMark } from "./on-hive-task.decorator.ts";
import type { TaskOutcome } from "./task-outcome.ts";

/** The app's decorated methods for one project. */
export type TaskHandlers = {
  /** Returns the number of methods for a kind of outcome. */
  readonly count: (kind: TaskOutcome["kind"]) => number;
  /**
   * Calls all methods for an outcome concurrently and waits for all of them.
   *
   * @throws AggregateError with the errors of the methods that failed.
   */
  readonly call: (outcome: TaskOutcome, options: CallHandlersOptions) => Promise<void>;
};

/** How the methods are called. */
type CallHandlersOptions = {
  /** The second argument of the methods. */
  readonly info: HiveCallbackInfo;
  /**
   * Receives the error of a method immediately if others are still running. Otherwise, the error would never be
   * reported if one of the others hung.
   */
  readonly onFailure: (method: string, error: unknown) => void;
};

type Handler = {
  /** The class and method name, for the log. */
  readonly name: string;
  readonly call: (subject: unknown, info: HiveCallbackInfo) => unknown;
};

/**
 * Finds the methods decorated with `@OnHiveTask` or `@OnHiveTaskFailure` for a project, in all providers and
 * controllers of the app.
 *
 * @throws HiveConfigError if the class of a decorated method is not a singleton, because no instance would exist when a
 * callback arrives.
 */
export function findTaskHandlers(
  project: string | null,
  app: { readonly discovery: DiscoveryService; readonly scanner: MetadataScanner },
): TaskHandlers {
  const handlers: { readonly [kind in TaskOutcome["kind"]]: Handler[] } = { task: [], failure: [] };
  // An instance may be registered under two tokens.
  const instances = new Set<object>();
  for (const wrapper of [...app.discovery.getProviders(), ...app.discovery.getControllers()]) {
    const isStatic = wrapper.isDependencyTreeStatic() && !wrapper.isTransient;
    const instance: unknown = isStatic ? wrapper.instance : wrapper.metatype?.prototype;
    if (typeof instance !== "object" || instance === null || instances.has(instance)) continue;
    instances.add(instance);
    const prototype: unknown = isStatic ? Object.getPrototypeOf(instance) : instance;
    for (const { method, name, marks } of listMarkedMethods(prototype, app.scanner)) {
      // Duplicate marks count once.
      for (const kind of new Set(marks.filter((mark) => mark.project === project).map((mark) => mark.kind))) {
        if (!isStatic) throw notSingletonError(wrapper.name, name);
        handlers[kind].push({
          name: `${String(wrapper.name)}.${name}`,
          call: (subject, info) => Reflect.apply(method, instance, [subject, info]),
        });
      }
    }
  }
  return {
    count: (kind) => handlers[kind].length,
    call: (outcome, options) => callHandlers(handlers[outcome.kind], outcome, options),
  };
}

async function callHandlers(
  handlers: readonly Handler[],
  outcome: TaskOutcome,
  { info, onFailure }: CallHandlersOptions,
): Promise<void> {
  const subject = outcome.kind === "task" ? outcome.task : outcome.error;
  let running = handlers.length;
  const run = async ({ name, call }: Handler): Promise<void> => {
    try {
      await waitForResult(call(subject, info));
    } catch (error) {
      if (running > 1) onFailure(name, error);
      throw error;
    } finally {
      running -= 1;
    }
  };
  const results = await Promise.allSettled(handlers.map(run));
  const errors = results.flatMap((result): unknown[] =>
    result.status === "rejected" ? [result.reason] : [],
  );
  if (errors.length > 0) throw new AggregateError(errors, "A callback method failed.");
}

/** Waits for the result of a method. Subscribes to an Observable, because it would do nothing otherwise. */
async function waitForResult(result: unknown): Promise<unknown> {
  const value = await result;
  return isObservable(value) ? lastValueFrom(value, { defaultValue: null }) : value;
}

function listMarkedMethods(
  prototype: unknown,
  scanner: MetadataScanner,
): { readonly method: Function; readonly name: string; readonly marks: readonly TaskHandlerMark[] }[] {
  if (typeof prototype !== "object" || prototype === null) return [];
  return scanner.getAllMethodNames(prototype).flatMap((name) => {
    const method: unknown = Reflect.get(prototype, name);
    if (typeof method !== "function") return [];
    const marks: unknown = Reflect.getMetadata(TASK_HANDLER, method);
    return Array.isArray(marks) ? [{ method, name, marks: marks.filter(isMark) }] : [];
  });
}

function isMark(value: unknown): value is TaskHandlerMark {
  return typeof value === "object" && value !== null && "kind" in value && "project" in value;
}

function notSingletonError(className: unknown, method: string): HiveConfigError {
  return new HiveConfigError(
    `${String(className)}.${method} handles callbacks, but its class is request-scoped or transient. Make the class a singleton.`,
  );
}
