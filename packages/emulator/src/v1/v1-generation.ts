import { errorResponse } from "../api/error-response.ts";
import type { Generation } from "../api/generation.ts";
import { pickContent, readTextField, type ContentField } from "../api/pick-content.ts";
import { readBody } from "../api/read-body.ts";
import { NO_EXTRAS } from "../state/submission.ts";
import { toV1Reply } from "./v1-reply.ts";

/** The path of v1's submissions. Source: V1DOCS, "Endpoint". */
export const TAG_TASK_PATH = "/api/v1/tag/task";

const FIELDS: readonly ContentField[] = [
  { name: "image", kind: "file" },
  { name: "image_url", kind: "url" },
];

/**
 * The first generation. Source: V1DOCS. The message for an unknown key comes from a third party's fixture,
 * reference/hive-api.md, section 2.8.
 */
export const v1Generation: Generation = {
  name: "v1",
  scheme: "Token",
  wrongKeyStatus: 403,
  wrongKeyMessage: "Invalid Auth Token",
  errorResponse,
  readSubmission: async (exchange, { maxBytes }) => {
    const body = await readBody(exchange, { maxBytes, maxJsonBytes: null });
    // Always a form, because `readBody` rejects JSON here.
    const form = body.kind === "form" ? body.form : new FormData();
    return { ...pickContent(form, FIELDS), ...NO_EXTRAS, accompanyingText: readTextField(form, "text") };
  },
  toReply: toV1Reply,
};
