import type { MediaInfo, TaskHead, TextInfo } from "../../result/task.ts";
import { readHits } from "../frame/text-hits.ts";
import { isObject } from "../../value/is-object.ts";
import { looseNumber, looseObject, looseScalar, looseText } from "../wire/read-wire.ts";
import type { Place, WireObject } from "../wire/read-wire.ts";
import type { ResultHead } from "./reply-format.ts";

/** The status that Hive reports for one result. A property is `null` if it is absent. */
export type EntryStatus = {
  readonly code: string | null;
  readonly errorCode: string | null;
  readonly message: string | null;
};

/**
 * Reads the keys next to the results. Any malformed value is treated as absent.
 *
 * @param labels - The answers of reviewers; `null` for models.
 */
export function decodeTaskHead(reply: WireObject, labels: readonly string[] | null): Omit<TaskHead, "raw"> {
  return {
    kind: labels === null ? "model" : "labeling",
    id: looseScalar(reply["id"]) ?? looseScalar(reply["task_id"]) ?? "",
    projectId: looseNumber(reply["project_id"]),
    userId: looseNumber(reply["user_id"]),
    createdOn: parseDate(reply["created_on"]),
    fromCache: reply["from_cache"] === true,
    metadata: looseText(reply["metadata"]),
    labels: labels ?? [],
  };
}

/**
 * Reads model, charge, media and text from an entry of `status`.
 *
 * @param place - The position of `response`.
 * @throws HiveDecodeError if a list of text hits is malformed. Other malformed values do not make the response fail.
 */
export function decodeResultHead(
  { code, message }: Pick<EntryStatus, "code" | "message">,
  response: WireObject,
  place: Place,
): ResultHead {
  const input = looseObject(response["input"]);
  return {
    status: code === null ? null : { code, message: message ?? "" },
    model: {
      name: looseText(input["model"]),
      version: looseScalar(input["model_version"]),
      type: looseText(input["model_type"]),
    },
    chargeUsd: parseCharge(looseScalar(input["charge"])),
    createdOn: parseDate(input["created_on"]),
    media: isObject(input["media"]) ? decodeMedia(input["media"]) : null,
    text: decodeText(response, place),
  };
}

/** Parses a date in ISO 8601, as Hive sends it; `null` if it is absent or invalid. */
function parseDate(json: unknown): Date | null {
  if (typeof json !== "string") return null;
  const date = new Date(json);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** Parses a charge: live responses send a number with floating-point noise, callbacks a string. */
function parseCharge(charge: string | null): number | null {
  if (charge === null || charge.trim() === "") return null;
  const usd = Number(charge);
  return Number.isFinite(usd) ? Math.round(usd * 1e7) / 1e7 : null;
}

function decodeMedia(media: WireObject): MediaInfo {
  return {
    url: looseText(media["url"]),
    filename: looseText(media["filename"]),
    type: looseText(media["type"]),
    mimeType: looseText(media["mimetype"]),
    widthPx: looseNumber(media["width"]),
    heightPx: looseNumber(media["height"]),
    frameCount: looseNumber(media["num_frames"]),
    durationSeconds: looseNumber(media["duration"]),
  };
}

const TEXT_KEYS = ["text_filters", "pii_entities", "urls", "language", "moderated_classes"] as const;

/** Reads the properties next to `output` that only texts have; `null` if there are none. */
function decodeText(response: WireObject, place: Place): TextInfo | null {
  if (!TEXT_KEYS.some((key) => key in response)) return null;
  const { moderated_classes: moderated } = response;
  return {
    language: looseText(response["language"]),
    filters: readHits(response, "text_filters", place),
    pii: readHits(response, "pii_entities", place),
    urls: readHits(response, "urls", place),
    moderatedClasses: Array.isArray(moderated) ? moderated.filter((name) => typeof name === "string") : [],
  };
}
