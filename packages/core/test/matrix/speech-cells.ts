import { readFixture } from "../read-fixture.ts";
import { V2_ENTRY, V2_HEAD } from "./categorization-cells.ts";
import { unreadableAt } from "./cell.ts";
import type { Cell, Expected } from "./cell.ts";
import { MISSING } from "./damage.ts";
import { judged, unjudged } from "./expected-frame.ts";
import type { Score } from "./expected-frame.ts";
import { expectationsOf } from "./expected-task.ts";
import { statusCells } from "./status-cells.ts";

const named = (...pairs: readonly Score[]): readonly { class: string; score: number }[] =>
  pairs.map(([name, score]) => ({ class: name, score }));

const TALK_MEDIA = {
  url: null,
  filename: "talk.m4a",
  type: "AUDIO",
  mimeType: "audio/m4a",
  widthPx: null,
  heightPx: null,
  frameCount: null,
  durationSeconds: 9.5,
} as const;

// 2.6.11: segments of speech, read like the texts of an image. The frame begins with the first segment.
const SPEECH = expectationsOf(V2_HEAD, {
  ...V2_ENTRY,
  model: { name: "fixture_speech", version: "1", type: "TRANSCRIPTION" },
  chargeUsd: 0.01,
  media: TALK_MEDIA,
  text: {
    language: "EN",
    filters: [{ value: "DARN", type: "profanity", start: 5, end: 9 }],
    pii: [],
    urls: [],
    moderatedClasses: ["hate", "violence"],
  },
});
const noHits = {
  result: {
    text: { language: "EN", filters: [], pii: [], urls: [], moderatedClasses: ["hate", "violence"] },
  },
};
const spoken = { text: "well darn it. I will be there.", language: null, words: [] };
const lateBlock = {
  text: "I will be there.",
  language: null,
  box: null,
  classes: named(["hate", 0], ["violence", 1]),
};
const earlyBlock = {
  text: "well darn it.",
  language: null,
  box: null,
  classes: named(["hate", 1], ["violence", 0]),
};
const speech = judged("transcript", {
  timeSeconds: 0.5,
  classes: [
    ["hate", 1],
    ["violence", 1],
  ],
  transcript: spoken,
  textBlocks: [lateBlock, earlyBlock],
});
const unscored = unjudged("transcript", { transcript: spoken });
const speeches = "@.response.output[0].classifications";
const stretch = `${speeches}[1]`;
const firstOnly = {
  ...speech,
  evaluated: false,
  classes: named(["hate", 0], ["violence", 1]),
  textBlocks: [lateBlock, { ...earlyBlock, classes: [] }],
};

const speechCells = statusCells("speech moderation", readFixture("v2/speech-moderation"), {
  forms: ["v2 array"],
  rows: [
    ["as documented", null, null, SPEECH.known([speech])],
    ["classifications is missing", speeches, MISSING, SPEECH.unknown([unscored], noHits)],
    ["classifications is null", speeches, null, SPEECH.unknown([unscored], noHits)],
    ["classifications is empty", speeches, [], SPEECH.unknown([unscored], noHits)],
    ["classifications is a string", speeches, "clean", unreadableAt(speeches)],
    ["a segment is null", stretch, null, unreadableAt(stretch)],
    ["a segment has no classes", `${stretch}.classes`, MISSING, SPEECH.unknown([firstOnly])],
    ["a segment's classes is null", `${stretch}.classes`, null, SPEECH.unknown([firstOnly])],
    ["a segment's classes is empty", `${stretch}.classes`, [], SPEECH.unknown([firstOnly])],
    [
      "a segment's level is a string",
      `${stretch}.classes[0].score`,
      "1",
      unreadableAt(`${stretch}.classes[0].score`),
    ],
    [
      "a segment's text_filters is missing",
      `${stretch}.text_filters`,
      MISSING,
      SPEECH.known([speech], noHits),
    ],
    [
      "a segment's text_filters is a string",
      `${stretch}.text_filters`,
      "DARN",
      unreadableAt(`${stretch}.text_filters`),
    ],
    [
      "a segment's start is missing",
      `${stretch}.start_timestamp`,
      MISSING,
      SPEECH.known([{ ...speech, timeSeconds: 3.5 }]),
    ],
    [
      "a segment's start is null",
      `${stretch}.start_timestamp`,
      null,
      SPEECH.known([{ ...speech, timeSeconds: 3.5 }]),
    ],
    ["a segment has an unknown key", `${stretch}.speaker`, 2, SPEECH.known([speech])],
    [
      "a segment has no text",
      `${stretch}.text`,
      MISSING,
      SPEECH.known([{ ...speech, textBlocks: [lateBlock, { ...earlyBlock, text: "" }] }]),
    ],
    [
      "transcript is missing",
      "@.response.output[0].transcript",
      MISSING,
      SPEECH.known([{ ...speech, kind: "text", transcript: null }]),
    ],
    [
      "transcript is null",
      "@.response.output[0].transcript",
      null,
      SPEECH.known([{ ...speech, transcript: { ...spoken, text: "" } }]),
    ],
    ["there are no frames", "@.response.output", [], SPEECH.unknown([], noHits)],
    ["output is null", "@.response.output", null, SPEECH.unknown([], noHits)],
  ],
});

