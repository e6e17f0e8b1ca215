import { HiveInputError } from "../../error/hive-input-error.ts";
import type { CheckedSubmission } from "../../submission/check-submission.ts";
import { rejectAsync, rejectExtras } from "../plan-request.ts";
import type { FormField, Protocol } from "../protocol.ts";
import { statusFormat } from "../reply/status-format.ts";

/**
 * The first generation of Hive's API, which Hive's documentation describes completely.
 *
 * Source: Hive's v1 documentation (read 2026-11-24). For contradictions in it, and with live responses, see
 * docs/discoveries.md.
 */
export const v1Protocol: Protocol = {
  api: "v1",
  authScheme: "Token",
  replies: statusFormat,
  limits: () => ({}),
  plan(submission, extras) {
    rejectAsync(extras);
    rejectExtras("Hive's v1 API", extras, ["model", "metadata", "params"]);
    return {
      method: "POST",
      path: "/api/v1/tag/task",
      body: { kind: "form", fields: buildForm(submission) },
    };
  },
};

function buildForm(submission: CheckedSubmission): readonly FormField[] {
  if (submission.kind === "text") {
    throw new HiveInputError(
      'Hive\'s v1 API accepts text only with media; add media or url, or set api: "v2" or "v3".',
    );
  }
  // The text comes first, so that a server that parses the form as it arrives has it before the media.
  const text: FormField[] = submission.text === null ? [] : [{ name: "text", value: submission.text }];
  return submission.kind === "media"
    ? [...text, { name: "image", upload: submission.upload }]
    : [...text, { name: "image_url", value: submission.url }];
}
