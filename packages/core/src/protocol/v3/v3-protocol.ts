import { createOptionError } from "../../options/check-options.ts";
import type { CheckedSubmission } from "../../submission/check-submission.ts";
import { rejectAsync, rejectExtras, rejectTextWithMedia } from "../plan-request.ts";
import type { FormField, Protocol, RequestBody, SubmissionExtras } from "../protocol.ts";
import { outputFormat } from "../reply/output-format.ts";

/** The documented limit for a file in visual moderation: 200 MB. */
const VISUAL_MEDIA_BYTES = 200 * 1024 * 1024;

/** The documented limit for a file as base64 in JSON: 20 MB. */
const BASE64_MEDIA_BYTES = 20 * 1024 * 1024;

/**
 * The third generation, self-serve: the path names the model, one secret key serves all models, and every request is
 * synchronous.
 *
 * Source: https://docs.thehive.ai/docs/visual-moderation-playground, as quoted by public clients (read 2026-11-24).
 */
export const v3Protocol: Protocol = {
  api: "v3",
  authScheme: "Bearer",
  replies: outputFormat,
  limits: (model) => (model === "hive/visual-moderation" ? { mediaBytes: VISUAL_MEDIA_BYTES } : {}),
  plan(submission, extras) {
    rejectAsync(extras);
    rejectExtras("Hive's v3 API", extras, ["metadata"]);
    if (extras.model === null) {
      throw createOptionError({
        path: "model",
        problem: 'is required by Hive\'s v3 API, for example "hive/visual-moderation"',
      });
    }
    return {
      method: "POST",
      path: `/api/v3/${extras.model}`,
      body: buildBody(submission, extras.params ?? {}),
    };
  },
};

function buildBody(
  submission: CheckedSubmission,
  params: NonNullable<SubmissionExtras["params"]>,
): RequestBody {
  rejectTextWithMedia("v3", submission);
  const reserved = ["input", "media"].find((name) => name in params);
  if (reserved !== undefined) {
    throw createOptionError({ path: `params.${reserved}`, problem: "is reserved; remove it" });
  }
  if (submission.kind !== "media") {
    const input = submission.kind === "text" ? { text: submission.text } : { media_url: submission.url };
    return { kind: "json", json: { ...params, input: [input] } };
  }
  // A form has only text fields, so other values are sent as JSON.
  const given = Object.entries(params).filter(([, value]) => value !== undefined);
  const texts = given.map(([name, value]): FormField => {
    return { name, value: typeof value === "string" ? value : JSON.stringify(value) };
  });
  const { upload } = submission;
  const fields = [...texts, { name: "media", upload }];
  if (given.length === 0) return { kind: "form", fields };
  // The only form of a file with parameters that Hive's examples show. Whether a form may have them is unknown.
  const json = (uri: string): unknown => ({ ...params, input: [{ media_base64: uri }] });
  return { kind: "dataUri", upload, maxBytes: BASE64_MEDIA_BYTES, json, fields };
}
