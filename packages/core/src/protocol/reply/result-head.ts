import type { MediaInfo, TextInfo } from "../../result/task.ts";
import { readHits } from "../frame/text-hits.ts";
import { isObject } from "../../submission/is-object.ts";
import { below, looseNumber, looseScalar, looseText } from "../read-wire.ts";
import type { Place, WireObject } from "../read-wire.ts";
import type { ResultHead } from "./reply-format.ts";
import type { StatusWord } from "./status-reply.ts";

/**
 * Reads what an entry of `status` says of the model, the charge, the media and the text.
 *
 * @param place - Of `response`.
 * @throws HiveDecodeError if a list of finds in a text is unreadable. Nothing else here can fail a reply.
 */
export function decodeResultHead(word: StatusWord | null, response: unknown, place: Place): ResultHead {
  const parts = isObject(response) ? response : {};
  const input = isObject(parts["input"]) ? parts["input"] : {};
  const { code = null } = word ?? {};
  return {
    status: code === null ? null : { code, message: word?.message ?? "" },
    model: {
      name: looseText(input["model"]),
      version: looseScalar(input["model_version"]),
      type: looseText(input["model_type"]),
    },
    chargeUsd: chargeOf(looseScalar(input["charge"])),
    createdOn: dateOf(input["created_on"]),
    media: isObject(input["media"]) ? decodeMedia(input["media"]) : null,
    text: decodeText(parts, place),
  };
}

/** A point in time as Hive writes it, ISO 8601; `null` for absence and for what is no time. */
export function dateOf(json: unknown): Date | null {
  if (typeof json !== "string") return null;
  const date = new Date(json);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** Live replies write the charge as a number with float noise, callbacks as a string. */
function chargeOf(charge: string | null): number | null {
  if (charge === null || charge.trim() === "") return null;
  const usd = Number(charge);
  return Number.isFinite(usd) ? Math.round(usd * 1e5) / 1e5 : null;
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

/** The siblings that a text's `output` has; `null` where none of them is there. */
function decodeText(response: WireObject, place: Place): TextInfo | null {
  if (!TEXT_KEYS.some((key) => key in response)) return null;
  const { moderated_classes: moderated } = response;
  return {
    language: looseText(response["language"]),
    filters: readHits(response["text_filters"], below(place, "text_filters")) ?? [],
    pii: readHits(response["pii_entities"], below(place, "pii_entities")) ?? [],
    urls: readHits(response["urls"], below(place, "urls")) ?? [],
    moderatedClasses: Array.isArray(moderated) ? moderated.filter((name) => typeof name === "string") : [],
  };
}
