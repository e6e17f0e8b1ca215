import { isPlainObject } from "../check/check-value.ts";
import { v3ErrorReply } from "../http/error-reply.ts";
import { HttpError } from "../http/http-error.ts";
import { readBody } from "../http/read-body.ts";
import type { EmulatorModel } from "../state/emulator-project.ts";
import type { Generation } from "../submit/generation.ts";
import { pickContent, type ContentField } from "../submit/pick-content.ts";
import { NO_EXTRAS, type Submission } from "../submit/submission.ts";
import { v3Reply } from "./v3-reply.ts";

/** A model in v3's address, and what stands in for it. */
export type V3Model = {
  /** As in the address and in replies. */
  readonly path: string;
  /** What answers with a key for all models. */
  readonly model: Exclude<EmulatorModel, "emulator_v3">;
};

/** The models of v3 whose form is known. Source: reference/hive-api.md, sections 3.2 to 3.4. */
export const V3_MODELS: readonly V3Model[] = [
  { path: "hive/visual-moderation", model: "emulator_visual" },
  { path: "hive/text-moderation", model: "emulator_text" },
  { path: "hive/ai-generated-and-deepfake-content-detection", model: "emulator_ai_generated" },
];

const FIELDS: readonly ContentField[] = [{ name: "media", kind: "file" }];
const INPUTS = ["media_url", "media_base64", "text"] as const;

/** The third generation. Source: reference/hive-api.md, section 3. */
export const v3Generation: Generation = {
  name: "v3",
  scheme: "Bearer",
  wrongKeyStatus: 401,
  wrongKeyMessage: "Unauthorized",
  refusal: v3ErrorReply,
  readSubmission: async (exchange, { maxBytes }) => {
    const body = await readBody(exchange, { maxBytes, takesJson: true });
    const picked = body.kind === "form" ? pickContent(body.form, FIELDS) : readInput(body.json);
    return { ...picked, ...NO_EXTRAS };
  },
  reply: v3Reply,
};

/** Reads `{ "input": [{ … }] }`. Other keys are parameters of the model, of which the emulator's have none. */
function readInput(json: unknown): Pick<Submission, "field" | "content"> {
  const input = isPlainObject(json) ? json["input"] : undefined;
  const [item, ...more] = Array.isArray(input) ? (input as readonly unknown[]) : [];
  if (!isPlainObject(item) || more.length > 0) {
    throw new HttpError(400, `Send {"input": [{ … }]} with one object that has ${INPUTS.join(" or ")}.`);
  }
  const sent = INPUTS.filter((name) => item[name] !== undefined && item[name] !== null);
  const [field] = sent;
  const value = field === undefined ? undefined : item[field];
  if (field === undefined || sent.length > 1 || typeof value !== "string" || value === "") {
    throw new HttpError(400, `The object in input must have exactly one of ${INPUTS.join(", ")}, as a text.`);
  }
  if (field === "text") return { field, content: { kind: "text", text: value } };
  if (field === "media_url") return { field, content: { kind: "url", url: value } };
  return { field, content: { kind: "file", file: fileOf(value), filename: null } };
}

/** Bare base64, or a `data:` URI as some clients send it. */
function fileOf(base64: string): Blob {
  try {
    const binary = atob(base64.replace(/^data:[^,]*;base64,/, ""));
    return new Blob([Uint8Array.from(binary, (character) => character.charCodeAt(0))]);
  } catch {
    throw new HttpError(400, "The media_base64 is not base64.");
  }
}
