import { redactCode, redactOptional } from "../../error/redact-message.ts";
import { isUnknownLanguage } from "../../result/task.ts";
import { isObject } from "../../value/is-object.ts";
import {
  looseObject,
  looseScalar,
  looseText,
  noResult,
  strictObject,
  unreadable,
} from "../wire/read-wire.ts";
import type { JsonPath, WireObject } from "../wire/read-wire.ts";
import { listFrames } from "./reply-format.ts";
import type { EnvelopeResult, ReplyEnvelope, ReplyFormat } from "./reply-format.ts";
import { findError, MATCH_KEYS, NO_ERROR, rejectTwoResults, requireSuccess } from "./require-success.ts";
import { decodeResultHead, decodeTaskHead } from "./result-head.ts";
import type { EntryStatus } from "./result-head.ts";

/**
 * Responses of v1 and v2. The results are in `status`: a list of strings (labeling), an object, or a list of objects.
 * The frames are in `response.output`, or in `response` itself for celebrity recognition.
 */
export const statusFormat: ReplyFormat = { resultIndexAt, read };

function resultIndexAt(path: JsonPath): number | null {
  if (path[0] !== "status") return null;
  const isList = typeof path[1] === "number";
  const [response, output, ...rest] = path.slice(isList ? 2 : 1);
  if (response !== "response" || rest.length > 0) return null;
  if (output !== undefined && output !== "output") return null;
  return isList ? Number(path[1]) : 0;
}

function read(json: unknown, secrets: readonly string[]): ReplyEnvelope {
  const reply = requireSuccess(json, secrets);
  const { labels, results } = readStatus(reply, secrets);
  const head = decodeTaskHead(reply, labels);
  // A response of the CSAM API has only the id of its input. In other responses, that id may be another one.
  const hasInputId = head.id === "" && results[0]?.head.status?.code === "200";
  return { head: { ...head, ...(hasInputId && { id: readInputId(reply) }), raw: json }, results };
}

/** Reads the id of the first input; `""` if there is none. */
function readInputId({ status }: WireObject): string {
  const response = looseObject(looseObject(Array.isArray(status) ? status[0] : status)["response"]);
  return looseScalar(looseObject(response["input"])["id"]) ?? "";
}

function readStatus(
  reply: WireObject,
  secrets: readonly string[],
): { labels: readonly string[] | null; results: readonly EnvelopeResult[] } {
  const { status } = reply;
  const readAt = (json: unknown, ...at: JsonPath): EnvelopeResult =>
    readEntry(json, { at: ["status", ...at], secrets });
  if (isObject(status)) return { labels: null, results: [readAt(status)] };
  if (Array.isArray(status) && status.length > 0) {
    return status.every((label) => typeof label === "string")
      ? { labels: status, results: [] }
      : { labels: null, results: status.map((json, index) => readAt(json, index)) };
  }
  const isAcknowledgement = status === undefined && "task_id" in reply;
  const problem = Array.isArray(status) ? "empty" : status === undefined ? "missing" : "malformed";
  throw noResult(isAcknowledgement ? "it is only an acknowledgement" : `status is ${problem}`, ["status"]);
}

function readEntry(
  entry: unknown,
  { at, secrets }: { readonly at: JsonPath; readonly secrets: readonly string[] },
): EnvelopeResult {
  if (!isObject(entry)) throw unreadable(at);
  const { response: given } = entry;
  if (entry["status"] === undefined && given === undefined) {
    throw noResult("an entry of status is empty", at);
  }
  const responseAt: JsonPath = [...at, "response"];
  const response = looseObject(given);
  rejectTwoResults(entry, ["status", "response"], MATCH_KEYS);
  rejectTwoResults(response, ["output"], MATCH_KEYS);
  const text = looseText(looseObject(response["input"])["text"]);
  const known = text === null ? secrets : [...secrets, text];
  // Celebrity recognition has the list itself as the response. A translation or a hash match may be the response
  // itself.
  const isFrame = ["translated_text", ...MATCH_KEYS].some((key) => key in response);
  const isOutput = Array.isArray(given) || (isFrame && (response["output"] ?? null) === null);
  const status = readEntryStatus(entry, at);
  return {
    head: decodeResultHead(status, response, () => responseAt),
    ...(isOutput ? listFrames(given, responseAt) : listFrames(response["output"], [...responseAt, "output"])),
    failure: readFailure(status, known) ?? findFailure([entry, entry["status"], response], known),
    isConfirmed: isSuccess(status) && !isUnsupportedText(response),
  };
}

/** Whether the model does not support the language of a text: Hive reports it as unsupported, or moderated no class. */
function isUnsupportedText({ language, moderated_classes: moderated }: WireObject): boolean {
  return isUnknownLanguage(language) || (Array.isArray(moderated) && moderated.length === 0);
}

/** The code decides whether the task failed, so its type is checked. */
function readEntryStatus(entry: WireObject, at: JsonPath): EntryStatus {
  const status = strictObject(entry, "status", () => at);
  const readCode = (key: string): string | null => {
    const code = looseScalar(status[key]);
    if (code === null && (status[key] ?? null) !== null) throw unreadable([...at, "status", key]);
    return code;
  };
  return { code: readCode("code"), errorCode: readCode("error_code"), message: looseText(status["message"]) };
}

/**
 * Checks for success: the string `"0"` in live responses, and 200 beside `SUCCESS` in the documentation of the CSAM
 * API. Each may be a number or a string.
 */
function isSuccess({ code, message }: EntryStatus): boolean {
  return code === "0" || (code === "200" && message === "SUCCESS");
}

/** A missing code means neither success nor failure. */
function readFailure(status: EntryStatus, secrets: readonly string[]): EnvelopeResult["failure"] {
  const { code, errorCode, message } = status;
  // Hive does not document its position, so it is read here and in the envelope. It is more specific than the code.
  const hasErrorCode = !NO_ERROR.has(errorCode);
  if (!hasErrorCode && (code === null || isSuccess(status))) return null;
  return {
    code: redactCode(hasErrorCode ? errorCode : code, secrets),
    message: redactOptional(message, secrets),
  };
}

/** Finds an error beside the code, which contradicts a success. */
function findFailure(parts: readonly unknown[], secrets: readonly string[]): EnvelopeResult["failure"] {
  for (const part of parts) {
    if (!isObject(part)) continue;
    const { code, message, error } = part;
    const key = findError({ ...part, code: NO_ERROR.has(code) ? null : code });
    if (key === undefined) continue;
    return { code: redactCode(part[key], secrets), message: redactOptional(message ?? error, secrets) };
  }
  return null;
}
