import { readFixture } from "../read-fixture.ts";
import { failedWith, unreadable, unreadableAt } from "./cell.ts";
import type { Cell } from "./cell.ts";
import { MISSING } from "./damage.ts";
import { judged, unjudged } from "./expected-frame.ts";
import type { Score } from "./expected-frame.ts";
import { expectationsOf } from "./expected-task.ts";
import type { Expectations } from "./expected-task.ts";
import { outputCells } from "./output-cells.ts";

const named = (...pairs: readonly Score[]): readonly { class: string; score: number }[] =>
  pairs.map(([name, score]) => ({ class: name, score }));

/** 3.2: no status, code, charge, project or cache. */
const wordsOf = (model: string): Expectations =>
  expectationsOf(
    {
      kind: "model",
      id: "987001",
      projectId: null,
      userId: null,
      createdOn: null,
      fromCache: false,
      metadata: null,
      labels: [],
    },
    {
      status: null,
      model: { name: model, version: "1", type: null },
      chargeUsd: null,
      createdOn: null,
      media: null,
      text: null,
    },
  );

const { known, unknown } = wordsOf("hive/visual-moderation");
const scores: readonly Score[] = [
  ["general_nsfw", 0.75],
  ["general_suggestive", 0.125],
  ["general_not_nsfw_not_suggestive", 0.125],
];
const frame = judged("classification", { classes: scores });
const asDocumented = known([frame]);
const silent = unjudged("classification");
const unnamed = (name: null): { readonly model: { name: null; version: string; type: null } } => ({
  model: { name, version: "1", type: null },
});

const envelopeCells = outputCells("envelope", readFixture("v3/visual-image"), [
  ["task_id is missing", "task_id", MISSING, known([frame], { head: { id: "" } })],
  ["task_id is null", "task_id", null, known([frame], { head: { id: "" } })],
  ["task_id is a number", "task_id", 987001, asDocumented],
  ["task_id is an object", "task_id", {}, known([frame], { head: { id: "" } })],
  ["model is missing", "model", MISSING, known([frame], { result: unnamed(null) })],
  ["model is null", "model", null, known([frame], { result: unnamed(null) })],
  ["model is a number", "model", 3, known([frame], { result: unnamed(null) })],
  [
    "version is missing",
    "version",
    MISSING,
    known([frame], { result: { model: { name: "hive/visual-moderation", version: null, type: null } } }),
  ],
  ["version is a number", "version", 1, asDocumented],
  ["an unknown key", "usage", { input: 1 }, asDocumented],
  ["status_code is 200", "status_code", 200, asDocumented],
  ["status_code is 401", "status_code", 401, failedWith("401")],
  ["return_code is 405", "return_code", 405, failedWith("405")],
  ["code is null", "code", null, asDocumented],
  ["error is null", "error", null, asDocumented],
  ["error is a string", "error", "no", failedWith(null)],
  ["error_code is 3100", "error_code", "3100", failedWith("3100")],
  // Without output and without a known generation, it is read as an older response without status.
  ["output is missing", "output", MISSING, unreadableAt("output"), unreadableAt("status")],
  ["output is null", "output", null, unreadableAt("output")],
  ["output is an object", "output", { classes: [] }, unknown([silent])],
  ["output is a string", "output", "clean", unreadableAt("output")],
  ["output is empty", "output", [], unknown([])],
  // No generation has both.
  ["status is present, too", "status", [], unreadableAt("status", "output")],
  ["status is null", "status", null, asDocumented],
  ["a class has two names", "output[0].classes[0].class_name", "other", unreadable],
  ["a class has two values", "output[0].classes[0].score", 0.5, unreadable],
  ["a class has the same value twice", "output[0].classes[0].score", 0.75, asDocumented],
]);

/** The two spellings of a class: live and documented. */
const spellings = [
  ["class and value", "v3/visual-image", "class"],
  ["class_name and value", "v3/visual-image-documented", "class_name"],
] as const;
const classes = "output[0].classes";

