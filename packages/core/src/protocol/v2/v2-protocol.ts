import type { CheckedSubmission } from "../../submission/check-submission.ts";
import { lookAtTask } from "../look-at-task.ts";
import type { FormField, Protocol, SubmissionExtras } from "../protocol.ts";
import { refuseExtras, refuseTextBeside } from "../refuse-extras.ts";
import { statusReply } from "../reply/status-reply.ts";

/** The longest text that a project takes unless Hive's support raised it. */
const TEXT_CHARACTERS = 1024;

/**
 * The second generation, for projects that Hive's sales set up: one key a project, synchronous and asynchronous.
 *
 * Source: https://docs.thehive.ai/reference/submit-a-task-synchronously and /submit-a-task-asynchronously (read 2026-11-24).
 */
export const v2Protocol: Protocol = {
  api: "v2",
  authScheme: "Token",
  replies: statusReply,
  limits: () => ({ mediaBytes: null, textCharacters: TEXT_CHARACTERS }),
  plan(submission, extras) {
    return {
      method: "POST",
      path: "/api/v2/task/sync",
      body: { kind: "form", fields: formOf(submission, extras) },
    };
  },
  planLater(submission, extras) {
    const callback: FormField[] =
      extras.callbackUrl === null ? [] : [{ name: "callback_url", value: extras.callbackUrl }];
    return {
      method: "POST",
      path: "/api/v2/task/async",
      body: { kind: "form", fields: [...callback, ...formOf(submission, extras)] },
    };
  },
  planLook: (id, page) => lookAtTask("v2", id, page),
};

function formOf(submission: CheckedSubmission, extras: SubmissionExtras): readonly FormField[] {
  refuseExtras("v2", extras, ["model"]);
  const fields: FormField[] = [];
  if (extras.metadata !== null) fields.push({ name: "metadata", value: extras.metadata });
  if (extras.params !== null) fields.push({ name: "options", value: JSON.stringify(extras.params) });
  // Media goes last: a server that reads the form as it comes has the rest before the long part.
  return [...fields, contentOf(submission)];
}

function contentOf(submission: CheckedSubmission): FormField {
  if (submission.kind === "text") return { name: "text_data", value: submission.text };
  refuseTextBeside("v2", submission);
  return submission.kind === "media"
    ? { name: "media", upload: submission.upload }
    : { name: "url", value: submission.url };
}
