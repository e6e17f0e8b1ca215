import { HiveConfigError } from "@hivekit/core";
import type { HiveTaskError, Task } from "@hivekit/core";
import type { DiscoveryService, MetadataScanner } from "@nestjs/core";
import { isObservable, lastValueFrom } from "rxjs";
import { TASK_HANDLER } from "./on-hive-task.decorator.ts";
import type { HiveCallbackInfo, TaskHandlerMark } from "./on-hive-task.decorator.ts";

/** What Hive said of a task. */
export type TaskOutcome =
  | {
      /** Hive finished it. */
      readonly kind: "task";
      /** The whole result. */
      readonly task: Task;
    }
  | {
      /** Hive gave up. */
      readonly kind: "failure";
      /** What it said of that. */
      readonly error: HiveTaskError;
    };

/** The app's methods for one project's callbacks. */
export type TaskHandlers = {
  /** How many take what came. */
  readonly count: (kind: TaskOutcome["kind"]) => number;
  /**
   * Hands over to all of them, at the same time, and waits for all.
   *
   * @throws AggregateError with what those threw that did not succeed.
   */
  readonly handOver: (outcome: TaskOutcome, options: HandlersOptions) => Promise<void>;
};

/** How methods are called. */
type HandlersOptions = {
  /** Their second argument. */
  readonly info: HiveCallbackInfo;
  /** Is told at once of a method that failed while others are at work: if one of those hangs, nobody would hear of it. */
  readonly onFailure: (method: string, error: unknown) => void;
};

type Handler = {
  /** As it is shown in the log. */
  readonly name: string;
  readonly call: (subject: unknown, info: HiveCallbackInfo) => unknown;
};

/**
 * Finds the methods that `@OnHiveTask` and `@OnHiveTaskFailure` mark for a project, in all providers and controllers of the app.
 *
 * @throws HiveConfigError for a marked method of a class that is made anew for each request: there is none when Hive calls.
 */
export function findTaskHandlers(
  project: string | null,
  app: { readonly discovery: DiscoveryService; readonly scanner: MetadataScanner },
): TaskHandlers {
  const found: { readonly [kind in TaskOutcome["kind"]]: Handler[] } = { task: [], failure: [] };
  // A class that is registered under two tokens is one instance.
  const instances = new Set<object>();
  for (const wrapper of [...app.discovery.getProviders(), ...app.discovery.getControllers()]) {
    const isStatic = wrapper.isDependencyTreeStatic() && !wrapper.isTransient;
    const instance: unknown = isStatic ? wrapper.instance : wrapper.metatype?.prototype;
    if (typeof instance !== "object" || instance === null || instances.has(instance)) continue;
    instances.add(instance);
    const prototype: unknown = isStatic ? Object.getPrototypeOf(instance) : instance;
    for (const { method, name, marks } of markedMethods(prototype, app.scanner)) {
      // A mark that stands twice is one.
      for (const kind of new Set(marks.filter((mark) => mark.project === project).map((mark) => mark.kind))) {
        if (!isStatic) throw notStatic(wrapper.name, name);
        found[kind].push({
          name: `${String(wrapper.name)}.${name}`,
          call: (subject, info) => Reflect.apply(method, instance, [subject, info]),
        });
      }
    }
  }
  return {
    count: (kind) => found[kind].length,
    handOver: async (outcome, { info, onFailure }) => {
      const subject = outcome.kind === "task" ? outcome.task : outcome.error;
      const handlers = found[outcome.kind];
      let running = handlers.length;
      const run = async ({ name, call }: Handler): Promise<void> => {
        try {
          await done(call(subject, info));
        } catch (error) {
          if (running > 1) onFailure(name, error);
          throw error;
        } finally {
          running -= 1;
        }
      };
      const ends = await Promise.allSettled(handlers.map(run));
      const reasons = ends.flatMap((end): unknown[] => (end.status === "rejected" ? [end.reason] : []));
      if (reasons.length > 0) throw new AggregateError(reasons, "A method for Hive's callbacks failed.");
    },
  };
}

/** What a method gives may be an Observable, which does nothing until it is subscribed to. */
async function done(given: unknown): Promise<unknown> {
  const value = await given;
  return isObservable(value) ? lastValueFrom(value, { defaultValue: null }) : value;
}

function markedMethods(
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

function notStatic(className: unknown, method: string): HiveConfigError {
  return new HiveConfigError(
    `${String(className)}.${method} takes Hive's callbacks, but its class is made anew for each request or consumer; make it a singleton.`,
  );
}