const imageCells = spellings.flatMap(([type, fixture, nameKey]) => {
  // The path of a name or value that v3 spells differently is undetermined.
  const noName = nameKey === "class" ? unreadableAt(`${classes}[0].class`) : unreadable;
  return outputCells(`visual moderation of an image, ${type}`, readFixture(fixture), [
    ["as documented", null, null, asDocumented],
    ["classes is missing", classes, MISSING, unknown([unjudged("other")])],
    ["classes is null", classes, null, unknown([silent])],
    ["classes is empty", classes, [], unknown([silent])],
    ["classes is an object", classes, {}, unreadableAt(classes)],
    ["classes contains null", `${classes}[0]`, null, unreadableAt(`${classes}[0]`)],
    [
      "a class is missing",
      `${classes}[2]`,
      MISSING,
      known([{ ...frame, classes: named(...scores.slice(0, 2)) }]),
    ],
    ["a class has no name", `${classes}[0].${nameKey}`, MISSING, noName],
    ["a class's name is null", `${classes}[0].${nameKey}`, null, noName],
    ["a class's name is a number", `${classes}[0].${nameKey}`, 1, noName],
    ["a value is missing", `${classes}[0].value`, MISSING, unreadable],
    ["a value is null", `${classes}[0].value`, null, unreadable],
    ["a value is a string", `${classes}[0].value`, "0.75", unreadable],
    ["a value is below 0", `${classes}[0].value`, -0.75, unreadable],
    [
      "a value is -1, not supported",
      `${classes}[0].value`,
      -1,
      known([{ ...frame, classes: named(...scores.slice(1)), unsupportedClasses: ["general_nsfw"] }]),
    ],
    ["a class has an unknown key", `${classes}[0].rank`, 1, asDocumented],
    ["extra is missing", "output[0].extra", MISSING, asDocumented],
    ["extra is null", "output[0].extra", null, asDocumented],
    ["extra is an object", "output[0].extra", {}, asDocumented],
    ["extra contains null", "output[0].extra", [null], asDocumented],
    ["the frame has an unknown key", "output[0].note", "x", asDocumented],
    ["the frame is null", "output[0]", null, unknown([unjudged("other")])],
    ["the frame is a string", "output[0]", "clean", unknown([unjudged("other")])],
  ]);
});

const first = judged("classification", {
  timeSeconds: 0,
  classes: [
    ["no_smoking", 0.875],
    ["yes_smoking", 0.125],
  ],
});
const second = judged("classification", {
  timeSeconds: 1.25,
  classes: [
    ["no_smoking", 0.0625],
    ["yes_smoking", 0.9375],
  ],
});
const timeless = { ...second, timeSeconds: null };

const videoCells = outputCells("visual moderation of a video", readFixture("v3/visual-video"), [
  ["as documented", null, null, known([first, second])],
  ["classes is missing", "output[1].classes", MISSING, unknown([first, unjudged("other")])],
  [
    "classes is null",
    "output[1].classes",
    null,
    unknown([first, unjudged("classification", { timeSeconds: 1.25 })]),
  ],
  [
    "classes is empty",
    "output[1].classes",
    [],
    unknown([first, unjudged("classification", { timeSeconds: 1.25 })]),
  ],
  ["extra is missing", "output[1].extra", MISSING, known([first, timeless])],
  ["extra is empty", "output[1].extra", [], known([first, timeless])],
  ["timestamp is missing", "output[1].extra[1]", MISSING, known([first, timeless])],
  ["timestamp is null", "output[1].extra[1].value", null, known([first, timeless])],
  ["an unknown extra", "output[1].extra[0].name", "scene", known([first, second])],
  ["a frame is null", "output[0]", null, unknown([unjudged("other"), second])],
  ["a frame is omitted", "output[0]", MISSING, known([second])],
  ["a value is a string", "output[1].classes[1].value", "0.9375", unreadable],
]);

const TEXT = wordsOf("hive/text-moderation");
const hit = { value: "DARN", type: "profanity", start: null, end: null };
const textInfo = { language: null, filters: [hit], pii: null, urls: null, moderatedClasses: [] };
const found = { result: { text: textInfo } };
const nothing = { result: { text: { ...textInfo, filters: [] } } };
const text = judged("text", {
  classes: [
    ["spam", 3],
    ["hate", 0],
  ],
  unsupportedClasses: ["child_safety"],
});
const matches = "output[0].string_matches";

