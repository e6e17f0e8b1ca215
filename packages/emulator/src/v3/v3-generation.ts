import { MAX_FIELD_BYTES } from "../api/body-parser.ts";
import { checkTextLength } from "../api/check-text.ts";
import { decodeBase64, MAX_BASE64_MEDIA_BYTES } from "../api/decode-base64.ts";
import { v3ErrorResponse } from "../api/error-response.ts";
import type { Generation, ModelAddress } from "../api/generation.ts";
import { pickContent, type ContentField } from "../api/pick-content.ts";
import { isJsonObject, readBody } from "../api/read-body.ts";
import { ApiError } from "../error/api-error.ts";
import { NO_EXTRAS, type Submission } from "../state/submission.ts";
import { toV3Reply } from "./v3-reply.ts";

/**
 * The models of v3 for which the format of requests and replies is known. Source: reference/hive-api.md, sections 3.2
 * to 3.4.
 */
export const V3_MODELS: readonly ModelAddress[] = [
  { path: "hive/visual-moderation", model: "emulator_visual" },
  { path: "hive/text-moderation", model: "emulator_text" },
  { path: "hive/ai-generated-and-deepfake-content-detection", model: "emulator_ai_generated" },
];

const FIELDS: readonly ContentField[] = [{ name: "media", kind: "file" }];
/**
 * The maximum size of a JSON body, in bytes: media in base64, which takes four bytes for every three, and 64 KiB for
 * the rest.
 */
const MAX_JSON_BYTES = Math.ceil(MAX_BASE64_MEDIA_BYTES / 3) * 4 + 64 * 1024;
const INPUTS = ["media_url", "media_base64", "text"] as const;

/** The third generation. Source: reference/hive-api.md, section 3. */
export const v3Generation: Generation = {
  name: "v3",
  scheme: "Bearer",
  wrongKeyStatus: 401,
  wrongKeyMessage: "Unauthorized",
  errorResponse: v3ErrorResponse,
  readSubmission: async (exchange, { maxBytes }) => {
    const body = await readBody(exchange, { maxBytes, maxJsonBytes: MAX_JSON_BYTES });
    const picked = body.kind === "form" ? pickContent(body.form, FIELDS) : await readInput(body.json);
    return { ...picked, ...NO_EXTRAS };
  },
  toReply: toV3Reply,
};

/**
 * Reads `{ "input": [{ … }] }`. Other keys, such as `media_metadata`, are parameters of the model, which the emulator
 * ignores.
 */
async function readInput(json: unknown): Promise<Pick<Submission, "field" | "content">> {
  const input = isJsonObject(json) ? json["input"] : undefined;
  const [item, ...more] = Array.isArray(input) ? (input as readonly unknown[]) : [];
  if (!isJsonObject(item) || more.length > 0) {
    throw new ApiError(400, `Send {"input": [{ … }]} with one object that has ${INPUTS.join(" or ")}.`);
  }
  const sent = INPUTS.filter((name) => item[name] !== undefined && item[name] !== null);
  const [field] = sent;
  const value = field === undefined ? undefined : item[field];
  if (field === undefined || sent.length > 1 || typeof value !== "string" || value === "") {
    throw new ApiError(
      400,
      `The object in input must have exactly one of ${INPUTS.join(", ")}, as a non-empty string.`,
    );
  }
  if (field === "text") {
    checkTextLength(value, field);
    return { field, content: { kind: "text", text: value } };
  }
  if (field === "media_url" && value.length > MAX_FIELD_BYTES) {
    throw new ApiError(413, `media_url must not exceed ${MAX_FIELD_BYTES} characters.`);
  }
  if (field === "media_url") return { field, content: { kind: "url", url: value } };
  return {
    field,
    content: {
      kind: "file",
      file: await decodeBase64(value, { field, advice: "Send the file as multipart/form-data." }),
      filename: null,
    },
  };
}
