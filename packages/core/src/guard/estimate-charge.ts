import {
  checkOptions,
  createOptionError,
  numberFrom,
  oneOf,
  positiveNumber,
  required,
  wholeNumber,
} from "../options/check-options.ts";
import type { OptionChecks } from "../options/check-options.ts";
import { MAX_USD, toUsd, UNITS_PER_USD } from "./money.ts";
import { LIST_PRICES } from "./prices.ts";
import type { Certainty, Prices } from "./prices.ts";

/** The media or text whose charge is estimated. */
export type ChargeableMedia = {
  /**
   * The kind. For a video in a speech project, use `audio`: such a project bills the seconds of its audio, not its
   * frames.
   */
  readonly kind: "image" | "gif" | "video" | "audio" | "text";
  /**
   * The duration of a GIF, a video or audio, in seconds, at least 0.
   * @defaultValue an assumption: 60 for a video or audio, 5 for a GIF
   */
  readonly durationSeconds?: number | undefined;
  /**
   * The number of frames of a GIF or a video that Hive samples, a whole number of at least 1. It takes precedence over
   * the duration.
   * @defaultValue `floor(durationSeconds * framesPerSecond) + 1`
   */
  readonly frameCount?: number | undefined;
  /**
   * The length of a text in Unicode code points, a whole number of at least 0. A text of more than 1,024 is split, and
   * each part is billed.
   * @defaultValue at most 1,024: one part
   */
  readonly characters?: number | undefined;
};

/** An estimate, and what it is based on. */
export type ChargeEstimate = {
  /** The charge in US dollars, rounded to 7 decimals. */
  readonly chargeUsd: number;
  /** The billing unit: an image, a sampled frame, a second of audio (rounded up), or a part of a text. */
  readonly unit: "image" | "frame" | "second" | "text";
  /** The number of units. */
  readonly unitCount: number;
  /** The price of one unit, in US dollars. */
  readonly unitPriceUsd: number;
  /** The lowest certainty of the facts that were used: the rule of the unit, a list price, or an assumption. */
  readonly certainty: Certainty;
  /** The value that was assumed because none was given, such as `durationSeconds: 60`; `null` for none. */
  readonly assumption: string | null;
};

/** The duration that is assumed for a GIF, in seconds. */
const GIF_SECONDS = 5;
/** The duration that is assumed for a video or audio, in seconds. Longer ones are usually submitted asynchronously. */
const MEDIA_SECONDS = 60;
/** The defaults of `splitText`, in code points. */
const TEXT_LIMIT = 1024;
const TEXT_OVERLAP = 100;

const MEDIA_CHECKS: OptionChecks<ChargeableMedia> = {
  kind: /* @__PURE__ */ required(/* @__PURE__ */ oneOf("image", "gif", "video", "audio", "text")),
  durationSeconds: /* @__PURE__ */ numberFrom(0, 10_000_000),
  frameCount: /* @__PURE__ */ wholeNumber(1, 10_000_000),
  characters: /* @__PURE__ */ wholeNumber(0),
};

const price = /* @__PURE__ */ numberFrom(0, 1_000_000);

/** Checks prices. */
export const PRICE_CHECKS: OptionChecks<Prices> = {
  usdPerImage: price,
  usdPerFrame: price,
  framesPerSecond: positiveNumber,
  usdPerAudioSecond: price,
  usdPerText: price,
};

/** The kinds of media to which a property applies. */
const APPLIES_TO: Readonly<Record<"durationSeconds" | "frameCount" | "characters", readonly string[]>> = {
  durationSeconds: ["gif", "video", "audio"],
  frameCount: ["gif", "video"],
  characters: ["text"],
};

/** The certainty of the rules by which units are counted. */
const RULES: Readonly<Record<ChargeEstimate["unit"], Certainty>> = {
  image: "live",
  frame: "inferred",
  second: "inferred",
  text: "inferred",
};

const FROM_SURE_TO_UNSURE: readonly Certainty[] = ["documented", "live", "inferred", "assumed"];

