import { readFixture } from "../read-fixture.ts";
import { failedWith, unreadableAt } from "./cell.ts";
import type { Cell } from "./cell.ts";
import { MISSING, valueAt } from "./damage.ts";
import { judged, unjudged } from "./expected-frame.ts";
import type { FrameNote } from "./expected-frame.ts";
import { expectationsOf } from "./expected-task.ts";
import { statusCells } from "./status-cells.ts";

// CSAM detection: an object in place of the frames, the status code 200, and neither model nor charge nor media.
const MATCH = expectationsOf(
  {
    kind: "model",
    id: "5e2a7c10-6b1d-11f1-9c22-00000000b001",
    projectId: null,
    userId: null,
    createdOn: null,
    fromCache: false,
    metadata: null,
    labels: [],
  },
  {
    status: { code: "200", message: "SUCCESS" },
    model: { name: null, version: null, type: null },
    createdOn: new Date("2026-05-02T08:00:00.250Z"),
  },
);
const output = "@.response.output";
const file = `${output}.file`;
const hash = `${output}.hashes[0]`;

type Match = NonNullable<FrameNote["match"]>;

const imageHash = {
  type: "saferhashv0",
  isMatched: true,
  sources: ["fixture-set"],
  startSeconds: null,
  endSeconds: null,
};
const matched: Match = { isMatched: true, types: ["CSAM"], hashes: [imageHash] };
const hit = (change: Partial<Match> = {}): FrameNote => judged("match", { match: { ...matched, ...change } });
const imageHit = MATCH.known([hit()]);
const noMatch: Match = { isMatched: false, types: [], hashes: [] };
const prediction = `${file}.classifierPrediction`;
/** A match without hashes, beside values that look harmless. */
const PREDICTED = { reasons: [], classifierPrediction: { csam_classifier: {} } };
const CLASSES = { classes: [{ class: "general_nsfw", score: 0.25 }] };
const bare: Match = { isMatched: true, types: [], hashes: [] };
const typed: Match = { ...bare, types: ["CSAM"] };
const fileHit = MATCH.known([judged("match", { match: bare })]);
const typedHit = MATCH.known([judged("match", { match: typed })]);
const scoredHit = MATCH.known([judged("match", { match: bare, classes: [["general_nsfw", 0.25]] })]);
const scoredTypedHit = MATCH.known([judged("match", { match: typed, classes: [["general_nsfw", 0.25]] })]);
const inputlessHit = MATCH.known([judged("match", { match: bare })], {
  head: { id: "" },
  result: { createdOn: null },
});
/** Nothing matched, and no classifier ran. */
const notCompared = MATCH.unknown([unjudged("match", { match: noMatch })]);

