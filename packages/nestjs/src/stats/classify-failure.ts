import type { AnyHiveError, HiveErrorKind, HiveErrorReason } from "@hivekit/core";

/**
 * The party responsible for a failure: the caller, Hive or the network (`failure`), the rate limit, the key, or the
 * balance.
 */
export type FailureClass = "caller" | "failure" | "rateLimited" | "unauthorized" | "insufficient_balance";

/** What a call asks of Hive: a `submission` may be charged, a `poll` of a task is free. */
export type CallPurpose = "submission" | "poll";

/** Reasons that concern the submission. Hive rejected it, so Hive works. */
const CALLER_REASONS: ReadonlySet<HiveErrorReason> = new Set([
  "bad_request",
  "too_large",
  "download_failed",
  "unsupported_media",
  "corrupt_media",
]);

/** Kinds of failures without a usable response from Hive that are not the caller's fault. */
const FAILURE_KINDS: ReadonlySet<HiveErrorKind> = new Set(["network", "timeout", "decode"]);

/** Classifies an error as a sign of health. */
export function classifyFailure(error: AnyHiveError, purpose: CallPurpose): FailureClass {
  if (error.kind !== "http" && error.kind !== "task")
    return FAILURE_KINDS.has(error.kind) ? "failure" : "caller";
  const { reason } = error;
  if (reason === "rate_limited") return "rateLimited";
  if (reason === "unauthorized" || reason === "insufficient_balance") return reason;
  // A task that does not exist is the caller's mistake; a missing submission route is a wrong address.
  if (reason === "not_found") return purpose === "poll" ? "caller" : "failure";
  return CALLER_REASONS.has(reason) ? "caller" : "failure";
}
