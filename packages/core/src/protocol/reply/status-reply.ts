import { scrub } from "../../error/scrub.ts";
import { showCode } from "../../error/show-code.ts";
import type { TaskHead } from "../../result/task.ts";
import type { JsonPath } from "../protocol.ts";
import { isObject } from "../../submission/is-object.ts";
import { isUnknownLanguage } from "../frame/read-frame.ts";
import { looseNumber, looseScalar, looseText, noResult, unreadable } from "../read-wire.ts";
import type { WireObject } from "../read-wire.ts";
import { NO_ERROR, refuseFailure } from "./refuse-failure.ts";
import type { EnvelopeResult, ReplyEnvelope, ReplyFormat } from "./reply-format.ts";
import { dateOf, decodeResultHead } from "./result-head.ts";

/**
 * Replies of v1 and v2: what was found stands below `status`, which is a list of words (labeling), an object, or a list of such
 * objects. Frames are `response.output`, or, for celebrity recognition, `response` itself.
 */
export const statusReply: ReplyFormat = { resultIndexAt, read };

function resultIndexAt(path: JsonPath): number | null {
  if (path[0] !== "status") return null;
  const isList = typeof path[1] === "number";
  const [response, output, ...rest] = path.slice(isList ? 2 : 1);
  if (response !== "response" || rest.length > 0) return null;
  if (output !== undefined && output !== "output") return null;
  return isList ? Number(path[1]) : 0;
}

function read(json: unknown, secrets: readonly string[]): ReplyEnvelope {
  const reply = refuseFailure(json, secrets);
  const { labels, results } = readStatus(reply, secrets);
  const head: TaskHead = {
    kind: labels === null ? "model" : "labeling",
    id: looseScalar(reply["id"]) ?? looseScalar(reply["task_id"]) ?? "",
    projectId: looseNumber(reply["project_id"]),
    userId: looseNumber(reply["user_id"]),
    createdOn: dateOf(reply["created_on"]),
    fromCache: reply["from_cache"] === true,
    metadata: looseText(reply["metadata"]),
    labels: labels ?? [],
    raw: json,
  };
  return { head, results };
}

function readStatus(
  reply: WireObject,
  secrets: readonly string[],
): { labels: readonly string[] | null; results: readonly EnvelopeResult[] } {
  const { status } = reply;
  if (Array.isArray(status) && status.length > 0) {
    if (status.every((label) => typeof label === "string")) return { labels: status, results: [] };
    return {
      labels: null,
      results: status.map((json, index) => readEntry(json, { at: ["status", index], secrets })),
    };
  }
  if (isObject(status)) return { labels: null, results: [readEntry(status, { at: ["status"], secrets })] };
  const isAcknowledgement = status === undefined && "task_id" in reply;
  const form = Array.isArray(status) ? "an empty" : status === undefined ? "no" : "an odd";
  throw noResult(isAcknowledgement ? "an acknowledgement only" : `${form} status`, ["status"]);
}

function readEntry(
  entry: unknown,
  { at, secrets }: { readonly at: JsonPath; readonly secrets: readonly string[] },
): EnvelopeResult {
  if (!isObject(entry)) throw unreadable(at);
  const { status, response } = entry;
  if (status === undefined && response === undefined) {
    throw noResult("an empty entry", at);
  }
  const input = isObject(response) && isObject(response["input"]) ? response["input"] : {};
  const text = looseText(input["text"]);
  const output = Array.isArray(response) ? response : isObject(response) ? response["output"] : null;
  const word = readWord(status, [...at, "status"]);
  return {
    head: decodeResultHead(word, response, () => [...at, "response"]),
    output: Array.isArray(output) ? output : [],
    outputAt: Array.isArray(response) ? [...at, "response"] : [...at, "response", "output"],
    failure: word === null ? null : failureOf(word, text === null ? secrets : [...secrets, text]),
    isConfirmed: word?.code === "0" && !isUnmoderated(response),
  };
}

/** An unknown language has a name for it, and no class that was moderated. */
function isUnmoderated(response: unknown): boolean {
  if (!isObject(response)) return false;
  const { language, moderated_classes: moderated } = response;
  return isUnknownLanguage(language) || (Array.isArray(moderated) && moderated.length === 0);
}

/** Hive's word on one part of a reply. */
export type StatusWord = {
  readonly code: string | null;
  readonly errorCode: string | null;
  readonly message: string | null;
};

/** The code decides whether the task failed, so its type is checked. */
function readWord(status: unknown, at: JsonPath): StatusWord | null {
  if (status === undefined || status === null) return null;
  if (!isObject(status)) throw unreadable(at);
  return {
    code: readCode(status["code"], [...at, "code"]),
    errorCode: readCode(status["error_code"], [...at, "error_code"]),
    message: looseText(status["message"]),
  };
}

function readCode(code: unknown, at: JsonPath): string | null {
  if (code === undefined || code === null) return null;
  if (typeof code === "string" || typeof code === "number") return String(code);
  throw unreadable(at);
}

/** The code is `"0"` in live replies, a string; a number is read alike. No code at all is neither success nor failure. */
function failureOf(word: StatusWord, secrets: readonly string[]): EnvelopeResult["failure"] {
  const { code, errorCode, message } = word;
  // Documented; where it stands is not known, so it is looked for here and in the envelope. It is the more exact of the two.
  const hasErrorCode = !NO_ERROR.has(errorCode);
  if (!hasErrorCode && (code === null || code === "0")) return null;
  return {
    code: showCode(hasErrorCode ? errorCode : code, secrets),
    message: message === null || message === "" ? null : scrub(message, secrets),
  };
}