const matchCells = statusCells("CSAM detection, match", readFixture("v2/csam-match"), {
  forms: ["v2 array"],
  rows: [
    ["as documented", null, null, imageHit],
    // Any sign of a match is enough.
    ["the file has no reasons", `${file}.reasons`, [], imageHit],
    ["the file's reasons is missing", `${file}.reasons`, MISSING, imageHit],
    ["file is missing", file, MISSING, imageHit],
    ["file is null", file, null, imageHit],
    ["file is a string", file, "matched", unreadableAt(file)],
    ["the file's reasons is a string", `${file}.reasons`, "matched", imageHit],
    ["the file's reason has spaces", output, { file: { reasons: [" matched "] } }, fileHit],
    ["only the file has types", output, { file: { matchTypes: ["CSAM"], ...PREDICTED } }, typedHit],
    ["only the file has sources", output, { file: { sources: [{}], ...PREDICTED } }, fileHit],
    ["a source is a string", `${hash}.sources`, ["fixture-set"], imageHit],
    ["the output is a file", output, [{ fileType: "image", reasons: ["matched"] }], fileHit],
    ["the output is a hash", output, [{ hashType: "md5", matchTypes: ["CSAM"] }], typedHit],
    ["a frame has a reason", output, [{ time: null, ...CLASSES, reasons: ["matched"] }], scoredHit],
    ["a frame has types", output, [{ ...CLASSES, matchTypes: ["CSAM"] }], scoredTypedHit],
    ["there are classes, too", output, [{ file: { reasons: ["matched"] }, ...CLASSES }], scoredHit],
    ["the prediction is malformed", prediction, "none", imageHit],
    ["a score is malformed", prediction, { csam_classifier: { csam: "high" } }, imageHit],
    ["the response is the match", "@.response", { file: { reasons: ["matched"] } }, inputlessHit],
    ["the file's reasons contains null", `${file}.reasons`, [null], unreadableAt(`${file}.reasons`)],
    ["hashes is missing", `${output}.hashes`, MISSING, MATCH.known([hit({ types: [], hashes: [] })])],
    ["hashes is empty", `${output}.hashes`, [], MATCH.known([hit({ types: [], hashes: [] })])],
    ["hashes is an object", `${output}.hashes`, {}, unreadableAt(`${output}.hashes`)],
    ["a hash is null", hash, null, unreadableAt(hash)],
    ["a hash has no reasons", `${hash}.reasons`, [], imageHit],
    ["a hash has other reasons", `${hash}.reasons`, ["Matched"], imageHit],
    ["a hash has no types", `${hash}.matchTypes`, MISSING, MATCH.known([hit({ types: [] })])],
    ["the types are a string", `${hash}.matchTypes`, "CSAM", imageHit],
    ["the types are a number", `${hash}.matchTypes`, 1, unreadableAt(`${hash}.matchTypes`)],
    [
      "a hash has no sources",
      `${hash}.sources`,
      null,
      MATCH.known([hit({ hashes: [{ ...imageHash, sources: [] }] })]),
    ],
    ["sources is a string", `${hash}.sources`, "set", unreadableAt(`${hash}.sources`)],
    [
      "a source has no name",
      `${hash}.sources[0].hashSet`,
      MISSING,
      MATCH.known([hit({ hashes: [{ ...imageHash, sources: [""] }] })]),
    ],
    [
      "a hash has no type",
      `${hash}.hashType`,
      MISSING,
      MATCH.known([hit({ hashes: [{ ...imageHash, type: "" }] })]),
    ],
    [
      "the classifier ran, too",
      `${file}.classifierPrediction`,
      { csam_classifier: { csam: 0.25, other: 0.75 } },
      MATCH.known([
        judged("match", {
          match: matched,
          classes: [
            ["csam", 0.25],
            ["other", 0.75],
          ],
        }),
      ]),
    ],
    ["the prediction has no scores", `${file}.classifierPrediction`, { csam_classifier: null }, imageHit],
    ["an unknown key", `${hash}.note`, 1, imageHit],
    ["status.code is a string", "@.status.code", "200", imageHit],
    ["status.code is 500", "@.status.code", 500, failedWith("500")],
    ["status.message is FAILURE", "@.status.message", "FAILURE", failedWith("200")],
    [
      "status.code is missing",
      "@.status.code",
      MISSING,
      MATCH.unknown([hit()], { head: { id: "" }, result: { status: null } }),
    ],
    // An older copy of the page has a list.
    ["output is a list", output, [valueOf("v2/csam-match")], imageHit],
    ["output is empty", output, {}, MATCH.unknown([unjudged("other")])],
    ["output is null", output, null, MATCH.unknown([])],
    ["output is a string", output, "matched", MATCH.unknown([])],
  ],
});

const NOT_MATCHED = { csam: 0.125, other: 0.625, pornography: 0.25 };
const predicted = judged("match", { match: noMatch, classes: Object.entries(NOT_MATCHED) });
const clear = {
  hashType: "videoSaferhashv0",
  matchTypes: [],
  reasons: [],
  sources: [],
  startTimestamp: 0,
  endTimestamp: 2.5,
};
const clearHash = {
  type: "videoSaferhashv0",
  isMatched: false,
  sources: [],
  startSeconds: 0,
  endSeconds: 2.5,
};
const withHash = { ...predicted, match: { ...noMatch, hashes: [clearHash] } };

