import type {
  AnswerFrame,
  JudgedSentence,
  JudgedText,
  SpokenWord,
  TextHit,
  TextInfo,
} from "../model/answer-frame.ts";
import type { EmulatorSpokenWord, EmulatorTranscript } from "./emulator-rule.ts";

/** The transcript of a file to which no rule applies. */
export const DEFAULT_TRANSCRIPT: EmulatorTranscript = {
  text: "The emulator cannot hear. Set a transcript in a rule.",
};
/** The score of a word if the rule requests none. */
const DEFAULT_SCORE = 0.99;

/** A sentence, with its position in the transcript in UTF-16 code units. */
export type Sentence = { readonly text: string; readonly start: number; readonly end: number };

/** Creates the transcript of a file. */
export function answerTranscript(transcript: EmulatorTranscript, durationSeconds: number): AnswerFrame {
  const words = listWords(transcript, durationSeconds);
  return { kind: "transcript", timeSeconds: 0, text: transcript.text, words };
}

/** Splits a transcript at the ends of its sentences. */
export function splitSentences(text: string): readonly Sentence[] {
  const segments = [...new Intl.Segmenter("en", { granularity: "sentence" }).segment(text)];
  return segments.flatMap(({ segment, index }) => {
    const trimmed = segment.trim();
    const start = index + segment.length - segment.trimStart().length;
    return trimmed === "" ? [] : [{ text: trimmed, start, end: start + trimmed.length }];
  });
}

/** Creates the transcript of a file with its judged sentences. @param judged - one element per sentence */
export function answerSpeech(
  transcript: EmulatorTranscript,
  options: {
    readonly sentences: readonly Sentence[];
    readonly judged: readonly JudgedText[];
    readonly durationSeconds: number;
  },
): AnswerFrame {
  const { durationSeconds } = options;
  const words = listWords(transcript, durationSeconds);
  const total = countWords(transcript.text);
  // The time at which the word with this index starts. A rule may list more or fewer words than the text has.
  const timeAt = (index: number): number =>
    words[Math.floor((index * words.length) / total)]?.startSeconds ?? durationSeconds;
  const sentences = options.judged.map((judged, index): JudgedSentence => {
    const { start, end } = options.sentences[index] ?? { start: 0, end: 0 };
    const before = countWords(transcript.text.slice(0, start));
    const startSeconds = timeAt(before);
    return { ...judged, start, end, startSeconds, endSeconds: timeAt(before + countWords(judged.text)) };
  });
  return { kind: "speech", timeSeconds: 0, text: transcript.text, sentences };
}

/** Collects the hits in all sentences, with their positions in the transcript. */
export function collectTextInfo(sentences: readonly Sentence[], judged: readonly JudgedText[]): TextInfo {
  const collect = (list: (text: JudgedText) => readonly TextHit[]): readonly TextHit[] =>
    judged.flatMap((text, index) => {
      const shift = sentences[index]?.start ?? 0;
      return list(text).map((hit) => ({ ...hit, start: hit.start + shift, end: hit.end + shift }));
    });
  return {
    language: judged[0]?.language ?? "EN",
    filters: collect(({ filters }) => filters),
    pii: collect(({ pii }) => pii),
  };
}

function listWords({ text, words }: EmulatorTranscript, durationSeconds: number): readonly SpokenWord[] {
  const spoken: readonly EmulatorSpokenWord[] = words ?? splitWords(text).map((word) => ({ text: word }));
  return spoken.map(({ text: word, startSeconds, score = DEFAULT_SCORE, alternatives = [] }, index) => ({
    startSeconds: startSeconds ?? roundToHundredths((index * durationSeconds) / spoken.length),
    alternatives: [{ text: word, score }, ...alternatives],
  }));
}

/** Splits a text at whitespace and removes punctuation around the words. */
function splitWords(text: string): readonly string[] {
  return text.split(/\s+/u).flatMap((word) => word.match(/[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/u) ?? []);
}

function countWords(text: string): number {
  return splitWords(text).length;
}

function roundToHundredths(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
