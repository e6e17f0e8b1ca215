import { readFixture } from "../read-fixture.ts";
import { unreadableAt } from "./cell.ts";
import type { Cell } from "./cell.ts";
import { MISSING } from "./damage.ts";
import { judged, unjudged } from "./expected-frame.ts";
import type { Score } from "./expected-frame.ts";
import { expectationsOf } from "./expected-task.ts";
import type { ExpectedHead } from "./expected-task.ts";
import { ALL_FORMS, statusCells } from "./status-cells.ts";

/** The expected task head of the responses in `fixtures/v2`, except for callbacks. */
export const V2_HEAD: ExpectedHead = {
  kind: "model",
  id: "5e2a7c10-6b1d-11f1-9c22-00000000b001",
  projectId: 300,
  userId: 12,
  createdOn: new Date("2026-05-02T08:00:01.750Z"),
  fromCache: false,
  metadata: null,
  labels: [],
};

/** The status of every valid entry, and the time at which the input reached the model. */
export const V2_ENTRY = {
  status: { code: "0", message: "SUCCESS" },
  createdOn: new Date("2026-05-02T08:00:00.250Z"),
  text: null,
} as const;

export const IMAGE_MEDIA = {
  url: null,
  filename: "desk.png",
  type: "PHOTO",
  mimeType: "image/png",
  widthPx: 800,
  heightPx: 600,
  frameCount: 1,
  durationSeconds: 0,
};
export const VIDEO_MEDIA = {
  url: "https://media.example/walk.mp4?sig=SECRET-SIGNATURE",
  filename: null,
  type: "VIDEO",
  mimeType: "video/mp4",
  widthPx: 1024,
  heightPx: 576,
  // 1.3: absent for videos, contrary to the documentation.
  frameCount: null,
  durationSeconds: 1.5,
};
export const IMAGE_MODEL = { name: "fixture_visual", version: "1", type: "CATEGORIZATION" };

/** `v2/image`. */
export const IMAGE = expectationsOf(V2_HEAD, {
  ...V2_ENTRY,
  model: IMAGE_MODEL,
  chargeUsd: 0.003,
  media: IMAGE_MEDIA,
});
const IMAGE_SCORES: readonly Score[] = [
  ["general_nsfw", 0.02],
  ["general_suggestive", 0.08],
  ["general_not_nsfw_not_suggestive", 0.9],
  ["no_smoking", 0.125],
  ["yes_smoking", 0.875],
];
export const IMAGE_FRAME = judged("classification", { timeSeconds: 0, classes: IMAGE_SCORES });

const withoutLast = IMAGE_SCORES.slice(0, 4);
const timeless = { ...IMAGE_FRAME, timeSeconds: null };
const classes = "@.response.output[0].classes";
const last = `${classes}[4]`;

const imageCells = statusCells("categorization of an image", readFixture("v2/image"), {
  forms: ALL_FORMS,
  rows: [
    ["as documented", null, null, IMAGE.known([IMAGE_FRAME])],
    // The keys determine the kind; without classes, the format is unknown.
    ["classes is missing", classes, MISSING, IMAGE.unknown([unjudged("other", { timeSeconds: 0 })])],
    ["classes is null", classes, null, IMAGE.unknown([unjudged("classification", { timeSeconds: 0 })])],
    ["classes is empty", classes, [], IMAGE.unknown([unjudged("classification", { timeSeconds: 0 })])],
    ["classes is an object", classes, { yes_smoking: 1 }, unreadableAt(classes)],
    ["classes is a string", classes, "yes_smoking", unreadableAt(classes)],
    ["classes contains null", last, null, unreadableAt(last)],
    ["classes contains only a name", last, "yes_smoking", unreadableAt(last)],
    ["classes contains an empty object", last, {}, unreadableAt(`${last}.class`)],
    ["a class is omitted", last, MISSING, IMAGE.known([{ ...IMAGE_FRAME, classes: named(withoutLast) }])],
    ["a class has no name", `${last}.class`, MISSING, unreadableAt(`${last}.class`)],
    ["a class's name is null", `${last}.class`, null, unreadableAt(`${last}.class`)],
    ["a class's name is a number", `${last}.class`, 7, unreadableAt(`${last}.class`)],
    ["a score is missing", `${last}.score`, MISSING, unreadableAt(`${last}.score`)],
    ["a score is null", `${last}.score`, null, unreadableAt(`${last}.score`)],
    ["a score is a string", `${last}.score`, "0.875", unreadableAt(`${last}.score`)],
    ["a score is true", `${last}.score`, true, unreadableAt(`${last}.score`)],
    ["a score is below 0", `${last}.score`, -0.5, unreadableAt(`${last}.score`)],
    [
      "a score is -1, not supported",
      `${last}.score`,
      -1,
      IMAGE.known([{ ...IMAGE_FRAME, classes: named(withoutLast), unsupportedClasses: ["yes_smoking"] }]),
    ],
    [
      "one score is 1, another one is tiny",
      classes,
      [
        { class: "no_smoking", score: 1 },
        { class: "yes_smoking", score: 2e-8 },
      ],
      IMAGE.known([
        {
          ...IMAGE_FRAME,
          classes: named([
            ["no_smoking", 1],
            ["yes_smoking", 2e-8],
          ]),
        },
      ]),
    ],
    [
      "scores are 0 and 1",
      classes,
      [
        { class: "no_smoking", score: 0 },
        { class: "yes_smoking", score: 1 },
      ],
      IMAGE.known([
        {
          ...IMAGE_FRAME,
          classes: named([
            ["no_smoking", 0],
            ["yes_smoking", 1],
          ]),
        },
      ]),
    ],
    // A custom head has a prefix and a dash; the set of names is open.
    [
      "an unknown class",
      `${last}.class`,
      "furry-yes_furry",
      IMAGE.known([{ ...IMAGE_FRAME, classes: named([...withoutLast, ["furry-yes_furry", 0.875]]) }]),
    ],
    ["a class has an unknown key", `${last}.label`, "smoking", IMAGE.known([IMAGE_FRAME])],
    ["the frame has an unknown key", "@.response.output[0].media_link", null, IMAGE.known([IMAGE_FRAME])],
    ["time is missing", "@.response.output[0].time", MISSING, IMAGE.known([timeless])],
    ["time is null", "@.response.output[0].time", null, IMAGE.known([timeless])],
    ["time is a string", "@.response.output[0].time", "0", unreadableAt("@.response.output[0].time")],
    ["time is an object", "@.response.output[0].time", {}, unreadableAt("@.response.output[0].time")],
    ["the frame is null", "@.response.output[0]", null, IMAGE.unknown([unjudged("other")])],
    ["the frame is a number", "@.response.output[0]", 0.875, IMAGE.unknown([unjudged("other")])],
    ["the frame is a string", "@.response.output[0]", "clean", IMAGE.unknown([unjudged("other")])],
    ["the frame is a list", "@.response.output[0]", [{ classes: [] }], IMAGE.unknown([unjudged("other")])],
    ["the frame is empty", "@.response.output[0]", {}, IMAGE.unknown([unjudged("other")])],
  ],
});

