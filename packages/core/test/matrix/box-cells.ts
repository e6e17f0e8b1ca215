import { readFixture } from "../read-fixture.ts";
import { IMAGE_MEDIA, V2_ENTRY, V2_HEAD, VIDEO_MEDIA } from "./categorization-cells.ts";
import { unreadableAt } from "./cell.ts";
import type { Cell } from "./cell.ts";
import { MISSING } from "./damage.ts";
import { box, judged, unjudged } from "./expected-frame.ts";
import type { FrameNote } from "./expected-frame.ts";
import { expectationsOf } from "./expected-task.ts";
import { ALL_FORMS, statusCells } from "./status-cells.ts";
import { V1_ENTRY, V1_HEAD } from "./v1-head.ts";

const DETECTION = expectationsOf(V1_HEAD, {
  ...V1_ENTRY,
  model: { name: "fixture_model", version: "2", type: "BOUNDING_BOX" },
  // A string in this response.
  chargeUsd: 0.003,
  media: {
    url: "https://media.example/cat.jpg?sig=SECRET-SIGNATURE",
    filename: null,
    type: "PHOTO",
    mimeType: "image/jpeg",
    widthPx: 320,
    heightPx: 240,
    frameCount: 1,
    durationSeconds: 0,
  },
});

type Corners = Parameters<typeof box>[0];
type Sides = Parameters<typeof box>[1];

// Corners begin at the bottom left, as in Hive's OCR sample; no dimensions, as in its deepfake sample.
const CAT: { corners: Corners; sides: Sides; meta: unknown } = {
  corners: [
    [10.5, 90],
    [10.5, 20],
    [60, 20],
    [60, 90],
  ],
  sides: [10.5, 20, 60, 90],
  meta: { type: "coco", score: 0.91 },
};
const cat = box(CAT.corners, CAT.sides, { classes: [["cat", 0.91]], meta: CAT.meta });
// Two corners, and different dimensions, which take precedence.
const FACE: { corners: Corners; meta: unknown } = {
  corners: [
    [100, 100],
    [120, 140],
  ],
  meta: [{ id: "a" }],
};
const faceIn = (sides: Sides): typeof cat =>
  box(FACE.corners, sides, { classes: [["face", 0.5]], meta: FACE.meta });
const face = faceIn([99.5, 99, 121, 141]);
const faceByCorners = faceIn([100, 100, 120, 140]);

const boxes = "@.response.output[0].bounding_poly";
const frame = judged("detection", { timeSeconds: 0, boxes: [cat, face] });
const found = (...those: FrameNote["boxes"]): FrameNote => ({ ...frame, boxes: those });