const noMatchCells = statusCells("CSAM detection, no match", readFixture("v2/csam-no-match"), {
  forms: ["v2 array"],
  rows: [
    ["as documented", null, null, MATCH.known([predicted])],
    ["hashes is empty", `${output}.hashes`, [], MATCH.known([predicted])],
    ["a hash does not match", `${output}.hashes`, [clear], MATCH.known([withHash])],
    ["the classifier did not run", prediction, null, notCompared],
    ["the prediction is missing", prediction, MISSING, notCompared],
    ["the prediction has an unknown form", prediction, { csam: 0.1 }, notCompared],
    ["the prediction is empty", `${prediction}.csam_classifier`, {}, notCompared],
    ["the scores are null", `${prediction}.csam_classifier`, null, notCompared],
    [
      "the scores are a list",
      `${prediction}.csam_classifier`,
      [],
      unreadableAt(`${prediction}.csam_classifier`),
    ],
    ["the prediction is a number", prediction, 0.1, unreadableAt(prediction)],
    [
      "a score is a string",
      `${prediction}.csam_classifier.csam`,
      "0.1",
      unreadableAt(`${prediction}.csam_classifier.csam`),
    ],
    [
      "a score is below 0",
      `${prediction}.csam_classifier.csam`,
      -0.5,
      unreadableAt(`${prediction}.csam_classifier.csam`),
    ],
    [
      "there is another reason",
      `${file}.reasons`,
      ["csam"],
      MATCH.unknown([{ ...predicted, evaluated: false }]),
    ],
    [
      "a hash has another reason",
      `${output}.hashes`,
      [{ ...clear, reasons: ["unclear"] }],
      MATCH.unknown([{ ...withHash, evaluated: false }]),
    ],
    ["file is missing", file, MISSING, MATCH.unknown([unjudged("other")])],
    [
      "a score of csam is next to the file",
      `${output}.classes`,
      [{ class: "csam", score: 0.95 }],
      MATCH.known([
        judged("match", { match: noMatch, classes: Object.entries({ ...NOT_MATCHED, csam: 0.95 }) }),
      ]),
    ],
    [
      "there are classes, too",
      `${output}.classes`,
      [{ class: "general_nsfw", score: 1 }],
      MATCH.known([
        judged("match", { match: noMatch, classes: [...Object.entries(NOT_MATCHED), ["general_nsfw", 1]] }),
      ]),
    ],
    [
      "there are texts, too",
      `${output}.frame_results`,
      [{ classes: [{ class: "sexual", score: 3 }] }],
      MATCH.unknown([{ ...predicted, evaluated: false }], {
        result: { text: { language: null, filters: null, pii: null, urls: null, moderatedClasses: [] } },
      }),
    ],
    [
      "the file matches after all",
      `${file}.reasons`,
      ["matched"],
      MATCH.known([{ ...predicted, match: { ...noMatch, isMatched: true } }]),
    ],
  ],
});

const videoHashes: Match["hashes"] = [
  { ...imageHash, type: "md5" },
  { ...imageHash, type: "videoSaferhashv0", startSeconds: 1, endSeconds: 4 },
  { ...clearHash, startSeconds: 4, endSeconds: 9 },
];
const videoHit = (change: Partial<Match> = {}): FrameNote =>
  judged("match", { match: { isMatched: true, types: ["CSAM", "SE"], hashes: videoHashes, ...change } });

const videoCells = statusCells("CSAM detection, video", readFixture("v2/csam-video-match"), {
  forms: ["v2 array"],
  rows: [
    ["as documented", null, null, MATCH.known([videoHit()])],
    [
      "a scene has no start",
      `${output}.hashes[1].startTimestamp`,
      "1",
      MATCH.known([
        videoHit({ hashes: videoHashes.with(1, { ...imageHash, type: "videoSaferhashv0", endSeconds: 4 }) }),
      ]),
    ],
    [
      "only one scene matches",
      `${output}.hashes[0]`,
      MISSING,
      MATCH.known([videoHit({ types: ["SE"], hashes: videoHashes.slice(1) })]),
    ],
  ],
});

/** CSAM detection. `hive-api-2.md` 3. */
export const hashCells: readonly Cell[] = [...matchCells, ...noMatchCells, ...videoCells];

function valueOf(fixture: string): unknown {
  return valueAt(readFixture(fixture), "status[0].response.output");
}