const textCells = outputCells("text moderation", readFixture("v3/text"), [
  ["as documented", null, null, TEXT.known([text], found)],
  ["classes is missing", classes, MISSING, TEXT.unknown([unjudged("text")], found)],
  ["classes is null", classes, null, TEXT.unknown([unjudged("text")], found)],
  ["classes is empty", classes, [], TEXT.unknown([unjudged("text")], found)],
  ["classes is a string", classes, "spam", unreadableAt(classes)],
  ["a level is a string", `${classes}[0].value`, "3", unreadable],
  [
    "all classes are unsupported",
    classes,
    [{ class: "spam", value: -1 }],
    TEXT.unknown([unjudged("text", { unsupportedClasses: ["spam"] })], found),
  ],
  // The kind follows from the keys. Levels above 1, or -1, still determine the scale.
  ["string_matches is missing", matches, MISSING, TEXT.known([{ ...text, kind: "classification" }])],
  ["string_matches is null", matches, null, TEXT.known([text])],
  ["string_matches is empty", matches, [], TEXT.known([text], nothing)],
  ["string_matches is an object", matches, {}, unreadableAt(matches)],
  ["string_matches is a string", matches, "DARN", unreadableAt(matches)],
  ["string_matches contains null", `${matches}[0]`, null, unreadable],
  ["string_matches contains a number", `${matches}[0]`, 4, unreadable],
  [
    "a match has no value",
    `${matches}[0].value`,
    MISSING,
    TEXT.known([text], { result: { text: { ...textInfo, filters: [{ ...hit, value: "" }] } } }),
  ],
  [
    "a match's type is null",
    `${matches}[0].type`,
    null,
    TEXT.known([text], { result: { text: { ...textInfo, filters: [{ ...hit, type: "" }] } } }),
  ],
  [
    "a match has indexes",
    `${matches}[0].start_index`,
    4,
    TEXT.known([text], { result: { text: { ...textInfo, filters: [{ ...hit, start: 4 }] } } }),
  ],
  ["a match has an unknown key", `${matches}[0].list`, "default", TEXT.known([text], found)],
  ["the frame is null", "output[0]", null, TEXT.unknown([unjudged("other")])],
  ["there are no frames", "output", [], TEXT.unknown([])],
]);

const AI = wordsOf("hive/ai-generated-and-deepfake-content-detection");
const ai = judged("classification", {
  classes: [
    ["ai_generated", 0.96875],
    ["not_ai_generated", 0.03125],
    ["4o", 0.875],
    ["none", 0.125],
    ["deepfake", 0],
  ],
});

const aiCells = outputCells("AI-generated and deepfake", readFixture("v3/ai-generated"), [
  ["as documented", null, null, AI.known([ai])],
  ["classes is missing", classes, MISSING, AI.unknown([unjudged("other")])],
  ["classes is null", classes, null, AI.unknown([silent])],
  ["classes is empty", classes, [], AI.unknown([silent])],
  ["a value is true", `${classes}[0].value`, true, unreadable],
  ["a class has the key class_name", `${classes}[2]`, { class_name: "4o", value: 0.875 }, AI.known([ai])],
  ["tags are present", "output[0].algorithmic_tags", { c2pa: {} }, AI.known([ai])],
  [
    "the generator is a list",
    "output[0].algorithmic_tags",
    { c2pa: { claim_generator: ["Example/1.0", "Other/2"] } },
    AI.known([ai], {
      result: {
        provenance: { c2pa: { claim_generator: ["Example/1.0", "Other/2"] }, generator: "Example/1.0" },
      },
    }),
  ],
  ["there are no frames", "output", [], AI.unknown([])],
]);

/** Responses of v3, with both spellings of a class. `hive-api.md` 3.2 to 3.4. */
export const outputReplyCells: readonly Cell[] = [
  ...envelopeCells,
  ...imageCells,
  ...videoCells,
  ...textCells,
  ...aiCells,
];
