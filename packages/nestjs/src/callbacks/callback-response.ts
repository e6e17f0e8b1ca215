import { isHiveError } from "@hivekit/core";
import type { HiveTaskError } from "@hivekit/core";

/** The response to a callback. */
export type CallbackResponse =
  /** An acknowledgement with an empty body, after which Hive does not send the callback again. */
  { readonly status: 200 } | CallbackErrorResponse;

/** A response that is not an acknowledgement. */
export type CallbackErrorResponse = {
  /** 400, 403, 413: the request is not a callback, or not for this project. 500, 503: Hive should send it again. */
  readonly status: 400 | 403 | 413 | 500 | 503;
  /** The message for the sender. Contains nothing confidential. */
  readonly reason: string;
  /** The message for the app's log. @defaultValue the reason */
  readonly problem?: string;
  /** The stack of an error in the app's own code. @defaultValue none */
  readonly stack?: string | null;
};

/** The response to a callback that was delivered, now or earlier. */
export const ACKNOWLEDGED: CallbackResponse = { status: 200 };

/** The response while the app shuts down. */
export const SHUTTING_DOWN: CallbackErrorResponse = {
  status: 503,
  reason: "The application is shutting down.",
};

/** Returns the response to a body that could not be read. */
export function bodyErrorResponse(error: unknown): CallbackErrorResponse {
  if (!isHiveError(error)) {
    return { status: 500, reason: "The callback could not be read.", ...describeProblem(error) };
  }
  const problem = error.message;
  switch (error.kind) {
    case "input":
      // Without a limit, the body was already read, which is a mistake of this app.
      return error.limit === null
        ? { status: 500, reason: "The callback could not be read.", problem }
        : { status: 413, reason: "The body is too large.", problem };
    case "closed":
      return { ...SHUTTING_DOWN, problem };
    default:
      return { status: 400, reason: "The body is not a Hive task.", problem };
  }
}

/**
 * Returns the response to a body without a valid task id. Such a body can be neither assigned to a submission nor
 * recorded as delivered. Hive should send it again only if it reports a failure that may be transient.
 *
 * @param failure - The failure that the body reports; `null` if it reports a result.
 */
export function missingIdResponse(failure: HiveTaskError | null): CallbackErrorResponse {
  const reason = "The body has no valid task id.";
  if (failure === null) return { status: 400, reason };
  const problem = `The body has no valid task id: ${failure.message}`;
  return { status: failure.isRetryable ? 500 : 400, reason, problem };
}

/** Returns the response to a callback whose delivery failed: Hive should send it again. */
export function deliveryErrorResponse(error: unknown): CallbackErrorResponse {
  return { status: 500, reason: "The callback could not be processed.", ...describeProblem(error) };
}

/** Describes an error in the app's own code for the log: the messages in one line, and the stacks. */
export function describeProblem(error: unknown): { readonly problem: string; readonly stack: string | null } {
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
  const stacks = errors.flatMap((one) =>
    one instanceof Error && one.stack !== undefined ? [one.stack] : [],
  );
  return {
    problem: errors.map((one) => (one instanceof Error ? one.message : String(one))).join("; "),
    stack: stacks.length === 0 ? null : stacks.join("\n"),
  };
}
