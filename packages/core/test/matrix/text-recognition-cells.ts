import { readFixture } from "../read-fixture.ts";
import { IMAGE_MEDIA, V2_ENTRY, V2_HEAD } from "./categorization-cells.ts";
import { unreadableAt } from "./cell.ts";
import type { Cell } from "./cell.ts";
import { MISSING } from "./damage.ts";
import { box, judged, unjudged } from "./expected-frame.ts";
import { expectationsOf } from "./expected-task.ts";
import { statusCells } from "./status-cells.ts";

const boxes = "@.response.output[0].bounding_poly";

// 2.6.5: words take the place of classes; nothing here is moderated.
const OCR = expectationsOf(V2_HEAD, {
  ...V2_ENTRY,
  model: { name: "fixture_ocr", version: "1", type: "BOUNDING_BOX" },
  chargeUsd: 0.002,
  media: IMAGE_MEDIA,
});
const sale = box(
  [
    [10, 44],
    [10, 20],
    [70, 20],
    [70, 44],
  ],
  [10, 20, 70, 44],
  {
    classes: [["SALE", 0.98]],
    meta: { type: "text" },
  },
);
const now = box(
  [
    [80, 44],
    [80, 22],
    [130, 22],
    [130, 44],
  ],
  [80, 22, 130, 44],
  {
    classes: [["now", 0.91]],
    meta: { type: "text" },
  },
);
const saleNow = {
  text: "SALE now",
  language: null,
  box: box(
    [
      [10, 20],
      [130, 20],
      [130, 44],
      [10, 44],
    ],
    [10, 20, 130, 44],
    {
      classes: [
        ["SALE", 0.98],
        ["now", 0.91],
      ],
    },
  ),
  classes: [],
};
const ocrFrame = unjudged("text", { timeSeconds: 0, boxes: [sale, now], textBlocks: [saleNow] });
const boxesOnly = judged("detection", { timeSeconds: 0, boxes: [sale, now] });

/** Words in images, which no model judges. `hive-api.md` 2.6.5. */
export const textRecognitionCells: readonly Cell[] = statusCells("OCR", readFixture("v2/ocr"), {
  forms: ["v2 array"],
  rows: [
    ["as documented", null, null, OCR.unknown([ocrFrame])],
    [
      "bounding_poly is missing",
      boxes,
      MISSING,
      OCR.unknown([{ ...ocrFrame, boxes: [], textBlocks: [{ ...saleNow, box: null }] }]),
    ],
    [
      "bounding_poly is null",
      boxes,
      null,
      OCR.unknown([{ ...ocrFrame, boxes: [], textBlocks: [{ ...saleNow, box: null }] }]),
    ],
    [
      "bounding_poly is empty: no words",
      boxes,
      [],
      OCR.unknown([{ ...ocrFrame, boxes: [], textBlocks: [{ ...saleNow, box: null }] }]),
    ],
    ["bounding_poly is a string", boxes, "SALE", unreadableAt(boxes)],
    ["block_text is missing", "@.response.output[0].block_text", MISSING, OCR.known([boxesOnly])],
    [
      "block_text is null",
      "@.response.output[0].block_text",
      null,
      OCR.unknown([{ ...ocrFrame, textBlocks: [] }]),
    ],
    [
      "block_text is a number",
      "@.response.output[0].block_text",
      5,
      OCR.unknown([{ ...ocrFrame, textBlocks: [] }]),
    ],
    [
      "time is missing, as documented",
      "@.response.output[0].time",
      MISSING,
      OCR.unknown([{ ...ocrFrame, timeSeconds: null }]),
    ],
    ["an unknown key", "@.response.output[0].lines", [], OCR.unknown([ocrFrame])],
    ["a word is a number", `${boxes}[0].classes[0].class`, 555, unreadableAt(`${boxes}[0].classes[0].class`)],
    ["there are no frames", "@.response.output", [], OCR.unknown([])],
    ["output is null", "@.response.output", null, OCR.unknown([])],
  ],
});
