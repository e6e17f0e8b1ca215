import { readFixture } from "../read-fixture.ts";
import { V2_ENTRY, V2_HEAD, IMAGE_FRAME, IMAGE_MEDIA, IMAGE_MODEL } from "./categorization-cells.ts";
import { failedWith, unreadableAt } from "./cell.ts";
import type { Cell, Expected } from "./cell.ts";
import { damaged, valueAt } from "./damage.ts";
import { judged, unjudged } from "./expected-frame.ts";
import type { FrameNote } from "./expected-frame.ts";
import { resultOf } from "./expected-task.ts";
import type { ExpectedResultHead } from "./expected-task.ts";

/** An entry for each of three model types, as from a project with several models; see 2.3: "iterate anyway". */
const image = valueAt(readFixture("v2/image"), "status[0]");
const faceBoxes = valueAt(readFixture("v2/deepfake-boxes"), "status[0]");
const stars = valueAt(readFixture("v2/celebrity"), "status[0]");

const imageHead: ExpectedResultHead = {
  ...V2_ENTRY,
  model: IMAGE_MODEL,
  chargeUsd: 0.003,
  media: IMAGE_MEDIA,
};
const boxHead: ExpectedResultHead = {
  ...V2_ENTRY,
  model: { name: "fixture_deepfake", version: "1", type: "BOUNDING_BOX" },
  chargeUsd: 0.006,
  media: IMAGE_MEDIA,
};
const noInput: ExpectedResultHead = {
  ...V2_ENTRY,
  createdOn: null,
  model: { name: null, version: null, type: null },
  chargeUsd: null,
  media: null,
};

const faces: FrameNote = judged("detection", {
  timeSeconds: 0,
  boxes: [
    {
      vertices: [
        { x: 100.5, y: 40 },
        { x: 180, y: 40 },
        { x: 180, y: 130.25 },
        { x: 100.5, y: 130.25 },
      ],
      bounds: { left: 100.5, top: 40, right: 180, bottom: 130.25 },
      classes: [
        { class: "yes_deepfake", score: 0.8125 },
        { class: "no_deepfake", score: 0.1875 },
      ],
      keypoints: [],
      meta: { type: "face", score: 0.99, id: "5e2a7c10-0000-0000-0000-0000000000aa" },
    },
  ],
});
const starFrames = [unjudged("other", { timeSeconds: 0 }), unjudged("other", { timeSeconds: 1.5 })];

type Part = readonly [words: ExpectedResultHead, frames: readonly FrameNote[], evaluated: boolean];

const task = (...parts: readonly Part[]): Expected => ({
  outcome: "task",
  task: {
    ...V2_HEAD,
    results: parts.map(([words, frames, evaluated], resultIndex) =>
      resultOf(words, frames, { evaluated, resultIndex }),
    ),
  },
});

const threeEntries = { ...asObject(readFixture("v2/image")), status: [image, faceBoxes, stars] };
const imagePart: Part = [imageHead, [IMAGE_FRAME], true];
const boxPart: Part = [boxHead, [faces], true];
const starPart: Part = [noInput, starFrames, false];

const rows: readonly (readonly [damage: string, path: string | null, value: unknown, expected: Expected])[] =
  [
    ["as three models would respond", null, null, task(imagePart, boxPart, starPart)],
    ["the first failed", "status[0].status.code", "3300", failedWith("3300", 2)],
    ["the last failed", "status[2].status.code", "2100", failedWith("2100", 2)],
    ["one failed with an error code", "status[1].status.error_code", 3100, failedWith("3100", 2)],
    ["one failed and has no response", "status[1]", { status: { code: "3000" } }, failedWith("3000", 2)],
    [
      "one failed and its response is null",
      "status[1]",
      { status: { code: "3000" }, response: null },
      failedWith("3000", 2),
    ],
    ["one has no frames", "status[1].response.output", [], task(imagePart, [boxHead, [], false], starPart)],
    ["one has no output", "status[1].response.output", null, task(imagePart, [boxHead, [], false], starPart)],
    [
      "one has no response",
      "status[1].response",
      null,
      task(imagePart, [{ ...noInput }, [], false], starPart),
    ],
    ["one is null", "status[1]", null, unreadableAt("status[1]")],
    ["one is a string", "status[1]", "yes", unreadableAt("status[1]")],
    ["one is empty", "status[1]", {}, unreadableAt("status[1]")],
    ["one is a list", "status[1]", [], unreadableAt("status[1]")],
    ["one has an unknown key", "status[1]._version", 2, task(imagePart, boxPart, starPart)],
    [
      "one has a score that is a string",
      "status[1].response.output[0].bounding_poly[0].classes[0].score",
      "0.8",
      unreadableAt("status[1].response.output[0].bounding_poly[0].classes[0].score"),
    ],
    ["the envelope failed next to valid entries", "code", 500, failedWith("500")],
  ];

const severalCells = (["v1", "v2"] as const).flatMap((api) =>
  rows.map(([damage, path, value, expected]): Cell => ({
    api,
    type: `${api} array, three models`,
    damage,
    reply: path === null ? threeEntries : damaged(threeEntries, path, value),
    expected,
  })),
);

const notAnObject = [null, [], "ok", 7, true, [readFixture("v2/image")]];
const failures: readonly (readonly [reply: unknown, hiveCode: string])[] = [
  [{ return_code: 400, message: "Unable to download file from url" }, "400"],
  [{ return_code: 429, message: "Project has been rate limited" }, "429"],
  [{ status_code: 401, message: "Unauthorized" }, "401"],
  [{ return_code: 403 }, "403"],
];

/** Responses that are invalid in each generation. */
const foreignCells = (["v1", "v2", "v3"] as const).flatMap((api): readonly Cell[] => {
  const missing = api === "v3" ? "output" : "status";
  return [
    ...notAnObject.map((reply) => ({
      api,
      type: `${api}, not an object`,
      damage: JSON.stringify(reply).slice(0, 20),
      reply,
      expected: unreadableAt("(reply)"),
    })),
    ...failures.map(([reply, hiveCode]) => ({
      api,
      type: `${api}, a failure in a 200 response`,
      damage: JSON.stringify(reply),
      reply,
      expected: failedWith(hiveCode),
    })),
    {
      api,
      type: `${api}, not a response of this generation`,
      damage: "an empty object",
      reply: {},
      expected: unreadableAt(missing),
      expectedOfKept: unreadableAt("status"),
    },
    {
      api,
      type: `${api}, not a response of this generation`,
      damage: "an acknowledgement",
      reply: { task_id: "5e2a7c10-6b1d-11f1-9c22-00000000b009" },
      expected: unreadableAt(missing),
      expectedOfKept: unreadableAt("status"),
    },
  ];
});

/** Responses of several models, and invalid ones. Design section 3; `hive-api.md` 2.3, 2.4 and 2.8. */
export const mixedCells: readonly Cell[] = [...severalCells, ...foreignCells];

function asObject(json: unknown): object {
  if (typeof json !== "object" || json === null) throw new Error("no object");
  return json;
}
