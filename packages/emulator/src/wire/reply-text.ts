import type { FoundText, JudgedSentence, JudgedText, SpokenWord, TextHit } from "../model/answer-frame.ts";
import { TEXT_CLASSES } from "../model/text-classes.ts";
import { listVertices, toDimensions, type BoxDimensions, type BoxVertex } from "./reply-box.ts";

/** A class with its score, or for text with its level. */
export type ReplyClass = {
  /** The name of the class. */
  readonly class: string;
  /** The score, 0 to 1. For text, the level: 0 to 3, or -1 if the class does not support the language. */
  readonly score: number;
};

/** A hit in a text. Indexes count UTF-16 code units. */
export type ReplyTextHit = {
  /** The matched text, in capitals for words on a list. */
  readonly value: string;
  /** The index of the first code unit, from 0. */
  readonly start_index: number;
  /** The index after the last code unit. */
  readonly end_index: number;
  /** The list or pattern that matched, such as `profanity` or `Email Address`. */
  readonly type: string;
};

/** A transcript: the entry of `output` of the transcription model. */
export type TranscriptEntry = {
  /** The complete text. */
  readonly transcript: string;
  /** The words, in ascending order of time. */
  readonly words: readonly {
    /** The start, in seconds. */
    readonly time: number;
    /** The possible readings of the word, likeliest first. */
    readonly alternatives: readonly {
      /** The word. */
      readonly text: string;
      /** Its score, 0 to 1. */
      readonly score: number;
    }[];
    /** Always `pronunciation`. */
    readonly type: "pronunciation";
    /** Always empty. */
    readonly meta: Readonly<Record<string, never>>;
  }[];
};

/** The judgment of a sentence or a block of text. Indexes count UTF-16 code units. */
export type ReplyJudgedText = {
  /** The index of the first code unit. */
  readonly start_char_index: number;
  /** The index after the last code unit. */
  readonly end_char_index: number;
  /** Always empty. */
  readonly custom_classes: readonly [];
  /** The words that are on a list. Indexes are relative to the text of this entry (emulator behavior). */
  readonly text_filters: readonly ReplyTextHit[];
  /** The personal data. Indexes as in `text_filters`. */
  readonly pii_entities: readonly ReplyTextHit[];
  /** Every class of the text model with its level. */
  readonly classes: readonly ReplyClass[];
};

/** A judged transcript: the entry of `output` of the speech moderation model. */
export type SpeechEntry = {
  /** The complete text. */
  readonly transcript: string;
  /** The sentences. Their indexes are positions in the transcript. */
  readonly classifications: readonly (ReplyJudgedText & {
    /** The sentence. */
    readonly text: string;
    /** The start, in seconds. */
    readonly start_timestamp: number;
    /** The end, in seconds. */
    readonly end_timestamp: number;
  })[];
};

/** A word in an image. Coordinates are pixels from the top left corner. */
export type TextPoly = {
  /** The word, with its score. */
  readonly classes: readonly ReplyClass[];
  /** The edges of the box. */
  readonly dimensions: BoxDimensions;
  /** The corners, clockwise from the bottom left. */
  readonly vertices: readonly BoxVertex[];
  /** The origin of the box. */
  readonly meta: {
    /** The score of the box, 0 to 1. */
    readonly score: number;
    /** Always `text`. */
    readonly label: "text";
  };
};

/** A block of text: an entry of `output` of the text recognition model, which has no time. */
export type TextBlockEntry = {
  /** The text. */
  readonly block_text: string;
  /** Its words. */
  readonly bounding_poly: readonly TextPoly[];
};

/** The judged text in a frame: an entry of `output` of the OCR moderation model. */
export type OcrFrame = {
  /** Seconds from the start of the media; 0 for an image. */
  readonly time: number;
  /** The blocks of text; empty if there are none. Character indexes count from the start of the block (emulator
   * behavior). */
  readonly frame_results: readonly (TextBlockEntry &
    ReplyJudgedText & {
      /** The language of the block, such as `EN`, or `UNSUPPORTED`. */
      readonly language: string;
    })[];
};

/** Converts scores or levels to classes. */
export function toReplyClasses(names: readonly string[], scores: readonly number[]): ReplyClass[] {
  return names.map((name, index) => ({ class: name, score: scores[index] ?? 0 }));
}

/** Converts a hit in a text. */
export function toReplyHit({ value, start, end, type }: TextHit): ReplyTextHit {
  return { value, start_index: start, end_index: end, type };
}

/** Source of the format: reference/shapes/v2-transcription.json. */
export function toTranscriptEntry(text: string, words: readonly SpokenWord[]): TranscriptEntry {
  return {
    transcript: text,
    words: words.map(({ startSeconds, alternatives }) => {
      return { time: startSeconds, alternatives, type: "pronunciation", meta: {} };
    }),
  };
}

/** Source of the format: reference/shapes/v2-speech-moderation.json. */
export function toSpeechEntry(text: string, sentences: readonly JudgedSentence[]): SpeechEntry {
  return {
    transcript: text,
    classifications: sentences.map((sentence) => ({
      ...toJudgedText(sentence, sentence),
      text: sentence.text,
      start_timestamp: sentence.startSeconds,
      end_timestamp: sentence.endSeconds,
    })),
  };
}

/** Source of the format: reference/shapes/v2-text-recognition.json. */
export function toTextBlockEntry({ text, words }: FoundText): TextBlockEntry {
  return { block_text: text, bounding_poly: words.map(toTextPoly) };
}

/** Source of the format: reference/shapes/v2-ocr-moderation.json. */
export function toOcrFrame(timeSeconds: number, blocks: readonly (FoundText & JudgedText)[]): OcrFrame {
  return {
    time: timeSeconds,
    frame_results: blocks.map((block) => ({
      language: block.language,
      ...toTextBlockEntry(block),
      ...toJudgedText(block, { start: 0, end: block.text.length }),
    })),
  };
}

function toJudgedText(
  { scores, filters, pii }: JudgedText,
  { start, end }: { readonly start: number; readonly end: number },
): ReplyJudgedText {
  return {
    start_char_index: start,
    end_char_index: end,
    custom_classes: [],
    text_filters: filters.map(toReplyHit),
    pii_entities: pii.map(toReplyHit),
    classes: toReplyClasses(TEXT_CLASSES, scores),
  };
}

function toTextPoly({ text, score, box }: FoundText["words"][number]): TextPoly {
  // The corners start at the bottom left, as in Hive's sample; those of detected objects start at the top left.
  const [topLeft, topRight, bottomRight, bottomLeft] = listVertices(box);
  return {
    classes: [{ class: text, score }],
    dimensions: toDimensions(box),
    vertices: [bottomLeft, topLeft, topRight, bottomRight].filter((vertex) => vertex !== undefined),
    meta: { score, label: "text" },
  };
}
