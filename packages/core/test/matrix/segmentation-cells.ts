import { readFixture } from "../read-fixture.ts";
import { unreadableAt } from "./cell.ts";
import type { Cell } from "./cell.ts";
import { MISSING } from "./damage.ts";
import { judged, unjudged } from "./expected-frame.ts";
import { expectationsOf } from "./expected-task.ts";
import { ALL_FORMS, statusCells } from "./status-cells.ts";
import { V1_ENTRY, V1_HEAD } from "./v1-head.ts";

/** The expected result of `fixtures/v1/segmentation-image.json` without its frames. */
export const SEGMENTATION = expectationsOf(V1_HEAD, {
  ...V1_ENTRY,
  model: { name: "fixture_model", version: "2", type: "SEMANTIC_SEGMENTATION" },
  chargeUsd: 0.003,
  media: {
    url: null,
    filename: "road.png",
    type: "PHOTO",
    mimeType: "image/png",
    widthPx: 64,
    heightPx: 64,
    frameCount: 1,
    durationSeconds: 0,
  },
});
const { known, unknown } = SEGMENTATION;

const url = "https://media.example/mask.png?sig=SECRET-SIGNATURE";
const background = { class: "background", value: 0 };
const road = { class: "road", value: 1 };
const sky = { class: "sky", value: 255 };
const frame = judged("segmentation", { mask: { url, mapping: [background, road, sky] } });

const urlAt = "@.response.output[0].url";
const mappingAt = "@.response.output[0].mapping";
const roadAt = `${mappingAt}[1]`;

/**
 * Masks, as documented for v1. `hive-api.md` 1.5: `url` is the URL of the mask. A mask without its mapping, or vice
 * versa, is not evaluated.
 */
export const segmentationCells: readonly Cell[] = statusCells(
  "segmentation",
  readFixture("v1/segmentation-image"),
  {
    forms: ALL_FORMS,
    rows: [
      ["as documented", null, null, known([frame])],
      ["url is missing", urlAt, MISSING, unknown([unjudged("segmentation")])],
      ["url is null", urlAt, null, unknown([unjudged("segmentation")])],
      ["url is empty", urlAt, "", unknown([unjudged("segmentation")])],
      ["url is a number", urlAt, 0, unreadableAt(urlAt)],
      ["url is an object", urlAt, {}, unreadableAt(urlAt)],
      // The keys determine the kind: a frame with only a url has an unknown format.
      ["mapping is missing", mappingAt, MISSING, unknown([unjudged("other")])],
      [
        "mapping is null",
        mappingAt,
        null,
        unknown([unjudged("segmentation", { mask: { url, mapping: [] } })]),
      ],
      [
        "mapping is empty",
        mappingAt,
        [],
        unknown([unjudged("segmentation", { mask: { url, mapping: [] } })]),
      ],
      ["mapping is an object", mappingAt, { road: 1 }, unreadableAt(mappingAt)],
      ["mapping contains null", roadAt, null, unreadableAt(roadAt)],
      ["mapping contains only a name", roadAt, "road", unreadableAt(roadAt)],
      [
        "a class in mapping is missing",
        roadAt,
        MISSING,
        known([{ ...frame, mask: { url, mapping: [background, sky] } }]),
      ],
      ["a class of the mapping has no name", `${roadAt}.class`, MISSING, unreadableAt(`${roadAt}.class`)],
      ["a class of the mapping is null", `${roadAt}.class`, null, unreadableAt(`${roadAt}.class`)],
      ["a value of the mapping is missing", `${roadAt}.value`, MISSING, unreadableAt(`${roadAt}.value`)],
      ["a value of the mapping is null", `${roadAt}.value`, null, unreadableAt(`${roadAt}.value`)],
      ["a value of the mapping is a string", `${roadAt}.value`, "1", unreadableAt(`${roadAt}.value`)],
      ["a class of the mapping has an unknown key", `${roadAt}.color`, "#fff", known([frame])],
      ["the frame has an unknown key", "@.response.output[0].width", 64, known([frame])],
      ["the frame has a time", "@.response.output[0].time", 1.5, known([{ ...frame, timeSeconds: 1.5 }])],
      [
        "the frame's time is a string",
        "@.response.output[0].time",
        "1.5",
        unreadableAt("@.response.output[0].time"),
      ],
      ["the frame is null", "@.response.output[0]", null, unknown([unjudged("other")])],
      ["there are no frames", "@.response.output", [], unknown([])],
    ],
  },
);
