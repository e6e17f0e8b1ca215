import { MAX_FIELD_BYTES } from "../api/body-parser.ts";
import { decodeBase64 } from "../api/decode-base64.ts";
import { isJsonObject } from "../api/read-body.ts";
import { readAnswerSchema } from "../chat/answer-schema.ts";
import { CHAT_MODEL, type ChatImage, type ChatRequest, type ChatVideo } from "../chat/chat-request.ts";
import { ApiError } from "../error/api-error.ts";

type JsonObject = Readonly<Record<string, unknown>>;

/** The fields of the request. Source: reference/hive-api-2.md, section 1.2. */
const FIELDS = [
  "model",
  "messages",
  "max_tokens",
  "temperature",
  "top_p",
  "top_k",
  "response_format",
  "stream",
] as const;
/** The default of `max_tokens`. Emulator behavior: Hive's default is not known. */
const DEFAULT_MAX_TOKENS = 512;
/** The default of `fps`, and its maximum. Emulator behavior: callers send 1 and 0.5. */
const DEFAULT_FRAMES_PER_SECOND = 1;
const MAX_FRAMES_PER_SECOND = 30;

/** The content of the messages. */
type Content = {
  readonly systemTexts: string[];
  readonly userTexts: string[];
  readonly images: ChatImage[];
  readonly videos: ChatVideo[];
};

/**
 * Reads the body of a chat completion. Fields that no source mentions are rejected, so that a test does not depend on
 * them. The checks and their messages are emulator behavior, except the one for an unknown model.
 *
 * @throws ApiError 400 for an invalid body, 413 for a part above a limit.
 */
export async function readChatRequest(json: unknown): Promise<ChatRequest> {
  if (!isJsonObject(json)) throw invalid("The body", "must be a JSON object");
  if (typeof json["model"] !== "string") throw invalid("model", `must be "${CHAT_MODEL}"`);
  // Hive's message. Source: reference/shapes/v3-chat-error-400.json.
  if (json["model"] !== CHAT_MODEL) throw new ApiError(400, "Invalid Model Name");
  checkFields(json, FIELDS, "The body");
  if (json["stream"] === true) {
    throw invalid("stream", "must be false, because the format of a stream of the VLM is not known");
  }
  checkOptional(json, "stream", { expected: "false", isValid: (value) => value === false });
  checkNumber(json, "temperature", { min: 0, max: 2 });
  checkNumber(json, "top_p", { min: 0, max: 1 });
  checkNumber(json, "top_k", { min: 1, isWhole: true });
  const format = readResponseFormat(json["response_format"] ?? null);
  const content = await readMessages(json["messages"]);
  checkTexts(content);
  const maxTokens = checkNumber(json, "max_tokens", { min: 1, isWhole: true }) ?? DEFAULT_MAX_TOKENS;
  return { ...arrangeContent(content), ...format, maxTokens };
}

/**
 * Separates the judged text from the instruction. With a `system` message, all texts of the user are judged. Otherwise,
 * the first one is the instruction, unless there is nothing else to judge. Emulator behavior.
 */
function arrangeContent({
  systemTexts,
  userTexts,
  images,
  videos,
}: Content): Pick<ChatRequest, "promptTexts" | "judgedText" | "matchedText" | "images" | "video"> {
  const [video = null, another] = videos;
  if (another !== undefined) throw invalid("messages", "must not have more than one media_url");
  const isAllJudged =
    systemTexts.length > 0 || (userTexts.length === 1 && images.length + videos.length === 0);
  const judged = isAllJudged ? userTexts : userTexts.slice(1);
  const judgedText = judged.length === 0 ? null : judged.join("\n");
  return {
    promptTexts: [...systemTexts, ...userTexts],
    judgedText,
    matchedText: judgedText ?? userTexts.join("\n"),
    images,
    video,
  };
}

async function readMessages(messages: unknown): Promise<Content> {
  if (!Array.isArray(messages) || messages.length === 0) {
    throw invalid("messages", "must be an array of at least one message");
  }
  const content: Content = { systemTexts: [], userTexts: [], images: [], videos: [] };
  for (const [index, message] of (messages as readonly unknown[]).entries()) {
    await readMessage(message, { path: `messages[${index}]`, content });
  }
  const { userTexts, images, videos } = content;
  if (userTexts.length + images.length + videos.length > 0) return content;
  throw invalid("messages", "must have a user message with a text, an image or a video");
}

async function readMessage(
  message: unknown,
  { path, content }: { readonly path: string; readonly content: Content },
): Promise<void> {
  if (!isJsonObject(message)) throw invalid(path, "must be an object with role and content");
  checkFields(message, ["role", "content"], path);
  const { role, content: parts } = message;
  if (role !== "user" && role !== "system") throw invalid(`${path}.role`, "must be user or system");
  if (typeof parts === "string") {
    content[role === "user" ? "userTexts" : "systemTexts"].push(parts);
    return;
  }
  if (role === "system") throw invalid(`${path}.content`, "must be a string in a system message");
  if (!Array.isArray(parts) || parts.length === 0) {
    throw invalid(`${path}.content`, "must be a string or an array of at least one part");
  }
  for (const [index, part] of (parts as readonly unknown[]).entries()) {
    await readPart(part, { path: `${path}.content[${index}]`, content });
  }
}

async function readPart(
  part: unknown,
  { path, content }: { readonly path: string; readonly content: Content },
): Promise<void> {
  const type = isJsonObject(part) ? part["type"] : undefined;
  if (!isJsonObject(part) || (type !== "text" && type !== "image_url" && type !== "media_url")) {
    throw invalid(`${path}.type`, "must be text, image_url or media_url");
  }
  checkFields(part, ["type", type], path);
  const value = part[type];
  if (type === "text") {
    if (typeof value !== "string") throw invalid(`${path}.text`, "must be a string");
    content.userTexts.push(value);
    return;
  }
  const valuePath = `${path}.${type}`;
  if (!isJsonObject(value)) throw invalid(valuePath, "must be an object with url");
  if (type === "image_url") content.images.push(await readImage(value, valuePath));
  else content.videos.push(readVideo(value, valuePath));
}

