import { errorResponse } from "../api/error-response.ts";
import { ApiError } from "../error/api-error.ts";
import { isJsonObject, readBody } from "../api/read-body.ts";
import type { Generation } from "../api/generation.ts";
import { pickContent, readTextField, type ContentField } from "../api/pick-content.ts";
import { v2Reply } from "./v2-reply.ts";

/** The paths of the routes. Source: reference/hive-api.md, sections 2.2 and 2.7. */
export const TASK_SYNC_PATH = "/api/v2/task/sync";
export const TASK_ASYNC_PATH = "/api/v2/task/async";

/** The longest text of a project whose limit was not raised. Source: reference/hive-api.md, section 2.9; that code points count is ours. */
const TEXT_CHARACTERS = 1024;

/** `image_url` is v1's name, which v2 took as well in a live reply. */
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
    const body = await readBody(exchange, { maxBytes, takesJson: true });
    const form = body.kind === "form" ? body.form : formOf(body.json);
    checkOptions(readTextField(form, "options"));
    const picked = pickContent(form, FIELDS);
    if (picked.content.kind === "text") checkLength(picked.content.text);
    return {
      ...picked,
      accompanyingText: null,
      metadata: readTextField(form, "metadata"),
      callbackUrl: readTextField(form, "callback_url"),
    };
  },
  reply: v2Reply,
};

/** JSON with the names of the form. Source: the documentation's own curl, reference/hive-api.md, section 2.2. */
function formOf(json: unknown): FormData {
  if (!isJsonObject(json)) throw new ApiError(400, "The body must be a JSON object with url or text_data.");
  const form = new FormData();
  for (const [name, value] of Object.entries(json)) {
    if (value === null || value === undefined) continue;
    form.set(name, typeof value === "string" ? value : JSON.stringify(value));
  }
  return form;
}

/** The emulator's models have no options; what is sent must be JSON all the same, as it must for Hive. */
function checkOptions(options: string | null): void {
  if (options === null) return;
  try {
    if (isJsonObject(JSON.parse(options))) return;
  } catch {
    // Refused below.
  }
  throw new ApiError(
    400,
    'The field options must be a JSON object in a text, such as {"class":"bullying","severity":"2"}.',
  );
}

function checkLength(text: string): void {
  // A code point is one or two code units: what is longer by far is not counted out.
  const isFarLonger = text.length > 2 * TEXT_CHARACTERS;
  if (isFarLonger || Array.from(text).length > TEXT_CHARACTERS) {
    throw new ApiError(
      400,
      `The text_data has more than ${TEXT_CHARACTERS} characters; a project takes no more unless its limit was raised.`,
    );
  }
}
