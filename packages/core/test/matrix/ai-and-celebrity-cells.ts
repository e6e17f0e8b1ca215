import { readFixture } from "../read-fixture.ts";
import { IMAGE_MEDIA, V2_ENTRY, V2_HEAD } from "./categorization-cells.ts";
import { failedWith, unreadableAt } from "./cell.ts";
import type { Cell } from "./cell.ts";
import { MISSING } from "./damage.ts";
import { judged, unjudged } from "./expected-frame.ts";
import { expectationsOf } from "./expected-task.ts";
import { statusCells } from "./status-cells.ts";

// 2.6.8: three heads in one flat list; a class may begin with a digit; tags next to the classes.
const AI = expectationsOf(V2_HEAD, {
  ...V2_ENTRY,
  model: { name: "fixture_ai", version: "1", type: "CATEGORIZATION" },
  chargeUsd: 0.006,
  media: IMAGE_MEDIA,
  provenance: { c2pa: { claim_generator: "example" }, generator: "example" },
});
const noTags = { result: { provenance: null } };
const frame = judged("classification", {
  timeSeconds: 0,
  classes: [
    ["ai_generated", 0.96875],
    ["not_ai_generated", 0.03125],
    ["4o", 0.875],
    ["none", 0.125],
    ["deepfake", 0],
  ],
});
const output = "@.response.output[0]";

const aiCells = statusCells("AI-generated image", readFixture("v2/ai-generated"), {
  forms: ["v2 array"],
  rows: [
    ["as documented", null, null, AI.known([frame])],
    [
      "classes is missing",
      `${output}.classes`,
      MISSING,
      AI.unknown([unjudged("other", { timeSeconds: 0 })], noTags),
    ],
    [
      "classes is null",
      `${output}.classes`,
      null,
      AI.unknown([unjudged("classification", { timeSeconds: 0 })]),
    ],
    [
      "classes is empty",
      `${output}.classes`,
      [],
      AI.unknown([unjudged("classification", { timeSeconds: 0 })]),
    ],
    ["classes is a string", `${output}.classes`, "ai_generated", unreadableAt(`${output}.classes`)],
    [
      "a score is a string",
      `${output}.classes[0].score`,
      "0.96875",
      unreadableAt(`${output}.classes[0].score`),
    ],
    [
      "a source's name is a number",
      `${output}.classes[2].class`,
      4,
      unreadableAt(`${output}.classes[2].class`),
    ],
    ["algorithmic_tags is missing", `${output}.algorithmic_tags`, MISSING, AI.known([frame], noTags)],
    ["algorithmic_tags is null", `${output}.algorithmic_tags`, null, AI.known([frame], noTags)],
    ["algorithmic_tags is empty", `${output}.algorithmic_tags`, {}, AI.known([frame], noTags)],
    ["algorithmic_tags is a string", `${output}.algorithmic_tags`, "c2pa", AI.known([frame], noTags)],
    ["there are no frames", "@.response.output", [], AI.unknown([], noTags)],
  ],
});

// 2.6.12: the frames are `response` itself; they contain no class with a score.
const CELEBRITY = expectationsOf(V2_HEAD, {
  status: { code: "0", message: "SUCCESS" },
  createdOn: null,
  text: null,
  model: { name: null, version: null, type: null },
  chargeUsd: null,
  media: null,
});
const first = unjudged("other", { timeSeconds: 0 });
const second = unjudged("other", { timeSeconds: 1.5 });
const noTime = unjudged("other");
const faces = "@.response[1].faces";

const celebrityCells = statusCells("celebrity recognition", readFixture("v2/celebrity"), {
  forms: ["v1 object", "v2 array"],
  rows: [
    ["as documented", null, null, CELEBRITY.unknown([first, second])],
    ["faces is missing", faces, MISSING, CELEBRITY.unknown([first, second])],
    ["faces is null", faces, null, CELEBRITY.unknown([first, second])],
    ["faces is empty", faces, [], CELEBRITY.unknown([first, second])],
    ["faces is an object", faces, {}, CELEBRITY.unknown([first, second])],
    ["an unknown key", "@.response[1].scene", "stage", CELEBRITY.unknown([first, second])],
    ["timestamp is missing", "@.response[1].timestamp", MISSING, CELEBRITY.unknown([first, noTime])],
    ["timestamp is null", "@.response[1].timestamp", null, CELEBRITY.unknown([first, noTime])],
    ["timestamp is a string", "@.response[1].timestamp", "1.5", CELEBRITY.unknown([first, noTime])],
    ["a frame is null", "@.response[1]", null, CELEBRITY.unknown([first, noTime])],
    ["a frame is a string", "@.response[1]", "No Match", CELEBRITY.unknown([first, noTime])],
    ["a frame is omitted", "@.response[1]", MISSING, CELEBRITY.unknown([first])],
    ["response is missing", "@.response", MISSING, CELEBRITY.unknown([])],
    ["response is null", "@.response", null, CELEBRITY.unknown([])],
    ["response is empty", "@.response", [], CELEBRITY.unknown([])],
    ["response is an object", "@.response", {}, CELEBRITY.unknown([])],
    ["_version is missing", "@._version", MISSING, CELEBRITY.unknown([first, second])],
    ["the entry failed", "@.status.code", "3300", failedWith("3300")],
  ],
});

/** Models with special formats. `hive-api.md` 2.6.8 and 2.6.12. */
export const aiAndCelebrityCells: readonly Cell[] = [...aiCells, ...celebrityCells];
