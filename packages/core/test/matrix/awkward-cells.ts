import { readFixture } from "../read-fixture.ts";
import { IMAGE, IMAGE_FRAME, IMAGE_MEDIA, V2_ENTRY, V2_HEAD } from "./categorization-cells.ts";
import { failedWith, unreadableAt } from "./cell.ts";
import type { Cell, Expected } from "./cell.ts";
import { damaged } from "./damage.ts";
import { box, judged, unjudged } from "./expected-frame.ts";
import type { FrameNote } from "./expected-frame.ts";
import { expectationsOf } from "./expected-task.ts";
import { SEGMENTATION } from "./segmentation-cells.ts";

type Change = readonly [path: string, value: unknown];

/** Creates a cell from a fixture with changes. The folder determines the generation. */
function awkward(
  fixture: string,
  damage: string,
  { changes, expected }: { changes: readonly Change[]; expected: Expected },
): Cell {
  const api = fixture.startsWith("v1") ? "v1" : fixture.startsWith("v2") ? "v2" : "v3";
  const reply = changes.reduce((json, [path, value]) => damaged(json, path, value), readFixture(fixture));
  return { api, type: `awkward, ${fixture}`, damage, reply, expected };
}

const DEEPFAKE = expectationsOf(V2_HEAD, {
  ...V2_ENTRY,
  model: { name: "fixture_deepfake", version: "1", type: "BOUNDING_BOX" },
  chargeUsd: 0.006,
  media: IMAGE_MEDIA,
});
const faceWith = (classes: Parameters<typeof box>[2]["classes"]): FrameNote["boxes"][number] =>
  box(
    [
      [100.5, 40],
      [180, 40],
      [180, 130.25],
      [100.5, 130.25],
    ],
    [100.5, 40, 180, 130.25],
    {
      classes,
      meta: { type: "face", score: 0.99, id: "5e2a7c10-0000-0000-0000-0000000000aa" },
    },
  );
const boxClasses = "status[0].response.output[0].bounding_poly[0].classes";

const boxCells = [undefined, null, []].map((value) =>
  awkward(
    "v2/deepfake-boxes",
    `a box's classes is ${value === undefined ? "absent" : JSON.stringify(value)}`,
    {
      changes: [[boxClasses, value]],
      expected: DEEPFAKE.unknown([unjudged("detection", { timeSeconds: 0, boxes: [faceWith([])] })]),
    },
  ),
);

const mask = {
  url: "https://media.example/mask.png?sig=SECRET-SIGNATURE",
  mapping: [
    { class: "background", value: 0 },
    { class: "road", value: 1 },
    { class: "sky", value: 255 },
  ],
};

const mappingCells = [256, -1, 1.5].map((value) =>
  awkward("v1/segmentation-image", `a value of the mapping is ${value}`, {
    changes: [["status.response.output[0].mapping[1].value", value]],
    expected: unreadableAt("status.response.output[0].mapping[1].value"),
  }),
);

const TEXT = expectationsOf(V2_HEAD, {
  ...V2_ENTRY,
  model: { name: "fixture_text", version: "1", type: "TEXT_CLASSIFICATION" },
  chargeUsd: 0.0005,
  media: null,
  text: {
    language: "UNSUPPORTED",
    filters: [{ value: "DARN", type: "profanity", start: 13, end: 17 }],
    pii: [{ value: "a@b.example", type: "Email Address", start: 2, end: 13 }],
    urls: [{ value: "b.example", type: "", start: 4, end: 13 }],
    moderatedClasses: [],
  },
});

