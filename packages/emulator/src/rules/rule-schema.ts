import * as z from "zod/mini";
import type { Head } from "../model/head.ts";
import {
  AI_GENERATED_HEADS,
  AI_GENERATED_SOUND_HEAD,
  AI_MUSIC_HEADS,
  CSAM_HEADS,
  VISUAL_HEADS,
} from "../model/hive-heads.ts";
import { TEXT_CLASSES, TWO_LEVEL_CLASSES } from "../model/text-classes.ts";
import {
  arrayOf,
  nonEmptyString,
  nonEmptyStrings,
  numberFrom,
  objectOf,
  quoteAll,
  stringMatching,
  wholeNumberFrom,
  type ShapeOf,
} from "../options/option-schemas.ts";
import type {
  EmulatorBox,
  EmulatorFace,
  EmulatorHashMatch,
  EmulatorLogo,
  EmulatorPattern,
  EmulatorRule,
  EmulatorRuleFrames,
  EmulatorRuleMatch,
  EmulatorSpokenWord,
  EmulatorTextBlock,
  EmulatorTimes,
  EmulatorTranscript,
} from "./emulator-rule.ts";

/** The model for AI-generated audio shares its head with the one for images and videos. */
const HEADS: readonly Head[] = [
  ...VISUAL_HEADS,
  ...AI_GENERATED_HEADS,
  AI_GENERATED_SOUND_HEAD,
  ...AI_MUSIC_HEADS,
  ...CSAM_HEADS,
];

const score = numberFrom(0, 1);
const level = wholeNumberFrom(-1, 3);
const levelOfTwo = z.literal([0, 3, -1], "must be 0, 3 or -1");

// Media and text have no class in common: the class decides whether its value is a score or a level.
const scores = schemasByClass(
  HEADS.flatMap(({ classes }) => classes),
  () => score,
);
const levels = schemasByClass(TEXT_CLASSES, (name) => (TWO_LEVEL_CLASSES.has(name) ? levelOfTwo : level));
const mediaClasses = classValues(scores, "image, video or audio model");
const anyClasses = classValues({ ...scores, ...levels }, "model");

const pattern = z.custom<EmulatorPattern>(
  (value) => value instanceof RegExp || (typeof value === "string" && value !== ""),
  "must be a non-empty string or a RegExp",
);

const matchShape = {
  project: z.optional(nonEmptyString),
  name: z.optional(pattern),
  url: z.optional(pattern),
  text: z.optional(pattern),
  words: z.optional(nonEmptyStrings),
  sha256: z.optional(stringMatching(/^[0-9a-f]{64}$/i, "64 hexadecimal digits")),
  metadata: z.optional(pattern),
} satisfies ShapeOf<EmulatorRuleMatch>;

const times = {
  fromSeconds: z.optional(numberFrom(0)),
  toSeconds: z.optional(numberFrom(0)),
} satisfies ShapeOf<EmulatorTimes>;

const framesShape = { ...times, classes: mediaClasses } satisfies ShapeOf<EmulatorRuleFrames>;

const box = objectOf({
  left: numberFrom(0),
  top: numberFrom(0),
  right: numberFrom(0),
  bottom: numberFrom(0),
} satisfies ShapeOf<EmulatorBox>).check(checkBox);

const c2pa = z.record(
  z.string(),
  z.custom<string | readonly string[]>(
    (value) =>
      typeof value === "string" || (Array.isArray(value) && value.every((one) => typeof one === "string")),
    "must be a string or an array of strings",
  ),
  'must be an object such as { "claim_generator": "Example/1.0" }',
);

const logoShape = {
  ...times,
  class: nonEmptyString,
  label: z.optional(nonEmptyString),
  box: z.optional(box),
  clarity: z.optional(score),
  locations: z.optional(arrayOf(objectOf({ label: nonEmptyString, score: z.optional(score) }))),
} satisfies ShapeOf<EmulatorLogo>;

const faceShape = {
  ...times,
  name: z.optional(nonEmptyString),
  score: z.optional(score),
} satisfies ShapeOf<EmulatorFace>;

const textBlockShape = {
  ...times,
  text: nonEmptyString,
  box: z.optional(box),
  score: z.optional(score),
} satisfies ShapeOf<EmulatorTextBlock>;

const wordShape = {
  text: nonEmptyString,
  startSeconds: z.optional(numberFrom(0)),
  score: z.optional(score),
  alternatives: z.optional(arrayOf(objectOf({ text: nonEmptyString, score }))),
} satisfies ShapeOf<EmulatorSpokenWord>;

const transcriptShape = {
  text: z.string("must be a string"),
  words: z.optional(arrayOf(objectOf(wordShape))),
} satisfies ShapeOf<EmulatorTranscript>;

const scene = objectOf({ startSeconds: numberFrom(0), endSeconds: numberFrom(0) }).check(
  ({ value: { startSeconds, endSeconds }, issues }) => {
    if (endSeconds > startSeconds) return;
    const message = `must be greater than startSeconds (${startSeconds})`;
    issues.push({ code: "custom", path: ["endSeconds"], message, input: endSeconds });
  },
);

