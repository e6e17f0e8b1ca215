import { MAX_FIELD_BYTES } from "../api/body-parser.ts";
import { checkTextLength } from "../api/check-text.ts";
import { errorResponse } from "../api/error-response.ts";
import type { Generation } from "../api/generation.ts";
import { pickContent, readTextField, type ContentField } from "../api/pick-content.ts";
import { isJsonObject, readBody } from "../api/read-body.ts";
import { ApiError } from "../error/api-error.ts";
import { toV2Reply } from "./v2-reply.ts";

/** The paths of v2's submissions. Source: reference/hive-api.md, sections 2.2 and 2.7. */
export const TASK_SYNC_PATH = "/api/v2/task/sync";
export const TASK_ASYNC_PATH = "/api/v2/task/async";

/** `image_url` is v1's name for `url`. According to a live reply, v2 accepts it too. */
const FIELDS: readonly ContentField[] = [
  { name: "media", kind: "file" },
  { name: "url", kind: "url" },
  { name: "image_url", kind: "url" },
  { name: "text_data", kind: "text" },
];

/** The second generation. Source: reference/hive-api.md, section 2. */
export const v2Generation: Generation = {
  name: "v2",
  scheme: "Token",
  wrongKeyStatus: 403,
  wrongKeyMessage: "Invalid Auth Token",
  errorResponse,
  readSubmission: async (exchange, { maxBytes }) => {
    const body = await readBody(exchange, { maxBytes, maxJsonBytes: MAX_FIELD_BYTES });
    const form = body.kind === "form" ? body.form : toForm(body.json);
    const options = readOptions(readTextField(form, "options"));
    const picked = pickContent(form, FIELDS);
    if (picked.content.kind === "text") checkTextLength(picked.content.text, picked.field);
    return {
      ...picked,
      accompanyingText: null,
      options,
      metadata: readTextField(form, "metadata"),
      callbackUrl: readTextField(form, "callback_url"),
    };
  },
  toReply: toV2Reply,
};

/**
 * Converts a JSON body to a form. Its keys become the names of the fields. Source: a documented curl command,
 * reference/hive-api.md, section 2.2.
 */
function toForm(json: unknown): FormData {
  if (!isJsonObject(json)) throw new ApiError(400, "The body must be a JSON object with url or text_data.");
  const form = new FormData();
  for (const [name, value] of Object.entries(json)) {
    if (value === null || value === undefined) continue;
    form.set(name, typeof value === "string" ? value : JSON.stringify(value));
  }
  return form;
}

/** Reads `options`, which must be JSON. Only the translation model uses it. */
function readOptions(options: string | null): Readonly<Record<string, unknown>> | null {
  if (options === null) return null;
  try {
    const json: unknown = JSON.parse(options);
    if (isJsonObject(json)) return json;
  } catch {
    // Rejected below.
  }
  throw new ApiError(
    400,
    'The field options must be a string that contains a JSON object, such as {"class":"bullying","severity":"2"}.',
  );
}
