import { readFixture } from "../read-fixture.ts";
import { IMAGE_MEDIA, V2_ENTRY, V2_HEAD } from "./categorization-cells.ts";
import { unreadable, unreadableAt } from "./cell.ts";
import type { Cell } from "./cell.ts";
import { MISSING } from "./damage.ts";
import { box, judged, unjudged } from "./expected-frame.ts";
import type { FrameNote } from "./expected-frame.ts";
import type { Score } from "./expected-frame.ts";
import { expectationsOf } from "./expected-task.ts";
import { statusCells } from "./status-cells.ts";

const named = (...pairs: readonly Score[]): readonly { class: string; score: number }[] =>
  pairs.map(([name, score]) => ({ class: name, score }));

// 2.6.9: indexes without `char`. The score of the complete text is next to the frames, and only in `raw`.
const AI_TEXT = expectationsOf(V2_HEAD, {
  ...V2_ENTRY,
  model: { name: "fixture_ai_text", version: "1", type: "TEXT_CLASSIFICATION" },
  chargeUsd: 0.002,
  media: null,
});
const half = judged("text", {
  timeSeconds: 0,
  scale: "probability",
  classes: [
    ["ai_generated", 0.5],
    ["not_ai_generated", 0.5],
  ],
  span: { start: 0, end: 2048 },
});
// Integers, but in a pair: probabilities.
const sure = judged("text", {
  timeSeconds: 0,
  scale: "probability",
  classes: [
    ["ai_generated", 1],
    ["not_ai_generated", 0],
  ],
  span: { start: 2048, end: 3000 },
});
const second = "@.response.output[1]";

const aiTextCells = statusCells("AI-generated text", readFixture("v2/ai-generated-text"), {
  forms: ["v2 array"],
  rows: [
    ["as documented", null, null, AI_TEXT.known([half, sure])],
    [
      "one frame has no classes",
      `${second}.classes`,
      MISSING,
      AI_TEXT.unknown([half, unjudged("text", { timeSeconds: 0, span: { start: 2048, end: 3000 } })]),
    ],
    [
      "one frame's classes is null",
      `${second}.classes`,
      null,
      AI_TEXT.unknown([half, unjudged("text", { timeSeconds: 0, span: { start: 2048, end: 3000 } })]),
    ],
    [
      "one frame's classes is empty",
      `${second}.classes`,
      [],
      AI_TEXT.unknown([half, unjudged("text", { timeSeconds: 0, span: { start: 2048, end: 3000 } })]),
    ],
    ["a score is a string", `${second}.classes[0].score`, "1", unreadableAt(`${second}.classes[0].score`)],
    [
      "start_index is missing",
      `${second}.start_index`,
      MISSING,
      AI_TEXT.known([half, { ...sure, span: null }]),
    ],
    ["end_index is null", `${second}.end_index`, null, AI_TEXT.known([half, { ...sure, span: null }])],
    ["aggregate_score is missing", "@.response.aggregate_score", MISSING, AI_TEXT.known([half, sure])],
    ["aggregate_score is null", "@.response.aggregate_score", null, AI_TEXT.known([half, sure])],
    ["an unknown key", `${second}.reason`, "style", AI_TEXT.known([half, sure])],
    // The score of the complete text is not a frame: without frames, nothing is evaluated.
    ["there are no frames", "@.response.output", [], AI_TEXT.unknown([])],
    ["output is missing", "@.response.output", MISSING, AI_TEXT.unknown([])],
  ],
});

// 2.6.6: all texts of an image. Each class has its highest level; a class that is unsupported for any text is listed.
const OCR = expectationsOf(V2_HEAD, {
  ...V2_ENTRY,
  model: { name: "fixture_ocr_moderation", version: "1", type: "OCR_MODERATION" },
  chargeUsd: 0.004,
  media: IMAGE_MEDIA,
});
const darn = { value: "DARN", type: "profanity", start: 0, end: 4 };
const phone = { value: "555 0100", type: "U.S. Phone Number", start: 9, end: 17 };
// No generation has URLs inside frames.
const ocrText = { language: null, filters: [darn], pii: [phone], urls: null, moderatedClasses: [] };
const darnBox = box(
  [
    [5, 20],
    [5, 6],
    [50, 6],
    [50, 20],
  ],
  [5, 6, 50, 20],
  { classes: [["darn", 0.9]] },
);
const phoneBox = box(
  [
    [5, 44],
    [5, 30],
    [60, 30],
    [60, 44],
  ],
  [5, 30, 60, 44],
  { classes: [["555", 0.8]] },
);
const darnBlock = {
  text: "darn you",
  language: "EN",
  box: darnBox,
  classes: named(["hate", 0], ["bullying", 2]),
};
const phoneBlock = {
  text: "555 0100",
  language: "EN",
  box: phoneBox,
  classes: named(["hate", 1], ["bullying", 0], ["spam", 3]),
};
const picture = judged("text", {
  timeSeconds: 0,
  textBlocks: [darnBlock, phoneBlock],
  classes: [
    ["hate", 1],
    ["bullying", 2],
    ["spam", 3],
  ],
  unsupportedClasses: ["spam"],
  boxes: [darnBox, phoneBox],
});
const found = { result: { text: ocrText } };
const blocks = "@.response.output[0].frame_results";
const block = `${blocks}[0]`;
const onlySecond = named(["hate", 1], ["bullying", 0], ["spam", 3]);
const halfJudged = {
  ...picture,
  evaluated: false,
  classes: onlySecond,
  unsupportedClasses: [],
  textBlocks: [{ ...darnBlock, classes: [] }, phoneBlock],
};
const darnChanged = (change: Partial<FrameNote["textBlocks"][number]>): FrameNote => ({
  ...picture,
  textBlocks: [{ ...darnBlock, ...change }, phoneBlock],
});

