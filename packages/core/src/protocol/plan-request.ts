import { HiveInputError } from "../error/hive-input-error.ts";
import { createOptionError } from "../options/check-options.ts";
import type { CheckedSubmission } from "../submission/check-submission.ts";
import type { HiveApi, RequestPlan, SubmissionExtras } from "./protocol.ts";
import type { PageOfFrames } from "./reply/decode-poll.ts";

/**
 * Plans a poll of a task. v1 and v2 share the format.
 *
 * Source: Hive's Postman collection of 2020 for v1, the index of its reference for v2 (read 2026-11-24); see
 * docs/discoveries.md.
 *
 * @throws HiveConfigError with v3, which has no such endpoint.
 */
export function planTaskPoll(api: HiveApi, id: string, page: PageOfFrames): RequestPlan {
  if (api === "v3") throw createOptionError({ path: "api", problem: "must be v1 or v2 to poll a task" });
  const query = `task_id=${encodeURIComponent(id)}&frame_limit=${page.frameLimit}&frame_offset=${page.frameOffset}`;
  return { method: "GET", path: `/api/${api}/task?${query}`, body: { kind: "none" } };
}

/**
 * Rejects options that cannot be sent, so that no option is silently ignored.
 *
 * @param target - The receiver of the options, for the error message: `Hive's v1 API`.
 * @throws HiveConfigError that names the option.
 */
export function rejectExtras(
  target: string,
  extras: { readonly [Extra in keyof SubmissionExtras]?: unknown },
  unsupported: readonly (keyof SubmissionExtras)[],
): void {
  for (const option of unsupported) {
    if ((extras[option] ?? null) === null) continue;
    throw createOptionError({ path: option, problem: `is not accepted by ${target}; remove it` });
  }
}

/** @throws HiveInputError for text together with media or a URL, which only v1 accepts. */
export function rejectTextWithMedia(api: HiveApi, submission: CheckedSubmission): void {
  if (submission.kind === "text" || submission.text === null) return;
  throw new HiveInputError(`Hive's ${api} API does not accept text with media; submit them separately.`);
}

/** @throws HiveConfigError for an asynchronous submission, for which only v2 has an endpoint. */
export function rejectAsync({ callbackUrl }: SubmissionExtras): void {
  if (callbackUrl === undefined) return;
  throw createOptionError({ path: "api", problem: "must be v2 to submit asynchronously" });
}
