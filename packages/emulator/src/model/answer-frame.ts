import type { ColorMask } from "./color-mask.ts";

/** The edges of a box, in pixels from the top left corner of the image. */
export type PixelBox = {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};

/** A detected object. */
export type AnswerBox = PixelBox & {
  readonly class: string;
  /** The confidence of the model, 0 to 1. */
  readonly score: number;
};

/** A logo. Its class has no score. */
export type AnswerLogo = {
  readonly id: string;
  readonly class: string;
  readonly label: string;
  /** How clearly the logo is visible, 0 to 1. */
  readonly clarity: number;
  readonly box: PixelBox;
  /** The objects on which the logo appears, each with a score from 0 to 1. */
  readonly locations: readonly { readonly id: string; readonly label: string; readonly score: number }[];
};

/** A face. Its name is `null` if the model does not know it. */
type AnswerFace = { readonly name: string | null; readonly score: number };

/** A judged text: a sentence of a transcript or a block in an image. */
export type JudgedText = TextInfo & {
  readonly text: string;
  /** One level per class of the text model, in its order. */
  readonly scores: readonly number[];
};

/** A sentence of a transcript. Indexes count UTF-16 code units of the transcript. */
export type JudgedSentence = JudgedText & {
  readonly start: number;
  /** The index after the last code unit. */
  readonly end: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
};

/** A spoken word: its possible readings, likeliest first. */
export type SpokenWord = {
  readonly startSeconds: number;
  readonly alternatives: readonly { readonly text: string; readonly score: number }[];
};

/** A block of text in an image, with the box and the score of each word. */
export type FoundText = {
  readonly text: string;
  readonly words: readonly { readonly text: string; readonly score: number; readonly box: PixelBox }[];
};

/** A hash of a file or of a scene that matches a list. */
export type AnswerHash = {
  readonly type: "saferhashv0" | "md5" | "videoSaferhashv0";
  /** The types of the match, such as `CSAM`. */
  readonly matchTypes: readonly string[];
  /** The scene; `null` for the complete file. */
  readonly scene: {
    readonly startSeconds: number;
    readonly endSeconds: number;
    /** The index of its first frame. */
    readonly frameIndex: number;
  } | null;
};

/** The result of CSAM detection for a file. It imitates only the structure of a result: no hashes are compared. */
export type AnswerCsam = {
  readonly fileType: "image" | "video";
  /** The matching hashes; empty for none. */
  readonly hashes: readonly AnswerHash[];
  /** The scores of the classifier, 0 to 1; `null` for a match or without a classifier. */
  readonly prediction: Readonly<Record<"csam" | "pornography" | "other", number>> | null;
};

/** The provenance of a file according to its C2PA manifest: texts by Hive's keys. */
export type C2pa = Readonly<Record<string, string | readonly string[]>>;

/**
 * A model's result for one frame, independent of the API generation. Scores are stored separately from the list of
 * classes, which all frames of a model share. As a result, ten thousand kept tasks need only a few megabytes.
 */
export type AnswerFrame =
  | {
      readonly kind: "classes";
      /** Seconds from the start; 0 for an image. */
      readonly timeSeconds: number;
      /** Every class of the model, in the model's order. */
      readonly classes: readonly string[];
      /** One score per class, 0 to 1. */
      readonly scores: readonly number[];
      /** Absent for a file without provenance. */
      readonly c2pa?: C2pa;
    }
  | { readonly kind: "logos"; readonly timeSeconds: number; readonly logos: readonly AnswerLogo[] }
  | { readonly kind: "faces"; readonly timeSeconds: number; readonly faces: readonly AnswerFace[] }
  | {
      readonly kind: "transcript";
      readonly timeSeconds: 0;
      readonly text: string;
      readonly words: readonly SpokenWord[];
    }
  | {
      readonly kind: "speech";
      readonly timeSeconds: 0;
      readonly text: string;
      readonly sentences: readonly JudgedSentence[];
    }
  | { readonly kind: "textBlock"; readonly timeSeconds: number; readonly block: FoundText }
  | {
      readonly kind: "textBlocks";
      readonly timeSeconds: number;
      readonly blocks: readonly (FoundText & JudgedText)[];
    }
  | {
      readonly kind: "translation";
      readonly timeSeconds: 0;
      readonly text: string;
      readonly translatedText: string;
    }
  | {
      readonly kind: "chat";
      /** The time of the frame that the answer is about; 0 if it is about the complete request. */
      readonly timeSeconds: number;
      /** The text of the answer; `null` for a refusal. */
      readonly content: string | null;
      /** The reason of a refusal; `null` for an answer. */
      readonly refusal: string | null;
      readonly finishReason: "stop" | "length";
      readonly promptTokens: number;
      readonly completionTokens: number;
    }
  | { readonly kind: "csam"; readonly timeSeconds: 0; readonly csam: AnswerCsam }
  | { readonly kind: "boxes"; readonly timeSeconds: number; readonly boxes: readonly AnswerBox[] }
  | { readonly kind: "mask"; readonly timeSeconds: number; readonly mask: ColorMask }
  | {
      readonly kind: "text";
      readonly timeSeconds: 0;
      /** The index at which this segment of the text starts, in UTF-16 code units. */
      readonly start: number;
      /** The index after the end of the segment. */
      readonly end: number;
      readonly classes: readonly string[];
      /** One level per class: 0 to 3, or -1 if the class does not support the language. */
      readonly scores: readonly number[];
    };

/** A hit of a word list or a pattern in a text. Indexes count UTF-16 code units. */
export type TextHit = {
  /** The matched text. */
  readonly value: string;
  /** The index of the first code unit. */
  readonly start: number;
  /** The index after the last code unit. */
  readonly end: number;
  /** The list or pattern, such as `profanity` or `Email Address`. */
  readonly type: string;
};

/** A model's result for a text, apart from the levels. */
export type TextInfo = {
  /** `EN` unless a rule sets another language; `UNSUPPORTED` for a language that the model does not support. */
  readonly language: string;
  /** The hits of word lists, in ascending order of position. */
  readonly filters: readonly TextHit[];
  /** The hits of the patterns for personal data, in ascending order of position. */
  readonly pii: readonly TextHit[];
};
