import { readFixture } from "../read-fixture.ts";
import { IMAGE_MODEL, V2_ENTRY, VIDEO_MEDIA } from "./categorization-cells.ts";
import { failedWith, unreadableAt } from "./cell.ts";
import type { Cell } from "./cell.ts";
import { MISSING } from "./damage.ts";
import { judged, unjudged } from "./expected-frame.ts";
import { expectationsOf } from "./expected-task.ts";
import type { ExpectedHead } from "./expected-task.ts";
import { statusCells } from "./status-cells.ts";

/** 2.5: callbacks have no code, user_id or created_on. */
const HEAD: ExpectedHead = {
  kind: "model",
  // The outer date: with a cached result, that of the input belongs to the first task.
  id: "5e2a7c10-6b1d-11f1-9c22-00000000b002",
  projectId: 300,
  userId: null,
  createdOn: null,
  fromCache: true,
  metadata: null,
  labels: [],
};

const PAIRS = expectationsOf(HEAD, {
  ...V2_ENTRY,
  model: { name: "fixture_text_2020", version: "1", type: "TEXT_CLASSIFICATION" },
  chargeUsd: 0.001,
  media: {
    url: null,
    filename: null,
    type: null,
    mimeType: null,
    widthPx: null,
    heightPx: null,
    frameCount: null,
    durationSeconds: null,
  },
});
const frame = judged("text", {
  timeSeconds: 0,
  scale: "probability",
  classes: [
    ["yes_spam", 0.75],
    ["no_spam", 0.25],
    ["self_harm", 0.0625],
  ],
  span: { start: 0, end: 20 },
});
const silent = unjudged("text", { timeSeconds: 0, span: { start: 0, end: 20 } });
const classes = "@.response.output[0].classes";
const asDocumented = PAIRS.known([frame]);

const pairCells = statusCells("callback, old text model", readFixture("v2/callback-text-pairs"), {
  forms: ["v2 array"],
  rows: [
    ["as documented", null, null, asDocumented],
    ["classes is missing", classes, MISSING, PAIRS.unknown([silent])],
    ["classes is null", classes, null, PAIRS.unknown([silent])],
    ["classes is empty", classes, [], PAIRS.unknown([silent])],
    ["a score is a string", `${classes}[0].score`, "0.75", unreadableAt(`${classes}[0].score`)],
    ["a score is null", `${classes}[0].score`, null, unreadableAt(`${classes}[0].score`)],
    [
      "scores are integers",
      classes,
      [
        { class: "yes_spam", score: 1 },
        { class: "no_spam", score: 0 },
      ],
      PAIRS.known([
        {
          ...frame,
          classes: [
            { class: "yes_spam", score: 1 },
            { class: "no_spam", score: 0 },
          ],
        },
      ]),
    ],
    ["id is missing", "id", MISSING, PAIRS.known([frame], { head: { id: "" } })],
    ["id is null", "id", null, PAIRS.known([frame], { head: { id: "" } })],
    ["input.id is missing", "@.response.input.id", MISSING, asDocumented],
    ["project_id is missing", "project_id", MISSING, PAIRS.known([frame], { head: { projectId: null } })],
    ["metadata is missing", "metadata", MISSING, asDocumented],
    [
      "metadata is a string",
      "metadata",
      "order-17",
      PAIRS.known([frame], { head: { metadata: "order-17" } }),
    ],
    ["metadata is an object", "metadata", { order: 17 }, asDocumented],
    ["code is present", "code", 200, asDocumented],
    ["user_id is present", "user_id", 12, PAIRS.known([frame], { head: { userId: 12 } })],
    ["resent_on is missing", "resent_on", MISSING, asDocumented],
    ["resent_by is null", "resent_by", null, asDocumented],
    ["from_cache is a string", "from_cache", "true", PAIRS.known([frame], { head: { fromCache: false } })],
    ["an unknown key", "callback_metadata", "x", asDocumented],
    ["status is missing", "status", MISSING, unreadableAt("status")],
    ["status is null", "status", null, unreadableAt("status")],
    ["status is empty", "status", [], unreadableAt("status")],
    [
      "status is an object, as documented",
      "status",
      { status: { code: "0" }, response: null },
      PAIRS.unknown([], {
        result: {
          status: { code: "0", message: "" },
          model: { name: null, version: null, type: null },
          chargeUsd: null,
          createdOn: null,
          media: null,
        },
      }),
    ],
    ["the entry failed", "@.status.code", "2000", failedWith("2000")],
    ["an error code is outside the entry", "error_code", 2100, failedWith("2100")],
    ["output is missing", "@.response.output", MISSING, PAIRS.unknown([])],
    ["there are no frames", "@.response.output", [], PAIRS.unknown([])],
  ],
});

const VIDEO = expectationsOf(
  { ...HEAD, id: "5e2a7c10-6b1d-11f1-9c22-00000000b003", fromCache: false, metadata: "order-17" },
  { ...V2_ENTRY, model: IMAGE_MODEL, chargeUsd: 0.006, media: VIDEO_MEDIA },
);
const first = judged("classification", {
  timeSeconds: 0,
  classes: [
    ["no_smoking", 0.9],
    ["yes_smoking", 0.1],
  ],
});
const second = judged("classification", {
  timeSeconds: 1,
  classes: [
    ["no_smoking", 0.2],
    ["yes_smoking", 0.8],
  ],
});
const later = "@.response.output[1]";

const videoCells = statusCells("callback, video", readFixture("v2/callback-video"), {
  forms: ["v2 array"],
  rows: [
    ["as documented", null, null, VIDEO.known([first, second])],
    ["media_link is missing", `${later}.media_link`, MISSING, VIDEO.known([first, second])],
    ["media_link is null", `${later}.media_link`, null, VIDEO.known([first, second])],
    [
      "a frame has no classes",
      `${later}.classes`,
      MISSING,
      VIDEO.unknown([first, unjudged("other", { timeSeconds: 1 })]),
    ],
    [
      "a frame's classes is empty",
      `${later}.classes`,
      [],
      VIDEO.unknown([first, unjudged("classification", { timeSeconds: 1 })]),
    ],
    ["a frame is null", later, null, VIDEO.unknown([first, unjudged("other")])],
    ["a score is a string", `${later}.classes[1].score`, "0.8", unreadableAt(`${later}.classes[1].score`)],
    ["the entry failed", "@.status.code", 3401, failedWith("3401")],
  ],
});

/** The bodies of callbacks. `hive-api.md` 2.5. */
export const callbackCells: readonly Cell[] = [...pairCells, ...videoCells];