const VIDEO = expectationsOf(V2_HEAD, {
  ...V2_ENTRY,
  model: IMAGE_MODEL,
  chargeUsd: 0.006,
  media: VIDEO_MEDIA,
});
const first = judged("classification", {
  timeSeconds: 0,
  classes: [
    ["no_gun", 0.97],
    ["gun_in_hand", 0.02],
    ["gun_not_in_hand", 0.01],
  ],
});
const second = judged("classification", {
  timeSeconds: 1.001,
  classes: [
    ["no_gun", 0.25],
    ["gun_in_hand", 0.7],
    ["gun_not_in_hand", 0.05],
  ],
});

const videoCells = statusCells("categorization of a video", readFixture("v2/video"), {
  forms: ALL_FORMS,
  rows: [
    ["as documented", null, null, VIDEO.known([first, second])],
    ["the second frame is omitted", "@.response.output[1]", MISSING, VIDEO.known([first])],
    // One unevaluated frame leaves the complete video unevaluated.
    [
      "one frame has no classes",
      "@.response.output[1].classes",
      MISSING,
      VIDEO.unknown([first, unjudged("other", { timeSeconds: 1.001 })]),
    ],
    [
      "one frame's classes is null",
      "@.response.output[0].classes",
      null,
      VIDEO.unknown([unjudged("classification", { timeSeconds: 0 }), second]),
    ],
    [
      "one frame's classes is empty",
      "@.response.output[1].classes",
      [],
      VIDEO.unknown([first, unjudged("classification", { timeSeconds: 1.001 })]),
    ],
    ["one frame is null", "@.response.output[0]", null, VIDEO.unknown([unjudged("other"), second])],
    [
      "one frame's time is missing",
      "@.response.output[1].time",
      MISSING,
      VIDEO.known([first, { ...second, timeSeconds: null }]),
    ],
    [
      "one frame's time is a string",
      "@.response.output[1].time",
      "1.001",
      unreadableAt("@.response.output[1].time"),
    ],
    [
      "a score of a later frame is a string",
      "@.response.output[1].classes[1].score",
      "0.7",
      unreadableAt("@.response.output[1].classes[1].score"),
    ],
    [
      "a frame has an unknown key",
      "@.response.output[1].media_link",
      "https://m.example/1",
      VIDEO.known([first, second]),
    ],
    ["there are no frames", "@.response.output", [], VIDEO.unknown([])],
    ["output is null", "@.response.output", null, VIDEO.unknown([])],
  ],
});

/** Flat lists of classes for an image, or for each moment of a video. `hive-api.md` 1.4, 1.6 and 2.6.1. */
export const categorizationCells: readonly Cell[] = [...imageCells, ...videoCells];

function named(pairs: readonly Score[]): readonly { class: string; score: number }[] {
  return pairs.map(([name, score]) => ({ class: name, score }));
}
