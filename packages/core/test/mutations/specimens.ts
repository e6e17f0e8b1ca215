import { readFixture } from "../read-fixture.ts";
import { damaged } from "../matrix/damage.ts";
import type { HiveApi } from "../../src/index.ts";
import type { Policy } from "../../src/policy.ts";

/** A response that a policy blocks. */
export type Specimen = {
  readonly name: string;
  readonly api: HiveApi;
  readonly reply: unknown;
  readonly policy: Policy;
  /** The positions of the values that the decision rests on. */
  readonly evidence: readonly (readonly (string | number)[])[];
  /** Whether a list around the evidence may have fewer elements, which means that there was less to find. */
  readonly isFoundInList: boolean;
};

/** Parses a path as in errors: `status[0].response.output[0].classes`. */
function parsePath(path: string): readonly (string | number)[] {
  return path
    .split(/[.[\]]+/)
    .filter((step) => step !== "")
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function specimen(
  fixture: string,
  policy: Policy,
  {
    changes = {},
    evidence,
    isFoundInList = false,
  }: {
    readonly changes?: Readonly<Record<string, unknown>>;
    readonly evidence: readonly string[];
    readonly isFoundInList?: boolean;
  },
): Specimen {
  const api = fixture.startsWith("v1") ? "v1" : fixture.startsWith("v2") ? "v2" : "v3";
  const reply = Object.entries(changes).reduce(
    (json, [path, value]) => damaged(json, path, value),
    readFixture(fixture),
  );
  return { name: fixture, api, reply, policy, evidence: evidence.map(parsePath), isFoundInList };
}

const output = "status[0].response.output[0]";
const bothNames = (path: string, key = "score"): readonly string[] => [`${path}.class`, `${path}.${key}`];
const own = (name: string): Policy => ({ block: { [name]: 0.5 }, classes: [name] });
const boxes = (name: string): Policy => ({
  block: [{ kind: "boxes", class: name, atLeast: 0.5 }],
  classes: [name],
});
const level = (name: string): Policy => ({ block: [{ kind: "text", class: name, atLeast: 2 }] });
const harmful = (name: string, score: number): unknown => [{ class: name, score }];

/** A response of each documented form. In a response with several frames, each of them is harmful. */
export const SPECIMENS: readonly [Specimen, ...Specimen[]] = [
  specimen("v2/image", own("general_nsfw"), {
    changes: {
      [`${output}.classes`]: [
        { class: "general_nsfw", score: 0.75 },
        { class: "general_suggestive", score: 0.25 },
      ],
    },
    evidence: bothNames(`${output}.classes[0]`),
  }),
  specimen("v1/detection-image", boxes("fixture"), {
    changes: { "status.response.output[0].bounding_poly[0].classes": harmful("fixture", 0.75) },
    evidence: bothNames("status.response.output[0].bounding_poly[0].classes[0]"),
    isFoundInList: true,
  }),
  specimen(
    "v1/labeling",
    { block: [{ kind: "labels", labels: ["harmful"] }] },
    {
      changes: { status: ["harmful"] },
      evidence: ["status[0]"],
    },
  ),
  specimen("v2/text", level("hate"), {
    changes: {
      [`${output}.classes`]: [
        { class: "hate", score: 3 },
        { class: "spam", score: 0 },
      ],
    },
    evidence: bothNames(`${output}.classes[0]`),
  }),
  specimen(
    "v2/text",
    { block: [{ kind: "pii" }] },
    {
      changes: { "status[0].response.pii_entities": [{ value: "a@b.example", type: "Email Address" }] },
      evidence: ["status[0].response.pii_entities[0]"],
      isFoundInList: true,
    },
  ),
  specimen("v2/ocr-moderation", level("bullying"), {
    evidence: bothNames(`${output}.frame_results[0].classes[1]`),
    isFoundInList: true,
  }),
  specimen(
    "v2/ocr-moderation",
    { block: [{ kind: "filters" }] },
    {
      evidence: [`${output}.frame_results[0].text_filters[0]`],
      isFoundInList: true,
    },
  ),
  specimen("v2/speech-moderation", level("violence"), {
    changes: { [`${output}.classifications[0].classes[1].score`]: 3 },
    evidence: bothNames(`${output}.classifications[0].classes[1]`),
    isFoundInList: true,
  }),
  specimen("v2/ai-generated", own("ai_generated"), { evidence: bothNames(`${output}.classes[0]`) }),
  specimen(
    "v2/csam-match",
    { block: { csam: 0.9 } },
    {
      evidence: [
        "status[0].response.output.hashes[0].reasons[0]",
        "status[0].response.output.file.reasons[0]",
      ],
      isFoundInList: true,
    },
  ),
  specimen(
    "v2/csam-no-match",
    { block: { csam: 0.9 } },
    {
      changes: { "status[0].response.output.file.classifierPrediction.csam_classifier.csam": 0.95 },
      evidence: ["status[0].response.output.file.classifierPrediction.csam_classifier.csam"],
    },
  ),
  specimen("v2/transcription", level("hate"), { evidence: [] }),
  specimen("v2/ocr", boxes("SALE"), {
    evidence: bothNames(`${output}.bounding_poly[0].classes[0]`),
    isFoundInList: true,
  }),
  specimen("v2/translation", level("hate"), { evidence: [] }),
  specimen("v2/logo", boxes("fixture_brand"), {
    // The complete class: a score that is added to a logo may be a low one.
    evidence: [`${output}.bounding_poly[0].classes[0]`],
    isFoundInList: true,
  }),
  specimen("v2/celebrity", own("fixture"), { evidence: [] }),
  specimen("v2/ai-audio", own("ai_generated"), {
    changes: { [`${output}.classes[1].score`]: 0.75, "status[0].response.output[1].classes[1].score": 0.75 },
    evidence: [...bothNames(`${output}.classes[1]`), ...bothNames("status[0].response.output[1].classes[1]")],
  }),
  specimen("v3/visual-image", own("general_nsfw"), { evidence: bothNames("output[0].classes[0]", "value") }),
  specimen("v3/text", level("spam"), { evidence: bothNames("output[0].classes[0]", "value") }),
  specimen("v3/ai-generated", own("ai_generated"), { evidence: bothNames("output[0].classes[0]", "value") }),
];
