import type { AnyHiveError, HiveErrorKind, HiveErrorReason } from "@hivekit/core";

/** On whom a failure throws a light: on nobody but who submitted, or on Hive, the way there, the key or the balance. */
export type Blame = "caller" | "failure" | "rateLimited" | "unauthorized" | "insufficient_balance";

/** What a call asks of Hive: to work, which costs something, or to show a task, which costs nothing. */
export type CallPurpose = "submission" | "look";

/** What Hive refuses because of the submission: an answer like any other. */
const CALLERS: ReadonlySet<HiveErrorReason> = new Set([
  "bad_request",
  "too_large",
  "download_failed",
  "unsupported_media",
  "corrupt_media",
]);

/** What went wrong without a word from Hive, and yet not because of the caller. */
const FAILURES: ReadonlySet<HiveErrorKind> = new Set(["network", "timeout", "decode"]);

/** Reads an error as a sign of health. */
export function blameOf(error: AnyHiveError, purpose: CallPurpose): Blame {
  if (error.kind !== "http" && error.kind !== "task") return FAILURES.has(error.kind) ? "failure" : "caller";
  const { reason } = error;
  if (reason === "rate_limited") return "rateLimited";
  if (reason === "unauthorized" || reason === "insufficient_balance") return reason;
  // A task that is not there is its caller's; a route for submissions that is not there is a wrong address.
  if (reason === "not_found") return purpose === "look" ? "caller" : "failure";
  return CALLERS.has(reason) ? "caller" : "failure";
}
