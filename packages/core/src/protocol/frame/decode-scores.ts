import type { BoxClass, ClassScore } from "../../result/class-score.ts";
import type { Frame } from "../../result/frame.ts";
import { isObject } from "../../value/is-object.ts";
import { strictList, unreadable } from "../wire/read-wire.ts";
import type { Place, WireObject } from "../wire/read-wire.ts";

/** The score that Hive sends if a model does not support a class, for example in the language of a text. */
export const UNSUPPORTED_SCORE = -1;

/** The scores of a frame, and their scale. */
export type Scores = Pick<Frame, "classes" | "scale" | "unsupportedClasses">;

/**
 * Reads `classes`, a list of classes with scores. v1 and v2 send `class` and `score`. v3 sends `value`, and `class`
 * where its documentation says `class_name`.
 *
 * @returns the list; `[]` if it is absent or null.
 * @throws HiveDecodeError if a class has no name, or a score is neither a number of at least 0 nor -1.
 */
export function readScores(json: WireObject, place: Place): readonly ClassScore[] {
  return findParsed(json) ?? strictList(json, "classes", place, readScore) ?? [];
}

/** Finds a list that already has the form of the domain type, as nearly all do. It is used as parsed. */
function findParsed({ classes }: WireObject): readonly ClassScore[] | null {
  return Array.isArray(classes) && classes.every(isClassScore) ? classes : null;
}

function isClassScore(entry: unknown): entry is ClassScore {
  if (!isObject(entry)) return false;
  const { class: name, score } = entry;
  for (const key in entry) if (key !== "class" && key !== "score") return false;
  return (
    typeof name === "string" && name !== "" && typeof score === "number" && score >= 0 && score < Infinity
  );
}

/** Reads the classes of a box, as {@link readScores} does. A class without a score, as for logos, has `null`. */
export function readBoxClasses(json: WireObject, place: Place): readonly BoxClass[] {
  const read = (entry: WireObject, at: Place): BoxClass =>
    (entry["value"] ?? entry["score"] ?? null) === null
      ? { class: readName(entry, at), score: null }
      : readScore(entry, at);
  return findParsed(json) ?? strictList(json, "classes", place, read) ?? [];
}

function readScore(entry: WireObject, place: Place): ClassScore {
  const { value, score } = entry;
  const given = value ?? score;
  const name = readName(entry, place);
  if (!isScore(given) || contradicts(value, score, "number")) {
    throw unreadable([...place(), (value ?? null) === null ? "score" : "value"]);
  }
  return { class: name, score: given };
}

/** Checks a score. -1 means "not supported"; any other negative number would look harmless. */
export function isScore(score: unknown): score is number {
  return typeof score === "number" && Number.isFinite(score) && (score >= 0 || score === UNSUPPORTED_SCORE);
}

/** @throws HiveDecodeError if the class has no name, because no rule could match it. */
export function readName(entry: WireObject, place: Place): string {
  const name = entry["class"] ?? entry["class_name"];
  const isOnlyName = !contradicts(entry["class"], entry["class_name"], "string");
  if (typeof name === "string" && name !== "" && isOnlyName) return name;
  const isOther = (entry["class"] ?? null) === null && (entry["class_name"] ?? null) !== null;
  throw unreadable([...place(), isOther ? "class_name" : "class"]);
}

/** Checks whether two spellings of the same property have different values. */
function contradicts(one: unknown, other: unknown, type: "number" | "string"): boolean {
  return typeof one === type && typeof other === type && one !== other;
}

/**
 * Determines the scale of scores, and separates unsupported classes.
 *
 * @param lists - One or more lists, of which the highest score of each class counts. A class that is unsupported in any
 * list is listed as unsupported, even if another list has a score for it.
 */
export function interpretScores(
  lists: readonly (readonly ClassScore[])[],
  options: { readonly isText: boolean },
): Scores {
  const [only] = lists;
  const scores = lists.length === 1 && only !== undefined ? only : lists.flat();
  const scale = detectScale(scores, options.isText);
  const unsupported = scores.filter(({ score }) => score === UNSUPPORTED_SCORE);
  const supported =
    unsupported.length === 0 ? scores : scores.filter(({ score }) => score !== UNSUPPORTED_SCORE);
  return {
    classes: lists.length > 1 ? keepHighest(supported) : supported,
    scale,
    unsupportedClasses: listUnique(unsupported.map((entry) => entry.class)),
  };
}

/** Removes duplicates. */
export function listUnique(names: readonly string[]): readonly string[] {
  return names.length > 1 ? [...new Set(names)] : names;
}

function keepHighest(scores: readonly ClassScore[]): readonly ClassScore[] {
  const highest = new Map<string, number>();
  for (const { class: name, score } of scores) highest.set(name, Math.max(score, highest.get(name) ?? score));
  return [...highest].map(([name, score]) => ({ class: name, score }));
}

/**
 * Detects the scale. Text models send levels, integers from 0 to 3; older ones sent probabilities, in pairs such as
 * `no_spam`, `yes_spam`. A probability that is read as a level would look harmless, so any sign of a probability
 * is decisive.
 */
function detectScale(scores: readonly ClassScore[], isText: boolean): Frame["scale"] {
  const hasSign = scores.some(({ class: name, score }) => !Number.isInteger(score) || /^not?_/.test(name));
  if (hasSign) return "probability";
  // v3's text frames may differ from others only in their scores.
  return isText || scores.some(({ score }) => score > 1 || score === UNSUPPORTED_SCORE)
    ? "level"
    : "probability";
}
