import type { ColorMask } from "./color-mask.ts";

/** A detected object, by its edges in pixels of the picture from the top left. */
export type AnswerBox = {
  readonly class: string;
  /** How sure the model is, 0 to 1. */
  readonly score: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};

/**
 * What a model says about one frame, before any generation of the API has given it a form.
 * Scores lie beside a list of classes that all frames of a model share: ten thousand kept tasks are then a few megabytes.
 */
export type AnswerFrame =
  | {
      readonly kind: "classes";
      /** Seconds from the start; 0 for a picture. */
      readonly timeSeconds: number;
      /** Every class of the model, in its order. */
      readonly classes: readonly string[];
      /** One score per class, 0 to 1. */
      readonly scores: readonly number[];
    }
  | { readonly kind: "boxes"; readonly timeSeconds: number; readonly boxes: readonly AnswerBox[] }
  | { readonly kind: "mask"; readonly timeSeconds: number; readonly mask: ColorMask }
  | {
      readonly kind: "text";
      readonly timeSeconds: 0;
      /** Where this piece of the text begins and ends, in UTF-16 code units; the end is exclusive. */
      readonly start: number;
      readonly end: number;
      readonly classes: readonly string[];
      /** One level per class: 0 to 3, or -1 where the class is not supported for the language. */
      readonly scores: readonly number[];
    };

/** What was found in a text by a list or a pattern. */
export type TextHit = {
  /** The words as found. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** What kind of find it is, such as `profanity` or `Email Address`. */
  readonly type: string;
};

/** What a text model says beside its levels. */
export type TextFindings = {
  /** `EN` unless a rule says otherwise; `UNSUPPORTED` for a language that the model does not know. */
  readonly language: string;
  readonly filters: readonly TextHit[];
  readonly pii: readonly TextHit[];
};
