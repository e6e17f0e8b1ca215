import type { AnyHiveError, HiveErrorKind, HiveErrorReason } from "@hivekit/core";

/** The cause of a failure: the caller, Hive or the network (`failure`), the rate limit, the key, or the balance. */
export type FailureClass = "caller" | "failure" | "rateLimited" | "unauthorized" | "insufficient_balance";

/**
 * The purpose of a call. A `submission` and a question to the vision language model (`vlm`) may be charged; a `poll` of
 * a task is free.
 */
export type CallPurpose = "submission" | "poll" | "vlm";

/** Reasons that concern the submission. Hive was able to reject it, so Hive is up. */
const CALLER_REASONS: ReadonlySet<HiveErrorReason> = new Set([
  "bad_request",
  "too_large",
  "download_failed",
  "unsupported_media",
  "corrupt_media",
]);

/** Kinds of failures without a usable response from Hive that are not the caller's fault. */
const FAILURE_KINDS: ReadonlySet<HiveErrorKind> = new Set(["network", "timeout", "decode"]);

/** Classifies an error for the health of a project. */
export function classifyFailure(error: AnyHiveError, purpose: CallPurpose): FailureClass {
  if (error.kind !== "http" && error.kind !== "task")
    return FAILURE_KINDS.has(error.kind) ? "failure" : "caller";
  const { reason } = error;
  if (reason === "rate_limited") return "rateLimited";
  if (reason === "unauthorized" || reason === "insufficient_balance") return reason;
  // A missing task is the caller's mistake; a missing submission route means that `baseUrl` is wrong.
  if (reason === "not_found") return purpose === "poll" ? "caller" : "failure";
  return CALLER_REASONS.has(reason) ? "caller" : "failure";
}
