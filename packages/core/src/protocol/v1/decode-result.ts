import type { MediaInfo, ModelResult } from "../../result/task.ts";
import { decodeWire } from "../decode-wire.ts";
import type { Entry } from "./decode-envelope.ts";
import { dateOf } from "./decode-envelope.ts";
import { InputWire } from "./v1-wire.ts";
import type { MediaWire } from "./v1-wire.ts";

/** What a result says beside its frames. */
export type ResultHead = Omit<ModelResult, "frames" | "evaluated">;

/** Reads what an entry of `status` says of the model, the charge and the media. Nothing here can fail a reply. */
export function decodeResultHead(entry: Entry): ResultHead {
  const { status } = entry.wire;
  const response = responseOf(entry);
  const input = decodeWire(InputWire, {
    json: isObject(response["input"]) ? response["input"] : {},
    at: [...entry.at, "response", "input"],
    what: "an input",
  });
  const hasCode = status?.code !== null && status?.code !== undefined;
  return {
    status: hasCode ? { code: String(status?.code), message: status?.message ?? "" } : null,
    model: {
      name: input.model ?? null,
      version:
        input.model_version === null || input.model_version === undefined
          ? null
          : String(input.model_version),
      type: input.model_type ?? null,
    },
    chargeUsd: chargeOf(input.charge),
    createdOn: dateOf(input.created_on),
    media: input.media === null || input.media === undefined ? null : decodeMedia(input.media),
    text: null,
  };
}

/** The elements of an entry's `output`; `[]` where it has none, which leaves the result unevaluated. */
export function outputOf(entry: Entry): readonly unknown[] {
  const { output } = responseOf(entry);
  return Array.isArray(output) ? output : [];
}

function responseOf(entry: Entry): { readonly [key: string]: unknown } {
  return isObject(entry.wire.response) ? entry.wire.response : {};
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Live replies write the charge as a number with float noise, callbacks as a string. */
function chargeOf(charge: string | number | null | undefined): number | null {
  if (charge === null || charge === undefined || charge === "") return null;
  const usd = Number(charge);
  return Number.isFinite(usd) ? Math.round(usd * 1e5) / 1e5 : null;
}

function decodeMedia(wire: MediaWire): MediaInfo {
  return {
    url: wire.url ?? null,
    filename: wire.filename ?? null,
    type: wire.type ?? null,
    mimeType: wire.mimetype ?? null,
    widthPx: wire.width ?? null,
    heightPx: wire.height ?? null,
    frameCount: wire.num_frames ?? null,
    durationSeconds: wire.duration ?? null,
  };
}
