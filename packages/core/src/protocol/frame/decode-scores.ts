import type { ClassScore } from "../../result/class-score.ts";
import type { Frame } from "../../result/frame.ts";
import { isObject } from "../../submission/is-object.ts";
import { strictList, unreadable } from "../read-wire.ts";
import type { Place, WireObject } from "../read-wire.ts";

/** What Hive writes where a model cannot judge a class, for example in this language. */
const UNSUPPORTED_SCORE = -1;

/** The scores of a frame, and what they mean. */
export type Scores = Pick<Frame, "classes" | "scale" | "unsupportedClasses">;

/**
 * Reads a list of classes with scores. v1 and v2 write `class` and `score`; v3 writes `value`, and `class` live where its
 * documentation says `class_name`.
 *
 * @returns the list; `[]` if it is absent or null.
 * @throws HiveDecodeError if a class has no name, or a score is no number from 0, or -1.
 */
export function readScores(json: unknown, place: Place): readonly ClassScore[] {
  // Nearly all lists are in the domain's own form already, and are used as they were parsed.
  if (Array.isArray(json) && json.every(isClassScore)) return json;
  return strictList(json, place, readScore) ?? [];
}

function isClassScore(entry: unknown): entry is ClassScore {
  if (!isObject(entry)) return false;
  const { class: name, score } = entry;
  for (const key in entry) if (key !== "class" && key !== "score") return false;
  return (
    typeof name === "string" && name !== "" && typeof score === "number" && score >= 0 && score < Infinity
  );
}

function readScore(entry: WireObject, place: Place): ClassScore {
  const score = entry["value"] ?? entry["score"];
  // -1 stands for "not supported"; any other negative number would read as harmless.
  const isScore =
    typeof score === "number" && Number.isFinite(score) && (score >= 0 || score === UNSUPPORTED_SCORE);
  const name = readName(entry, place);
  if (!isScore) throw unreadable([...place(), (entry["value"] ?? null) === null ? "score" : "value"]);
  return { class: name, score };
}

/** @throws HiveDecodeError if the class has no name: no rule could match it. */
export function readName(entry: WireObject, place: Place): string {
  const name = entry["class"] ?? entry["class_name"];
  if (typeof name === "string" && name !== "") return name;
  const isOther = (entry["class"] ?? null) === null && (entry["class_name"] ?? null) !== null;
  throw unreadable([...place(), isOther ? "class_name" : "class"]);
}

/**
 * Says what scores mean, and takes out those that are none.
 *
 * @param lists - One list, or several, of which the worst score of each class counts. A class that any list does not support is
 * named as unsupported, also if another list judged it.
 */
export function judgeScores(
  lists: readonly (readonly ClassScore[])[],
  options: { readonly isText: boolean },
): Scores {
  const [only] = lists;
  const scores = lists.length === 1 && only !== undefined ? only : lists.flat();
  const scale = scaleOf(scores, options.isText);
  const unsupported = scores.filter(({ score }) => score === UNSUPPORTED_SCORE);
  const judged =
    unsupported.length === 0 ? scores : scores.filter(({ score }) => score !== UNSUPPORTED_SCORE);
  return {
    classes: lists.length > 1 ? worstOf(judged) : judged,
    scale,
    unsupportedClasses: [...new Set(unsupported.map((entry) => entry.class))],
  };
}

function worstOf(scores: readonly ClassScore[]): readonly ClassScore[] {
  const worst = new Map<string, number>();
  for (const { class: name, score } of scores) worst.set(name, Math.max(score, worst.get(name) ?? score));
  return [...worst].map(([name, score]) => ({ class: name, score }));
}

/**
 * Text models give levels, whole numbers from 0 to 3; older ones gave probabilities, in pairs such as `no_spam`, `yes_spam`.
 * A probability that is read as a level would look harmless: at the least sign of one, the scores are probabilities.
 */
function scaleOf(scores: readonly ClassScore[], isText: boolean): Frame["scale"] {
  const hasSign = scores.some(({ class: name, score }) => !Number.isInteger(score) || /^not?_/.test(name));
  if (hasSign) return "probability";
  // v3's text frames may have nothing but their scores to tell them from others.
  return isText || scores.some(({ score }) => score > 1 || score === UNSUPPORTED_SCORE)
    ? "level"
    : "probability";
}