const ocrModerationCells = statusCells("OCR moderation", readFixture("v2/ocr-moderation"), {
  forms: ["v2 array"],
  rows: [
    ["as documented", null, null, OCR.known([picture], found)],
    [
      "input is an ellipsis, as printed",
      "@.response.input",
      "...",
      OCR.known([picture], { result: { ...noInput(), text: ocrText } }),
    ],
    ["frame_results is missing", blocks, MISSING, OCR.unknown([unjudged("other", { timeSeconds: 0 })])],
    ["frame_results is null", blocks, null, OCR.unknown([unjudged("text", { timeSeconds: 0 })])],
    [
      "frame_results is empty",
      blocks,
      [],
      OCR.unknown([unjudged("text", { timeSeconds: 0 })], {
        result: { text: { ...ocrText, filters: [], pii: [] } },
      }),
    ],
    ["frame_results is an object", blocks, {}, unreadableAt(blocks)],
    ["a text is null", block, null, unreadableAt(block)],
    ["a text is a string", block, "darn you", unreadableAt(block)],
    ["a text's classes is missing", `${block}.classes`, MISSING, OCR.unknown([halfJudged], found)],
    ["a text's classes is null", `${block}.classes`, null, OCR.unknown([halfJudged], found)],
    ["a text's classes is empty", `${block}.classes`, [], OCR.unknown([halfJudged], found)],
    ["a text's classes is a string", `${block}.classes`, "hate", unreadableAt(`${block}.classes`)],
    [
      "a class is missing in one of two texts",
      `${block}.classes`,
      [
        { class: "hate", score: 0 },
        { class: "spam", score: 0 },
      ],
      OCR.known(
        [
          {
            ...picture,
            classes: named(["hate", 1], ["spam", 3], ["bullying", 0]),
            unsupportedClasses: ["bullying"],
            textBlocks: [{ ...darnBlock, classes: named(["hate", 0], ["spam", 0]) }, phoneBlock],
          },
        ],
        found,
      ),
    ],
    [
      "a text's classes are all unsupported",
      `${block}.classes`,
      [{ class: "hate", score: -1 }],
      OCR.unknown([{ ...halfJudged, unsupportedClasses: ["hate", "bullying", "spam"] }], found),
    ],
    ["a level is a string", `${block}.classes[1].score`, "2", unreadableAt(`${block}.classes[1].score`)],
    ["a level is -3", `${block}.classes[1].score`, -3, unreadableAt(`${block}.classes[1].score`)],
    [
      "text_filters is missing",
      `${block}.text_filters`,
      MISSING,
      OCR.known([picture], { result: { text: { ...ocrText, filters: null } } }),
    ],
    [
      "text_filters is null",
      `${block}.text_filters`,
      null,
      OCR.known([picture], { result: { text: { ...ocrText, filters: null } } }),
    ],
    [
      "text_filters of the other text is missing",
      `${blocks}[1].text_filters`,
      MISSING,
      OCR.known([picture], { result: { text: { ...ocrText, incompleteLists: ["filters"] } } }),
    ],
    [
      "text_filters is empty",
      `${block}.text_filters`,
      [],
      OCR.known([picture], { result: { text: { ...ocrText, filters: [] } } }),
    ],
    ["text_filters is an object", `${block}.text_filters`, {}, unreadableAt(`${block}.text_filters`)],
    ["text_filters contains null", `${block}.text_filters[0]`, null, unreadable],
    ["pii_entities is a string", `${block}.pii_entities`, "none", unreadableAt(`${block}.pii_entities`)],
    [
      "bounding_poly is missing",
      `${block}.bounding_poly`,
      MISSING,
      OCR.known([{ ...darnChanged({ box: null }), boxes: [phoneBox] }], found),
    ],
    [
      "bounding_poly is null",
      `${block}.bounding_poly`,
      null,
      OCR.known([{ ...darnChanged({ box: null }), boxes: [phoneBox] }], found),
    ],
    ["bounding_poly is an object", `${block}.bounding_poly`, {}, unreadableAt(`${block}.bounding_poly`)],
    [
      "language is missing",
      `${block}.language`,
      MISSING,
      OCR.known([darnChanged({ language: null })], found),
    ],
    ["block_text is null", `${block}.block_text`, null, OCR.known([darnChanged({ text: "" })], found)],
    ["a text has an unknown key", `${block}.font`, "serif", OCR.known([picture], found)],
    ["a text lacks its indexes", `${block}.start_char_index`, MISSING, OCR.known([picture], found)],
    [
      "time is missing",
      "@.response.output[0].time",
      MISSING,
      OCR.known([{ ...picture, timeSeconds: null }], found),
    ],
    ["there are no frames", "@.response.output", [], OCR.unknown([])],
  ],
});

/** Texts of images, and AI-generated texts. `hive-api.md` 2.6.6, 2.6.9. */
export const otherTextCells: readonly Cell[] = [...aiTextCells, ...ocrModerationCells];

function noInput() {
  return { model: { name: null, version: null, type: null }, chargeUsd: null, createdOn: null, media: null };
}