async function readImage(value: JsonObject, path: string): Promise<ChatImage> {
  checkFields(value, ["url"], path);
  const { url } = value;
  const field = `${path}.url`;
  if (typeof url !== "string" || url === "") throw invalid(field, "must be a URL or a data: URI");
  if (!/^data:/i.test(url)) return { kind: "url", url: checkLength(url, field) };
  if (!/^data:[^,]{1,1000}?;base64,/i.test(url)) {
    throw invalid(field, "must have the form data:TYPE;base64,BYTES");
  }
  const advice = "Send a smaller image, or its URL.";
  return { kind: "bytes", file: await decodeBase64(url, { field, advice }) };
}

function readVideo(value: JsonObject, path: string): ChatVideo {
  checkFields(value, ["url", "sampling", "prompt_scope"], path);
  const { url, prompt_scope: scope = "once" } = value;
  if (typeof url !== "string" || url === "" || /^data:/i.test(url)) {
    throw invalid(
      `${path}.url`,
      "must be an http or https URL. Whether Hive accepts a video as a data: URI is not known",
    );
  }
  if (scope !== "once" && scope !== "per_frame") {
    throw invalid(`${path}.prompt_scope`, "must be once or per_frame");
  }
  const framesPerSecond = readSampling(value["sampling"], `${path}.sampling`);
  return { url: checkLength(url, `${path}.url`), framesPerSecond, scope };
}

function readSampling(sampling: unknown, path: string): number {
  if (sampling === undefined) return DEFAULT_FRAMES_PER_SECOND;
  if (!isJsonObject(sampling)) throw invalid(path, "must be an object with strategy and fps");
  checkFields(sampling, ["strategy", "fps"], path);
  if (sampling["strategy"] !== "fps")
    throw invalid(`${path}.strategy`, "must be fps, the only known strategy");
  const { fps = DEFAULT_FRAMES_PER_SECOND } = sampling;
  if (typeof fps === "number" && fps > 0 && fps <= MAX_FRAMES_PER_SECOND) return fps;
  throw invalid(`${path}.fps`, `must be a number above 0 and up to ${MAX_FRAMES_PER_SECOND}`);
}

/** OpenAI's other types, `text` and `json_object`, are not known to work with the VLM. */
function readResponseFormat(format: unknown): Pick<ChatRequest, "schema" | "isStrict"> {
  if (format === null) return { schema: null, isStrict: false };
  if (!isJsonObject(format) || format["type"] !== "json_schema") {
    throw invalid("response_format", "must be an object with the type json_schema");
  }
  checkFields(format, ["type", "json_schema"], "response_format");
  const path = "response_format.json_schema";
  const description = format["json_schema"];
  if (!isJsonObject(description)) throw invalid(path, "must be an object with name and schema");
  checkFields(description, ["name", "schema", "strict", "description"], path);
  const { name, schema, strict = null } = description;
  if (typeof name !== "string" || name === "") throw invalid(`${path}.name`, "must be a non-empty string");
  if (strict !== null && typeof strict !== "boolean")
    throw invalid(`${path}.strict`, "must be true or false");
  return { schema: readAnswerSchema(schema), isStrict: strict === true };
}

function checkFields(value: JsonObject, known: readonly string[], path: string): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const advice = unknown === "max_completion_tokens" ? " Use max_tokens." : "";
  throw new ApiError(
    400,
    `${path} has the field ${JSON.stringify(unknown.slice(0, 60))}, which no source mentions for the VLM.${advice} ` +
      `The emulator accepts ${known.join(", ")}.`,
  );
}

/** Checks an optional field; `null` counts as absent. */
function checkOptional(
  value: JsonObject,
  name: string,
  { expected, isValid }: { readonly expected: string; readonly isValid: (field: unknown) => boolean },
): void {
  const field = value[name] ?? null;
  if (field !== null && !isValid(field)) throw invalid(name, `must be ${expected}`);
}

function checkNumber(
  value: JsonObject,
  name: string,
  { min, max, isWhole = false }: { readonly min: number; readonly max?: number; readonly isWhole?: boolean },
): number | null {
  const range = max === undefined ? `of at least ${min}` : `from ${min} to ${max}`;
  checkOptional(value, name, {
    expected: `a ${isWhole ? "whole " : ""}number ${range}`,
    isValid: (field) =>
      typeof field === "number" &&
      field >= min &&
      field <= (max ?? Number.MAX_SAFE_INTEGER) &&
      (!isWhole || Number.isInteger(field)),
  });
  const field = value[name];
  return typeof field === "number" ? field : null;
}

/** Words and tokens of the texts are counted in memory, which takes many times their size. Emulator behavior. */
function checkTexts({ systemTexts, userTexts }: Content): void {
  const length = [...systemTexts, ...userTexts].reduce((sum, text) => sum + text.length, 0);
  if (length <= MAX_FIELD_BYTES) return;
  throw new ApiError(413, `The texts in messages must not exceed ${MAX_FIELD_BYTES} characters together.`);
}

function checkLength(url: string, path: string): string {
  if (url.length <= MAX_FIELD_BYTES) return url;
  throw new ApiError(413, `${path} must not exceed ${MAX_FIELD_BYTES} characters.`);
}

function invalid(path: string, problem: string): ApiError {
  return new ApiError(400, `${path} ${problem}.`);
}
