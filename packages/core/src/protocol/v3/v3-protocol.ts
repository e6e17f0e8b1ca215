import { HiveConfigError } from "../../error/hive-config-error.ts";
import { HiveInputError } from "../../error/hive-input-error.ts";
import type { CheckedSubmission } from "../../submission/check-submission.ts";
import type { FormField, Protocol, RequestBody, SubmissionExtras } from "../protocol.ts";
import { noEndpoint, refuseExtras, refuseTextBeside } from "../refuse-extras.ts";
import { outputReply } from "../reply/output-reply.ts";

/** Documented for visual moderation: 200 MB for a file. */
const VISUAL_MEDIA_BYTES = 200 * 1024 * 1024;

/**
 * The third generation, self-serve: the address names the model, one secret key for all of them, always synchronous.
 *
 * Source: https://docs.thehive.ai/docs/visual-moderation-api, by way of clients that quote it (read 2026-11-24).
 */
export const v3Protocol: Protocol = {
  api: "v3",
  authScheme: "Bearer",
  replies: outputReply,
  limits: (model) => ({
    mediaBytes: model === "hive/visual-moderation" ? VISUAL_MEDIA_BYTES : null,
    textCharacters: null,
  }),
  plan(submission, extras) {
    refuseExtras("v3", extras, ["metadata"]);
    if (extras.model === null) {
      throw new HiveConfigError('Hive\'s v3 needs a model; give one such as "hive/visual-moderation".', {
        option: "model",
      });
    }
    return { method: "POST", path: `/api/v3/${extras.model}`, body: bodyOf(submission, extras.params ?? {}) };
  },
  planLater() {
    throw noEndpoint("v3", "submit for later");
  },
  planLook() {
    throw noEndpoint("v3", "look at a task");
  },
};

function bodyOf(submission: CheckedSubmission, params: NonNullable<SubmissionExtras["params"]>): RequestBody {
  refuseTextBeside("v3", submission);
  const taken = ["input", "media"].find((name) => name in params);
  if (taken !== undefined) throw new HiveInputError(`params may not hold ${taken}; leave it out.`);
  if (submission.kind !== "media") {
    const input = submission.kind === "text" ? { text: submission.text } : { media_url: submission.url };
    return { kind: "json", json: { ...params, input: [input] } };
  }
  // A form has text fields only: what is no text goes as its JSON.
  const fields = Object.entries(params)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): FormField => {
      return { name, value: typeof value === "string" ? value : JSON.stringify(value) };
    });
  return { kind: "form", fields: [...fields, { name: "media", upload: submission.upload }] };
}
