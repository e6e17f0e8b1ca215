import type { CheckedSubmission } from "../../submission/check-submission.ts";
import { rejectExtras, rejectTextWithMedia } from "../plan-request.ts";
import type { FormField, Protocol, SubmissionExtras } from "../protocol.ts";
import { statusFormat } from "../reply/status-format.ts";

/** The longest text that a project accepts. Hive's support can raise the limit. */
const TEXT_CHARACTERS = 1024;

/**
 * The second generation, for projects that Hive's sales team sets up: one key per project, synchronous and
 * asynchronous.
 *
 * Source: https://docs.thehive.ai/reference/submit-a-task-synchronously and /submit-a-task-asynchronously (read
 * 2026-11-24).
 */
export const v2Protocol: Protocol = {
  api: "v2",
  authScheme: "Token",
  replies: statusFormat,
  limits: () => ({ textCharacters: TEXT_CHARACTERS }),
  plan(submission, extras) {
    return {
      method: "POST",
      path: `/api/v2/task/${extras.callbackUrl === undefined ? "sync" : "async"}`,
      body: { kind: "form", fields: buildForm(submission, extras) },
    };
  },
};

function buildForm(submission: CheckedSubmission, extras: SubmissionExtras): readonly FormField[] {
  rejectExtras("Hive's v2 API", extras, ["model"]);
  const { callbackUrl = null, metadata, params } = extras;
  const fields: FormField[] = [];
  if (callbackUrl !== null) fields.push({ name: "callback_url", value: callbackUrl });
  if (metadata !== null) fields.push({ name: "metadata", value: metadata });
  if (params !== null) fields.push({ name: "options", value: JSON.stringify(params) });
  // The media comes last, so that a server that parses the form as it arrives has the other fields before it.
  return [...fields, buildContentField(submission)];
}

function buildContentField(submission: CheckedSubmission): FormField {
  if (submission.kind === "text") return { name: "text_data", value: submission.text };
  rejectTextWithMedia("v2", submission);
  return submission.kind === "media"
    ? { name: "media", upload: submission.upload }
    : { name: "url", value: submission.url };
}