const detectionCells = statusCells("detection", readFixture("v1/detection-image"), {
  forms: ALL_FORMS,
  rows: [
    ["as documented", null, null, DETECTION.known([frame])],
    ["bounding_poly is missing", boxes, MISSING, DETECTION.unknown([unjudged("other", { timeSeconds: 0 })])],
    ["bounding_poly is null", boxes, null, DETECTION.unknown([unjudged("detection", { timeSeconds: 0 })])],
    // Evaluated: nothing was detected.
    ["bounding_poly is empty", boxes, [], DETECTION.known([found()])],
    ["bounding_poly is an object", boxes, {}, unreadableAt(boxes)],
    ["bounding_poly is a number", boxes, 0, unreadableAt(boxes)],
    ["a box is null", `${boxes}[1]`, null, unreadableAt(`${boxes}[1]`)],
    ["a box is a string", `${boxes}[1]`, "face", unreadableAt(`${boxes}[1]`)],
    ["a box is omitted", `${boxes}[1]`, MISSING, DETECTION.known([found(cat)])],
    ["a box's classes is an object", `${boxes}[0].classes`, {}, unreadableAt(`${boxes}[0].classes`)],
    [
      "a box's score is missing",
      `${boxes}[0].classes[0].score`,
      MISSING,
      DETECTION.known([found({ ...cat, classes: [{ class: "cat", score: null }] }, face)]),
    ],
    [
      "a box's score is a string",
      `${boxes}[0].classes[0].score`,
      "0.91",
      unreadableAt(`${boxes}[0].classes[0].score`),
    ],
    [
      "a box's class has no name",
      `${boxes}[0].classes[0].class`,
      null,
      unreadableAt(`${boxes}[0].classes[0].class`),
    ],
    // The position does not affect the class: a box without one still counts, at 0.
    [
      "vertices is missing with dimensions",
      `${boxes}[1].vertices`,
      MISSING,
      DETECTION.known([found(cat, { ...face, vertices: [] })]),
    ],
    [
      "vertices is null, without dimensions",
      `${boxes}[0].vertices`,
      null,
      DETECTION.known([
        found({ ...cat, vertices: [], bounds: { left: 0, top: 0, right: 0, bottom: 0 } }, face),
      ]),
    ],
    [
      "vertices is empty, without dimensions",
      `${boxes}[0].vertices`,
      [],
      DETECTION.known([
        found({ ...cat, vertices: [], bounds: { left: 0, top: 0, right: 0, bottom: 0 } }, face),
      ]),
    ],
    ["vertices is an object", `${boxes}[0].vertices`, {}, unreadableAt(`${boxes}[0].vertices`)],
    ["a vertex is null", `${boxes}[0].vertices[2]`, null, unreadableAt(`${boxes}[0].vertices[2]`)],
    ["a vertex has no x", `${boxes}[0].vertices[2].x`, MISSING, unreadableAt(`${boxes}[0].vertices[2].x`)],
    [
      "a vertex's y is a string",
      `${boxes}[0].vertices[2].y`,
      "20",
      unreadableAt(`${boxes}[0].vertices[2].y`),
    ],
    ["a vertex has an unknown key", `${boxes}[0].vertices[2].z`, 1, DETECTION.known([frame])],
    [
      "dimensions is missing",
      `${boxes}[1].dimensions`,
      MISSING,
      DETECTION.known([found(cat, faceByCorners)]),
    ],
    ["dimensions is null", `${boxes}[1].dimensions`, null, DETECTION.known([found(cat, faceByCorners)])],
    ["dimensions is empty", `${boxes}[1].dimensions`, {}, DETECTION.known([found(cat, faceByCorners)])],
    [
      "dimensions lacks a side",
      `${boxes}[1].dimensions.right`,
      MISSING,
      DETECTION.known([found(cat, faceByCorners)]),
    ],
    [
      "a side of dimensions is a string",
      `${boxes}[1].dimensions.top`,
      "99",
      DETECTION.known([found(cat, faceByCorners)]),
    ],
    ["keypoints is missing", `${boxes}[0].keypoints`, MISSING, DETECTION.known([frame])],
    ["keypoints is null", `${boxes}[0].keypoints`, null, DETECTION.known([frame])],
    [
      "keypoints is not empty",
      `${boxes}[0].keypoints`,
      [{ x: 1, y: 2 }],
      DETECTION.known([found({ ...cat, keypoints: [{ x: 1, y: 2 }] }, face)]),
    ],
    ["meta is missing", `${boxes}[0].meta`, MISSING, DETECTION.known([found({ ...cat, meta: null }, face)])],
    ["meta is null", `${boxes}[0].meta`, null, DETECTION.known([found({ ...cat, meta: null }, face)])],
    ["a box has an unknown key", `${boxes}[0].track_id`, 4, DETECTION.known([frame])],
    ["a class of a box has a label", `${boxes}[1].classes[0].label`, "face", DETECTION.known([frame])],
    [
      "the frame has scores of its own",
      "@.response.output[0].classes",
      [{ class: "deepfake", score: 0.75 }],
      DETECTION.known([{ ...frame, classes: [{ class: "deepfake", score: 0.75 }] }]),
    ],
    [
      "the frame's own scores are unreadable",
      "@.response.output[0].classes",
      [{ class: "deepfake", score: "0.75" }],
      unreadableAt("@.response.output[0].classes[0].score"),
    ],
    ["time is null", "@.response.output[0].time", null, DETECTION.known([{ ...frame, timeSeconds: null }])],
    ["time is a string", "@.response.output[0].time", "0", unreadableAt("@.response.output[0].time")],
    ["the frame is null", "@.response.output[0]", null, DETECTION.unknown([unjudged("other")])],
    ["there are no frames", "@.response.output", [], DETECTION.unknown([])],
  ],
});

// 2.6.7, old format: a box for each face, without dimensions.
const DEEPFAKE_BOXES = expectationsOf(V2_HEAD, {
  ...V2_ENTRY,
  model: { name: "fixture_deepfake", version: "1", type: "BOUNDING_BOX" },
  chargeUsd: 0.006,
  media: IMAGE_MEDIA,
});
const fake = box(
  [
    [100.5, 40],
    [180, 40],
    [180, 130.25],
    [100.5, 130.25],
  ],
  [100.5, 40, 180, 130.25],
  {
    classes: [
      ["yes_deepfake", 0.8125],
      ["no_deepfake", 0.1875],
    ],
    meta: { type: "face", score: 0.99, id: "5e2a7c10-0000-0000-0000-0000000000aa" },
  },
);
const deepfakeFrame = judged("detection", { timeSeconds: 0, boxes: [fake] });