/**
 * Estimates the charge of a submission, in US dollars, rounded to 7 decimals. Sends nothing.
 *
 * Units: an image; each sampled frame of a GIF or a video, `floor(duration) + 1` at one frame per second; each second
 * of audio, rounded up; each part of up to 1,024 characters of a text. {@link explainCharge} returns the units and the
 * certainty.
 *
 * @param prices - The prices of your project. By default, {@link LIST_PRICES}.
 * @throws HiveConfigError if a property is unknown, invalid, or does not apply to the kind.
 *
 * Source: docs/discoveries.md, numbers 15, 22 and 59.
 *
 * @example
 * ```ts
 * import { estimateCharge } from "@hivekit/core/guard";
 *
 * console.log(estimateCharge({ kind: "video", durationSeconds: 27.4 })); // 0.084: 28 frames
 * console.log(estimateCharge({ kind: "image" }, { usdPerImage: 0.002 })); // 0.002
 * ```
 */
export function estimateCharge(media: ChargeableMedia, prices: Prices = {}): number {
  return explain(media, prices, "estimateCharge").chargeUsd;
}

/**
 * Estimates the charge of a submission like {@link estimateCharge}, and returns the facts that it is based on.
 *
 * @throws HiveConfigError if a property is unknown, invalid, or does not apply to the kind.
 */
export function explainCharge(media: ChargeableMedia, prices: Prices = {}): ChargeEstimate {
  return explain(media, prices, "explainCharge");
}

function explain(media: ChargeableMedia, prices: Prices, of: string): ChargeEstimate {
  checkOptions(media, MEDIA_CHECKS, of);
  checkOptions(prices, PRICE_CHECKS, of);
  for (const name of ["durationSeconds", "frameCount", "characters"] as const) {
    if (media[name] !== undefined && !APPLIES_TO[name].includes(media.kind)) {
      throw createOptionError(
        { path: name, problem: `does not apply to the kind ${media.kind}; remove it` },
        of,
      );
    }
  }
  const { unit, unitCount, pricedBy, assumption = null } = countUnits(media, prices);
  const unitPriceUsd = prices[pricedBy] ?? LIST_PRICES[pricedBy].value;
  const amount = Math.round(unitCount * unitPriceUsd * UNITS_PER_USD);
  // Also rejects NaN: a price of 0 for an infinite number of frames.
  if (!(toUsd(amount) <= MAX_USD)) {
    throw createOptionError(
      { path: "", problem: `must result in a charge of at most ${MAX_USD} US dollars` },
      of,
    );
  }
  const facts: Certainty[] = [RULES[unit]];
  if (prices[pricedBy] === undefined) facts.push(LIST_PRICES[pricedBy].certainty);
  if (assumption !== null) facts.push("assumed");
  const certainty = FROM_SURE_TO_UNSURE.findLast((one) => facts.includes(one)) ?? "assumed";
  return { chargeUsd: toUsd(amount), unit, unitCount, unitPriceUsd, certainty, assumption };
}

type Count = {
  readonly unit: ChargeEstimate["unit"];
  readonly unitCount: number;
  readonly pricedBy: Exclude<keyof Prices, "framesPerSecond">;
  readonly assumption?: string | null;
};

function countUnits(media: ChargeableMedia, prices: Prices): Count {
  const { kind, durationSeconds, frameCount, characters = 0 } = media;
  if (kind === "image") return { unit: "image", unitCount: 1, pricedBy: "usdPerImage" };
  if (kind === "text") return { unit: "text", unitCount: countParts(characters), pricedBy: "usdPerText" };
  if (frameCount !== undefined) return { unit: "frame", unitCount: frameCount, pricedBy: "usdPerFrame" };
  const seconds = durationSeconds ?? (kind === "gif" ? GIF_SECONDS : MEDIA_SECONDS);
  const assumption = durationSeconds === undefined ? `durationSeconds: ${seconds}` : null;
  if (kind === "audio") {
    return { unit: "second", unitCount: Math.ceil(seconds), pricedBy: "usdPerAudioSecond", assumption };
  }
  const { framesPerSecond = LIST_PRICES.framesPerSecond.value } = prices;
  const unitCount = Math.floor(seconds * framesPerSecond) + 1;
  return { unit: "frame", unitCount, pricedBy: "usdPerFrame", assumption };
}

/** Counts the parts of a text. `splitText` may return a few more, because it prefers to split after a sentence. */
function countParts(characters: number): number {
  return 1 + Math.max(0, Math.ceil((characters - TEXT_LIMIT) / (TEXT_LIMIT - TEXT_OVERLAP)));
}
