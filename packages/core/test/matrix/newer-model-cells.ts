import { readFixture } from "../read-fixture.ts";
import { V2_ENTRY, V2_HEAD } from "./categorization-cells.ts";
import { unreadableAt } from "./cell.ts";
import type { Cell } from "./cell.ts";
import { MISSING } from "./damage.ts";
import { box, judged, unjudged } from "./expected-frame.ts";
import type { FrameNote } from "./expected-frame.ts";
import { expectationsOf } from "./expected-task.ts";
import { statusCells } from "./status-cells.ts";

const CLIP = {
  url: null,
  filename: "clip.mp4",
  type: "VIDEO",
  mimeType: "video/mp4",
  widthPx: 1280,
  heightPx: 720,
  frameCount: 2,
  durationSeconds: 12.5,
} as const;

const LOGO = expectationsOf(V2_HEAD, {
  ...V2_ENTRY,
  model: { name: "fixture_logo", version: "1", type: "BOUNDING_BOX" },
  chargeUsd: 0.004,
  media: CLIP,
});
const logoBox = {
  ...box(
    [
      [191.25, 478.5],
      [294.75, 478.5],
      [294.75, 524.5],
      [191.25, 524.5],
    ],
    [191.25, 478.5, 294.75, 524.5],
    {
      classes: [],
      meta: {
        id: "5e2a7c10-0000-0000-0000-0000000000bb",
        type: "logo",
        clarity: 0.25,
        locations: [{ id: "5e2a7c10-0000-0000-0000-0000000000bc", label: "car", score: 0.875 }],
      },
    },
  ),
  classes: [{ class: "fixture_brand", score: null }],
};
const logoFrame = judged("detection", { timeSeconds: 6.973633, boxes: [logoBox] });
const logoClass = "@.response.output[0].bounding_poly[0].classes[0]";

const logoCells = statusCells("logo", readFixture("v2/logo"), {
  forms: ["v2 array"],
  rows: [
    ["as documented", null, null, LOGO.known([logoFrame])],
    [
      "a logo has a score",
      `${logoClass}.score`,
      0.5,
      LOGO.known([
        { ...logoFrame, boxes: [{ ...logoBox, classes: [{ class: "fixture_brand", score: 0.5 }] }] },
      ]),
    ],
    ["a logo has no class", `${logoClass}.class`, MISSING, unreadableAt(`${logoClass}.class`)],
    ["a logo's score is a string", `${logoClass}.score`, "0.5", unreadableAt(`${logoClass}.score`)],
  ],
});

// The response itself is the only frame.
const TRANSLATION = expectationsOf(V2_HEAD, {
  status: { code: "0", message: "SUCCESS" },
  model: { name: null, version: null, type: null },
});
const source = { text: "A text.", language: "en", box: null, classes: [] };
const target = { text: "Un texto.", language: "es", box: null, classes: [] };
const translation = (...textBlocks: FrameNote["textBlocks"]): FrameNote => unjudged("text", { textBlocks });

const translationCells = statusCells("translation", readFixture("v2/translation"), {
  forms: ["v2 array"],
  rows: [
    ["as documented", null, null, TRANSLATION.unknown([translation(source, target)])],
    ["source_text is missing", "@.response.source_text", MISSING, TRANSLATION.unknown([translation(target)])],
    [
      "translated_text is null",
      "@.response.translated_text",
      null,
      TRANSLATION.unknown([translation(source)]),
    ],
    ["translated_text is missing", "@.response.translated_text", MISSING, TRANSLATION.unknown([])],
    [
      "source_language is missing",
      "@.response.source_language",
      MISSING,
      TRANSLATION.unknown([translation({ ...source, language: null }, target)]),
    ],
  ],
});

// Without an envelope and without an input.
const AUDIO = expectationsOf(
  { ...V2_HEAD, id: "", projectId: null, userId: null, createdOn: null },
  { status: { code: "0", message: "SUCCESS" }, model: { name: null, version: null, type: null } },
);
const audioAt = (timeSeconds: number | null): FrameNote =>
  judged("classification", {
    timeSeconds,
    classes: [
      ["not_ai_generated", 0.75],
      ["ai_generated", 0.25],
    ],
  });

const audioCells = statusCells("AI-generated audio", readFixture("v2/ai-audio"), {
  forms: ["v2 array"],
  rows: [
    ["as documented", null, null, AUDIO.known([audioAt(0), audioAt(10)])],
    ["a time is missing", "@.response.output[1].time", MISSING, AUDIO.known([audioAt(0), audioAt(null)])],
    [
      "classes is missing",
      "@.response.output[1].classes",
      MISSING,
      AUDIO.unknown([audioAt(0), unjudged("other", { timeSeconds: 10 })]),
    ],
  ],
});

// Nine segments of ten seconds, with a charge of one hundred-thousandth of a dollar each.
const MUSIC = expectationsOf(V2_HEAD, {
  ...V2_ENTRY,
  model: { name: "fixture_music", version: "1", type: "AI_AUDIO_DETECTION" },
  chargeUsd: 0.000_09,
  media: { ...CLIP, frameCount: 9, durationSeconds: 80.805442 },
});
const musicAt = (timeSeconds: number): FrameNote =>
  judged("classification", {
    timeSeconds,
    classes: [
      ["ai_generated_music", 0.125],
      ["not_ai_generated_music", 0.875],
      ["ai_generated_music_cover", 3.7e-7],
      ["not_ai_generated_music_cover", 0.99999963],
      ["suno", 0],
    ],
  });
const music = [musicAt(0), musicAt(10)];

const musicCells = statusCells("AI-generated music", readFixture("v2/ai-music"), {
  forms: ["v2 array"],
  rows: [
    ["as documented", null, null, MUSIC.known(music)],
    [
      "the charge has seven decimals",
      "@.response.input.charge",
      0.000_010_1,
      MUSIC.known(music, { result: { chargeUsd: 0.000_010_1 } }),
    ],
    [
      "the charge has noise",
      "@.response.input.charge",
      0.1 + 0.2,
      MUSIC.known(music, { result: { chargeUsd: 0.3 } }),
    ],
  ],
});

/** Logos, translation, and AI-generated audio and music. `hive-api-2.md` 4 and 5. */
export const newerModelCells: readonly Cell[] = [
  ...logoCells,
  ...translationCells,
  ...audioCells,
  ...musicCells,
];
