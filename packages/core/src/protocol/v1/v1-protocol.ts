import { HiveInputError } from "../../error/hive-input-error.ts";
import type { CheckedSubmission } from "../../submission/check-submission.ts";
import { lookAtTask } from "../look-at-task.ts";
import type { FormField, Protocol } from "../protocol.ts";
import { noEndpoint, refuseExtras } from "../refuse-extras.ts";
import { statusReply } from "../reply/status-reply.ts";

/**
 * The first generation of Hive's API, the one its documentation describes in full.
 *
 * Source: Hive's v1 documentation (read 2026-11-24). Where it contradicts itself or live replies: docs/discoveries.md.
 */
export const v1Protocol: Protocol = {
  api: "v1",
  authScheme: "Token",
  replies: statusReply,
  limits: () => ({ mediaBytes: null, textCharacters: null }),
  plan(submission, extras) {
    refuseExtras("v1", extras, ["model", "metadata", "params"]);
    return { method: "POST", path: "/api/v1/tag/task", body: { kind: "form", fields: formOf(submission) } };
  },
  planLater() {
    throw noEndpoint("v1", "submit for later");
  },
  planLook: (id, page) => lookAtTask("v1", id, page),
};

function formOf(submission: CheckedSubmission): readonly FormField[] {
  if (submission.kind === "text") {
    throw new HiveInputError("Hive's v1 takes text beside media only; give media or url.");
  }
  // The text goes first: a server that reads the form as it comes has it before the long part.
  const text: FormField[] = submission.text === null ? [] : [{ name: "text", value: submission.text }];
  return submission.kind === "media"
    ? [...text, { name: "image", upload: submission.upload }]
    : [...text, { name: "image_url", value: submission.url }];
}