const hashMatchShape = {
  types: z.optional(nonEmptyStrings),
  scenes: z.optional(arrayOf(scene)),
} satisfies ShapeOf<EmulatorHashMatch>;

/** Text, or an object whose values are JSON. */
const answer = z.custom<NonNullable<EmulatorRule["answer"]>>(
  (value) => typeof value === "string" || (isPlainObject(value) && isJson(value)),
  'must be a text, or an object of JSON values such as { "weapons": true }',
);

const resultShape = {
  classes: z.optional(anyClasses),
  frames: z.optional(arrayOf(objectOf(framesShape).check(checkTimes))),
  c2pa: z.optional(c2pa),
  transcript: z.optional(objectOf(transcriptShape)),
  textBlocks: z.optional(arrayOf(objectOf(textBlockShape).check(checkTimes))),
  translation: z.optional(z.string("must be a string")),
  hashMatch: z.optional(objectOf(hashMatchShape)),
  logos: z.optional(arrayOf(objectOf(logoShape).check(checkTimes))),
  faces: z.optional(arrayOf(objectOf(faceShape).check(checkTimes))),
  answer: z.optional(answer),
  labels: z.optional(nonEmptyStrings),
  filter: z.optional(nonEmptyString),
  language: z.optional(
    stringMatching(/^(?:[A-Za-z]{2,3}|UNSUPPORTED)$/, 'a language code such as "EN", or "UNSUPPORTED"'),
  ),
  taskCode: z.optional(stringMatching(/^[1-9]\d{3}$/, 'a task code of four digits, such as "3300"')),
} satisfies ShapeOf<Omit<EmulatorRule, "match">>;

/** Checks one rule. */
export const ruleSchema: z.ZodMiniType<EmulatorRule> = objectOf({
  match: objectOf(matchShape).check(checkMatchIsNotEmpty),
  ...resultShape,
}).check(checkResult);

function schemasByClass<Schema extends z.ZodMiniType<number>>(
  names: readonly string[],
  schemaFor: (name: string) => Schema,
): Record<string, z.ZodMiniExactOptional<Schema>> {
  return Object.fromEntries(names.map((name) => [name, z.exactOptional(schemaFor(name))]));
}

/** @param owner - the models to which the classes belong, for messages. */
function classValues(
  schemas: Record<string, z.ZodMiniExactOptional<z.ZodMiniType<number>>>,
  owner: string,
): z.ZodMiniType<Record<string, number>> {
  const schema = z.strictObject(schemas, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `sets ${quoteAll(issue.keys)}, but no ${owner} of the emulator has this class`
        : 'must be an object such as { "yes_smoking": 0.97 }',
  });
  return schema.check(checkHeads);
}

function checkHeads({ value, issues }: z.core.ParsePayload<Record<string, number>>): void {
  for (const { classes } of HEADS) {
    const named = classes.filter((name) => value[name] !== undefined);
    const sum = named.reduce((total, name) => total + (value[name] ?? 0), 0);
    const isComplete = named.length === classes.length && classes.length > 1;
    if (sum <= 1 + 1e-9 && (!isComplete || sum >= 1 - 1e-9)) continue;
    const limit = isComplete ? "1" : "at most 1";
    const message = `sets ${named.join(", ")}, whose scores must sum to ${limit} because they share a head, got ${sum}`;
    issues.push({ code: "custom", message, input: value });
  }
}

function isJson(value: unknown): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return isPlainObject(value) && Object.values(value).every(isJson);
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function checkTimes({ value, issues }: z.core.ParsePayload<EmulatorTimes>): void {
  const { fromSeconds = 0, toSeconds = Number.POSITIVE_INFINITY } = value;
  if (toSeconds > fromSeconds) return;
  const message = `must be greater than fromSeconds (${fromSeconds})`;
  issues.push({ code: "custom", path: ["toSeconds"], message, input: toSeconds });
}

function checkBox({ value, issues }: z.core.ParsePayload<EmulatorBox>): void {
  for (const [end, start] of [
    ["right", "left"],
    ["bottom", "top"],
  ] as const) {
    if (value[end] > value[start]) continue;
    const message = `must be greater than ${start} (${value[start]})`;
    issues.push({ code: "custom", path: [end], message, input: value[end] });
  }
}

function checkMatchIsNotEmpty({ value, issues }: z.core.ParsePayload<EmulatorRuleMatch>): void {
  if (Object.values(value).some((one) => one !== undefined)) return;
  const keys = Object.keys(matchShape).join(", ");
  const message = `is empty and would match every submission. Set at least one of ${keys}`;
  issues.push({ code: "custom", message, input: value });
}

function checkResult({ value, issues }: z.core.ParsePayload<EmulatorRule>): void {
  const { match, ...result } = value;
  if (Object.values(result).every((one) => one === undefined)) {
    const keys = Object.keys(resultShape).join(", ");
    issues.push({ code: "custom", message: `has no result. Set at least one of ${keys}`, input: value });
  }
  if (result.filter !== undefined && match.words === undefined) {
    const message = "requires match.words, because these words are the hits of the filter";
    issues.push({ code: "custom", path: ["filter"], message, input: result.filter });
  }
}
