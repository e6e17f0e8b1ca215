import { isHiveError } from "@hivekit/core";
import type { CallbackAnswer } from "./callback-answer.ts";

/** What to answer to a body that could not be read. */
export function refusalOfBody(error: unknown): CallbackAnswer {
  if (!isHiveError(error)) {
    return { status: 500, reason: "The callback could not be read.", problem: textOf(error) };
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

/** What to answer when handing over failed: the sender is to try again. */
export function refusalOfHandOver(error: unknown): CallbackAnswer {
  if (isHiveError(error) && error.kind === "closed") {
    return { status: 503, reason: "The application is shutting down.", problem: error.message };
  }
  return { status: 500, reason: "The callback could not be handed over.", problem: textOf(error) };
}

/** What went wrong in the app's own code, with its stack: for whoever runs the app. */
function textOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(textOf).join("\n");
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