// 2.6.11: speech that no model judges, so nothing is evaluated.
const TRANSCRIPTION = expectationsOf(V2_HEAD, {
  ...V2_ENTRY,
  model: { name: "fixture_transcription", version: "1", type: "TRANSCRIPTION" },
  chargeUsd: 0.008,
  media: TALK_MEDIA,
});
const well = {
  text: "well",
  startSeconds: 0.5,
  score: 0.75,
  alternatives: [
    { text: "well", score: 0.75 },
    { text: "we'll", score: 0.25 },
  ],
};
const hello = {
  text: "hello",
  startSeconds: 0.75,
  score: 0.9375,
  alternatives: [{ text: "hello", score: 0.9375 }],
};
const wellHello = { text: "well hello", language: null, words: [well, hello] };
const transcribed = (change: Partial<typeof wellHello> = {}): Expected =>
  TRANSCRIPTION.unknown([unjudged("transcript", { transcript: { ...wellHello, ...change } })]);
const output = "@.response.output[0]";
const firstWord = `${output}.words[0]`;

const transcriptionCells = statusCells("transcription", readFixture("v2/transcription"), {
  forms: ["v2 array"],
  rows: [
    ["as documented", null, null, transcribed()],
    ["transcript is missing", `${output}.transcript`, MISSING, transcribed({ text: "" })],
    ["transcript is null", `${output}.transcript`, null, transcribed({ text: "" })],
    ["transcript is empty", `${output}.transcript`, "", transcribed({ text: "" })],
    ["transcript is a list", `${output}.transcript`, [], transcribed({ text: "" })],
    ["an unknown key", `${output}.speaker`, 1, transcribed()],
    ["words is null", `${output}.words`, null, transcribed({ words: [] })],
    ["words is a string", `${output}.words`, "well", transcribed({ words: [] })],
    ["a word is null", firstWord, null, transcribed({ words: [hello] })],
    [
      "a word has no alternatives",
      `${firstWord}.alternatives`,
      [],
      TRANSCRIPTION.unknown([
        unjudged("transcript", {
          transcript: {
            ...wellHello,
            words: [{ text: "", startSeconds: 0.5, score: null, alternatives: [] }, hello],
          },
        }),
      ]),
    ],
    [
      "a word has no time",
      `${firstWord}.time`,
      MISSING,
      TRANSCRIPTION.unknown([
        unjudged("transcript", {
          transcript: { ...wellHello, words: [{ ...well, startSeconds: null }, hello] },
        }),
      ]),
    ],
    [
      "a language next to it",
      "@.response.language",
      "EN",
      TRANSCRIPTION.unknown([unjudged("transcript", { transcript: wellHello })], {
        result: { text: { language: "EN", filters: null, pii: null, urls: null, moderatedClasses: [] } },
      }),
    ],
    ["there are no frames", "@.response.output", [], TRANSCRIPTION.unknown([])],
    ["output is a transcript", "@.response.output", "well hello", TRANSCRIPTION.unknown([])],
  ],
});

/** Speech that a model judges, or only transcribes. `hive-api.md` 2.6.11, `hive-api-2.md` 4. */
export const speechModelCells: readonly Cell[] = [...speechCells, ...transcriptionCells];
