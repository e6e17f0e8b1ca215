/**
 * The certainty of a fact, from high to low. `documented`: on a page of Hive. `live`: in a published response of the
 * live API. `inferred`: derived from these. `assumed`: a value that Hivekit chose because none was given. See
 * docs/discoveries.md.
 */
export type Certainty = "documented" | "live" | "inferred" | "assumed";

/**
 * The prices of a project, and the number of frames that it samples. The defaults are those of {@link LIST_PRICES}. If
 * your contract has other prices, set them.
 */
export type Prices = {
  /** The price of an image, in US dollars. @defaultValue 0.003 */
  readonly usdPerImage?: number | undefined;
  /** The price of a sampled frame of a GIF or a video, in US dollars. @defaultValue 0.003 */
  readonly usdPerFrame?: number | undefined;
  /** The number of frames per second that the project samples, more than 0. @defaultValue 1 */
  readonly framesPerSecond?: number | undefined;
  /** The price of a second of audio, rounded up, in US dollars. @defaultValue 0.003 */
  readonly usdPerAudioSecond?: number | undefined;
  /** The price of a submission of a text, in US dollars. @defaultValue 0.001 */
  readonly usdPerText?: number | undefined;
};

/** The prices of a language model's tokens. */
export type TokenPrices = {
  /** The price of a million tokens of prompts, images included, in US dollars. */
  readonly usdPerMillionPromptTokens: number;
  /** The price of a million tokens of answers, in US dollars. */
  readonly usdPerMillionCompletionTokens: number;
};

/** A list price, or another number that charges depend on. */
export type ListPrice = {
  /** The value. Its unit is in the name of the property. */
  readonly value: number;
  /** The certainty of the value. */
  readonly certainty: Certainty;
  /** Where it was found. */
  readonly source: string;
  /** The date of the source, as `YYYY-MM-DD`. */
  readonly readOn: string;
};

/** A value for each of the {@link Prices}, with its source. */
export type ListPrices = { readonly [Name in keyof Prices]-?: ListPrice };

/**
 * The list prices of visual moderation, speech and text, in US dollars. A model or a contract may have others. The
 * price of the vision language model is not known.
 */
export const LIST_PRICES: ListPrices = {
  usdPerImage: {
    value: 0.003,
    certainty: "live",
    source: "the charge of an image in a published response of v1",
    readOn: "2026-11-24",
  },
  usdPerFrame: {
    value: 0.003,
    certainty: "live",
    source:
      "the charges of two videos in published responses of v2; that of another project was 0.005 per frame",
    readOn: "2026-11-24",
  },
  framesPerSecond: {
    value: 1,
    certainty: "inferred",
    source: "the times of the frames in published responses",
    readOn: "2026-11-24",
  },
  usdPerAudioSecond: {
    value: 0.003,
    certainty: "inferred",
    source: "the charge of speech in the samples of 2022 on docs.thehive.ai",
    readOn: "2026-11-30",
  },
  usdPerText: {
    value: 0.001,
    certainty: "inferred",
    source: "the charge in the sample of a callback on docs.thehive.ai",
    readOn: "2026-11-24",
  },
};
