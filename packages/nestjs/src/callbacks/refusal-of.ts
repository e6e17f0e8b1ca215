import { isHiveError } from "@hivekit/core";
import type { CallbackAnswer } from "./callback-answer.ts";
import type { TaskOutcome } from "./task-handlers.ts";

/** What to answer to a body that could not be read. */
export function refusalOfBody(error: unknown): CallbackAnswer {
  if (!isHiveError(error)) {
    return { status: 500, reason: "The callback could not be read.", ...problemOf(error) };
  }
  const problem = error.message;
  switch (error.kind) {
    case "input":
      return { status: 413, reason: "The body has too many bytes.", problem };
    case "closed":
      return { status: 503, reason: "The application is shutting down.", problem };
    default:
      return { status: 400, reason: "The body is no task of Hive's.", problem };
  }
}

/**
 * What to answer to what names no task: nobody could tell whose it is, nor remember that it was handed over. A failure that may pass is to
 * be sent again.
 */
export function refusalWithoutId(outcome: TaskOutcome): CallbackAnswer {
  const reason = "The body has no task's id.";
  if (outcome.kind === "task") return { status: 400, reason };
  const { message, isRetryable } = outcome.error;
  return { status: isRetryable ? 500 : 400, reason, problem: `The body has no task's id: ${message}` };
}

/** What to answer when handing over failed: the sender is to try again. */
export function refusalOfHandOver(error: unknown): CallbackAnswer {
  return { status: 500, reason: "The callback could not be handed over.", ...problemOf(error) };
}

/** What went wrong in the app's own code, for whoever runs the app: in one line, and with the stacks. */
export function problemOf(error: unknown): { readonly problem: string; readonly stack: string | null } {
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
  const stacks = errors.flatMap((one) =>
    one instanceof Error && one.stack !== undefined ? [one.stack] : [],
  );
  return {
    problem: errors.map((one) => (one instanceof Error ? one.message : String(one))).join("; "),
    stack: stacks.length === 0 ? null : stacks.join("\n"),
  };
}