const frameCells = [
  awkward("v2/deepfake-boxes", "a score of a box is -1", {
    changes: [[`${boxClasses}[0].score`, -1]],
    expected: DEEPFAKE.known([
      judged("detection", {
        timeSeconds: 0,
        boxes: [faceWith([["no_deepfake", 0.1875]])],
        unsupportedClasses: ["yes_deepfake"],
      }),
    ]),
  }),
  awkward("v2/image", "a class's name is empty", {
    changes: [["status[0].response.output[0].classes[4].class", ""]],
    expected: unreadableAt("status[0].response.output[0].classes[4].class"),
  }),
  awkward("v2/image", "integer scores in pairs, and one that is not supported", {
    changes: [
      [
        "status[0].response.output[0].classes",
        [
          { class: "no_smoking", score: 0 },
          { class: "yes_smoking", score: 1 },
          { class: "text", score: -1 },
        ],
      ],
    ],
    expected: IMAGE.known([
      {
        ...IMAGE_FRAME,
        classes: [
          { class: "no_smoking", score: 0 },
          { class: "yes_smoking", score: 1 },
        ],
        unsupportedClasses: ["text"],
      },
    ]),
  }),
  awkward("v1/segmentation-image", "the frame has scores of its own", {
    changes: [["status.response.output[0].classes", [{ class: "gun_in_hand", score: 0.99 }]]],
    expected: SEGMENTATION.known([judged("segmentation", { mask, classes: [["gun_in_hand", 0.99]] })]),
  }),
  awkward("v2/ocr-moderation", "the frame has scores of its own next to its texts", {
    changes: [
      ["status[0].response.output[0].classes", [{ class: "hate", score: 3 }]],
      ["status[0].response.output[0].frame_results[0].bounding_poly", []],
      ["status[0].response.output[0].frame_results[1].bounding_poly", []],
    ],
    expected: expectationsOf(V2_HEAD, {
      ...V2_ENTRY,
      model: { name: "fixture_ocr_moderation", version: "1", type: "OCR_MODERATION" },
      chargeUsd: 0.004,
      media: IMAGE_MEDIA,
      text: {
        language: null,
        filters: [{ value: "DARN", type: "profanity", start: 0, end: 4 }],
        pii: [{ value: "555 0100", type: "U.S. Phone Number", start: 9, end: 17 }],
        urls: null,
        moderatedClasses: [],
      },
    }).known([
      judged("text", {
        timeSeconds: 0,
        textBlocks: [
          {
            text: "darn you",
            language: "EN",
            box: null,
            classes: [
              { class: "hate", score: 0 },
              { class: "bullying", score: 2 },
            ],
          },
          {
            text: "555 0100",
            language: "EN",
            box: null,
            classes: [
              { class: "hate", score: 1 },
              { class: "bullying", score: 0 },
              { class: "spam", score: 3 },
            ],
          },
        ],
        classes: [
          ["hate", 3],
          ["bullying", 2],
          ["spam", 3],
        ],
        unsupportedClasses: ["spam"],
      }),
    ]),
  }),
  awkward("v2/text", "the language is not supported, but the scores are 0", {
    changes: [
      ["status[0].response.language", "UNSUPPORTED"],
      ["status[0].response.moderated_classes", []],
      ["status[0].response.output[0].classes", [{ class: "hate", score: 0 }]],
    ],
    expected: TEXT.unknown([
      judged("text", { timeSeconds: 0, classes: [["hate", 0]], span: { start: 0, end: 22 } }),
    ]),
  }),
  // The two spellings contradict each other.
  awkward("v3/visual-image", "a class has value and score", {
    changes: [["output[0].classes[0].score", 0.01]],
    expected: unreadableAt("output[0].classes[0].value"),
  }),
  awkward("v3/visual-video", "a timestamp is a string", {
    changes: [["output[1].extra[1].value", "1.25"]],
    expected: unreadableAt("output[1].extra[1].value"),
  }),
  awkward("v2/speech-moderation", "a segment's start is a string", {
    changes: [["status[0].response.output[0].classifications[1].start_timestamp", "0.5"]],
    expected: unreadableAt("status[0].response.output[0].classifications[1].start_timestamp"),
  }),
];

const failureCells = [
  awkward("v2/image", "the entry failed, and a frame is unreadable", {
    changes: [
      ["status[0].status.code", "3300"],
      ["status[0].response.output[0].classes", "n/a"],
    ],
    expected: failedWith("3300"),
  }),
  awkward("v2/image", "the envelope failed, and a frame is unreadable", {
    changes: [
      ["code", 500],
      ["status[0].response.output[0].classes", "n/a"],
    ],
    expected: failedWith("500"),
  }),
];

const placeCells = [
  awkward("v2/text", "text_filters is an object", {
    changes: [["status[0].response.text_filters", {}]],
    expected: unreadableAt("status[0].response.text_filters"),
  }),
  awkward("v3/text", "string_matches contains null", {
    changes: [["output[0].string_matches[0]", null]],
    expected: unreadableAt("output[0].string_matches[0]"),
  }),
  awkward("v3/visual-image", "a value is a string", {
    changes: [["output[0].classes[0].value", "0.75"]],
    expected: unreadableAt("output[0].classes[0].value"),
  }),
  awkward("v3/visual-image-documented", "a class_name is a number", {
    changes: [["output[0].classes[0].class_name", 7]],
    expected: unreadableAt("output[0].classes[0].class_name"),
  }),
];

/** Formats that are easily mistaken for harmless, or that two ways of reading may interpret differently. */
export const awkwardCells: readonly Cell[] = [
  ...boxCells,
  ...mappingCells,
  ...frameCells,
  ...failureCells,
  ...placeCells,
];