const deepfakeBoxCells = statusCells("deepfake, a box for each face", readFixture("v2/deepfake-boxes"), {
  forms: ["v2 array"],
  rows: [
    ["as documented", null, null, DEEPFAKE_BOXES.known([deepfakeFrame])],
    [
      "bounding_poly is missing",
      boxes,
      MISSING,
      DEEPFAKE_BOXES.unknown([unjudged("other", { timeSeconds: 0 })]),
    ],
    [
      "bounding_poly is null",
      boxes,
      null,
      DEEPFAKE_BOXES.unknown([unjudged("detection", { timeSeconds: 0 })]),
    ],
    ["there are no faces", boxes, [], DEEPFAKE_BOXES.known([{ ...deepfakeFrame, boxes: [] }])],
    [
      "a score is null",
      `${boxes}[0].classes[0].score`,
      null,
      DEEPFAKE_BOXES.known([
        {
          ...deepfakeFrame,
          boxes: [
            {
              ...fake,
              classes: [
                { class: "yes_deepfake", score: null },
                { class: "no_deepfake", score: 0.1875 },
              ],
            },
          ],
        },
      ]),
    ],
    [
      "dimensions is present",
      `${boxes}[0].dimensions`,
      { left: 1, top: 2, right: 3, bottom: 4 },
      DEEPFAKE_BOXES.known([
        { ...deepfakeFrame, boxes: [{ ...fake, bounds: { left: 1, top: 2, right: 3, bottom: 4 } }] },
      ]),
    ],
    [
      "meta is a string",
      `${boxes}[0].meta`,
      "face",
      DEEPFAKE_BOXES.known([{ ...deepfakeFrame, boxes: [{ ...fake, meta: "face" }] }]),
    ],
  ],
});

// 2.6.7, new format: one class without a pair, the maximum over faces.
const DEEPFAKE_CLASSES = expectationsOf(V2_HEAD, {
  ...V2_ENTRY,
  model: { name: "fixture_deepfake_2", version: "1", type: "CATEGORIZATION" },
  chargeUsd: 0.006,
  media: VIDEO_MEDIA,
});
const real = judged("classification", { timeSeconds: 0, classes: [["deepfake", 0.03125]] });
const faked = judged("classification", { timeSeconds: 1, classes: [["deepfake", 0.9375]] });
const fakedClasses = "@.response.output[1].classes";

const deepfakeClassCells = statusCells("deepfake, one class", readFixture("v2/deepfake-classes"), {
  forms: ["v2 array"],
  rows: [
    ["as documented", null, null, DEEPFAKE_CLASSES.known([real, faked])],
    [
      "classes is missing",
      fakedClasses,
      MISSING,
      DEEPFAKE_CLASSES.unknown([real, unjudged("other", { timeSeconds: 1 })]),
    ],
    [
      "classes is null",
      fakedClasses,
      null,
      DEEPFAKE_CLASSES.unknown([real, unjudged("classification", { timeSeconds: 1 })]),
    ],
    [
      "classes is empty",
      fakedClasses,
      [],
      DEEPFAKE_CLASSES.unknown([real, unjudged("classification", { timeSeconds: 1 })]),
    ],
    ["the score is a string", `${fakedClasses}[0].score`, "0.9", unreadableAt(`${fakedClasses}[0].score`)],
    [
      "the score is 0",
      `${fakedClasses}[0].score`,
      0,
      DEEPFAKE_CLASSES.known([real, { ...faked, classes: [{ class: "deepfake", score: 0 }] }]),
    ],
    [
      "the class is not supported",
      `${fakedClasses}[0].score`,
      -1,
      // Only -1: nothing was evaluated. The -1, which only text models send, determines the scale.
      DEEPFAKE_CLASSES.unknown([
        real,
        unjudged("classification", { timeSeconds: 1, scale: "level", unsupportedClasses: ["deepfake"] }),
      ]),
    ],
    ["an unknown key", "@.response.output[1].algorithmic_tags", {}, DEEPFAKE_CLASSES.known([real, faked])],
  ],
});

/** Boxes of objects and faces. `hive-api.md` 1.5, 2.6.2, 2.6.7. */
export const boxCells: readonly Cell[] = [...detectionCells, ...deepfakeBoxCells, ...deepfakeClassCells];
