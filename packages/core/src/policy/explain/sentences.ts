import type { HitsRule, LabelsRule, Required } from "../compile/program.ts";
import type { HeldFrames, MissingData, MissingDetail } from "../evaluate/evaluate-rule.ts";
import type { FrameCounts } from "../evaluate/frame-counts.ts";
import type { Reason, SecondsRange, Unevaluated } from "../verdict.ts";

const MAX_RANGES = 3;
const SCORE_DECIMALS = 4;
/** More decimals are not significant in a double below 1. */
const MAX_DECIMALS = 15;
const SHORT_SECONDS = 0.1;

const LISTS: { readonly [Kind in HitsRule["kind"]]: string } = {
  filters: "filtered words",
  pii: "personal data",
  urls: "URLs",
};

/** What a reason leads to: a decision, or a tag. */
export type Outcome = {
  readonly decision: Reason["decision"];
  /** The start of the sentence. */
  readonly label: string;
};

export const BLOCK: Outcome = { decision: "block", label: "Block" };
export const REVIEW: Outcome = { decision: "review", label: "Review" };

/** Creates the outcome of a tag. */
export function tagOutcome(tag: string): Outcome {
  return { decision: null, label: `Tag ${tag}` };
}

/** Writes the sentence of a reason. */
export function writeReason({ label }: Outcome, phrase: string): string {
  return `${label}: ${phrase}.`;
}

/** Extracts the phrase of a reason with the given outcome, to use it in another sentence. */
export function extractPhrase({ label }: Outcome, { sentence }: Reason): string {
  return sentence.slice(label.length + 2, -1);
}

/** Describes the score of a class, or the number of boxes. */
export function describeScore(
  { kind, class: name, score, threshold, count, frames }: Omit<Reason, "sentence">,
  requiredCount: number,
): string {
  const upTo = frames.length === 1 ? "" : "up to ";
  const least = String(threshold ?? 0);
  if (kind === "boxes") {
    return `${upTo}${countNoun(count ?? 0, "box", "boxes")} of class ${name} with a score of at least ${least}${required(requiredCount)}`;
  }
  if (kind === "text") return `${name} reached level ${score} (threshold ${least})`;
  return `${name} scored ${upTo}${formatScore(score ?? 0, threshold ?? 0)} (threshold ${least})`;
}

/** Describes in how many frames, for how long, and when a rule holds. */
export function describePlace(
  { record, seconds: held, counts }: Pick<HeldFrames, "record" | "seconds" | "counts">,
  of: Required,
): string {
  const inFrames = describeFrames(record.held.count, counts, of);
  const { ranges, totalSeconds, longestRowSeconds } = held;
  if (ranges.length === 0) return inFrames;
  const total = of.seconds === null ? "" : ` in total (${formatSeconds(of.seconds)} required)`;
  const row =
    of.secondsInARow === null
      ? ""
      : `, including ${formatSeconds(longestRowSeconds)} in a row (${formatSeconds(of.secondsInARow)} required)`;
  return `${inFrames}, for ${formatSeconds(totalSeconds)}${total}${row}: ${formatRanges(ranges)}`;
}

/** Describes in how many frames a rule holds, of how many, and in a row. */
function describeFrames(frameCount: number, counts: FrameCounts | null, of: Required): string {
  const { frames, shareOfFrames, framesInARow } = of;
  if (counts === null) return `in ${countNoun(frameCount, "frame")}${required(frames)}`;
  const needs = [
    ...(frames > 1 ? [String(frames)] : []),
    ...(shareOfFrames === null ? [] : [formatPercent(shareOfFrames)]),
  ];
  const total = shareOfFrames === null ? "" : `of ${counts.total} `;
  const noun = (shareOfFrames === null ? frameCount : counts.total) === 1 ? "frame" : "frames";
  const inFrames = `in ${frameCount} ${total}${noun}${needs.length === 0 ? "" : ` (${needs.join(" and ")} required)`}`;
  const row =
    framesInARow === null ? "" : `, including ${counts.longestRow} in a row${required(framesInARow)}`;
  return `${inFrames}${row}`;
}

/** Describes the number of hits in a text, but never their content. */
export function describeHits(rule: HitsRule, count: number): string {
  const hits = {
    filters: countNoun(count, "filtered word"),
    pii: `${countNoun(count, "item")} of personal data`,
    urls: countNoun(count, "URL"),
  }[rule.kind];
  const types = rule.types === null ? "" : ` of type ${joinList(rule.types, "or")}`;
  return `${hits}${types} in the text${required(rule.count)}`;
}

/** Describes a hash match. */
export function describeMatch(types: readonly string[]): string {
  return `a hash matches known material${types.length === 0 ? "" : ` of type ${joinList(types)}`}`;
}

/** Describes the answers of reviewers that the rule counts. */
export function describeAnswers(rule: LabelsRule, answers: readonly string[]): string {
  const reviewers = countNoun(answers.length, "reviewer");
  return `${reviewers} answered: ${joinList([...new Set(answers)])}${required(rule.count)}`;
}

/** Joins items: `a`, `a and b`, `a, b and c`. */
export function joinList(items: readonly string[], word = "and"): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} ${word} ${last}`;
}

/** An entry of `unevaluated` in the verdict of a policy on a task. */
type MissingEntry = Omit<Unevaluated, "sentence" | "isIgnored" | "kind"> & Pick<MissingData, "kind">;

/**
 * Writes the sentence of an entry of `unevaluated`.
 *
 * @param why - Why the decision ignores the missing data; `""` if it does not.
 */
export function writeUnevaluated(
  entry: MissingEntry,
  of: { readonly detail: MissingDetail | undefined; readonly why: string },
): string {
  return `${describeMissing(entry, of.detail ?? {})}${of.why === "" ? "" : `; ${of.why}`}.`;
}

function describeMissing(
  { kind, rules, frames, resultIndex, class: className }: MissingEntry,
  { count = 0, classes, list, isIncomplete, hasNoSummary }: MissingDetail,
): string {
  const name = className ?? classes?.join(" together with ") ?? "A class";
  const inFrames = `in ${countNoun(frames.length, "frame")}`;
  const where = frames.length === 0 ? "" : ` ${inFrames}`;
  const result = `result ${resultIndex ?? 0}`;
  switch (kind) {
    case "noFrames":
      return resultIndex === null ? "The task has no frames" : `Result ${resultIndex} has no frames`;
    case "frames":
      return `The model did not evaluate ${countNoun(frames.length, "frame")}${
        rules.length === 0 ? "" : `, on which the required row or share of ${name} depends`
      }`;
    case "unseenFrames":
      return count === 0
        ? `Some frames of ${result} were not checked`
        : `${countNoun(count, "frame")} of ${result} ${count === 1 ? "was" : "were"} not checked`;
    case "result":
      return resultIndex === null
        ? "The summary is missing, so the success of the task and the language of a text are unknown"
        : `Hive did not confirm that ${result} succeeded`;
    case "language":
      return "The model does not support the language of the text";
    case "class":
      return frames.length === 0 ? `The model does not score ${name}` : `${name} was not scored ${inFrames}`;
    case "unsupported":
      return `The model could not score ${name} ${inFrames}, for example because it does not support the language`;
    case "scale":
      return `${name} is not scored on the policy's scale ${inFrames}: a level is not a probability`;
    case "boxes":
      return `No detection model searched for boxes of class ${name}${where}`;
    case "time":
      return `${name} matches ${inFrames} of unknown duration`;
    case "fewFrames":
      return `${name} matches ${inFrames}, but the result has fewer frames than the policy requires`;
    case "text":
      if (hasNoSummary === true) return "The summary is missing, so the hits in the text are unknown";
      if (list === undefined) return "The task has no text result";
      if (isIncomplete === true) return `Some texts of the response have no list of ${LISTS[list]}`;
      return count === 0
        ? `The response has no list of ${LISTS[list]} in the text`
        : `${countNoun(count, "hit")} among the ${LISTS[list]} in the text ${count === 1 ? "has" : "have"} no type`;
    case "match":
      return "No model compared the media with known hashes";
    case "labels":
      return hasNoSummary === true
        ? "The summary is missing, so the answers of reviewers are unknown"
        : "No reviewer answered";
    default:
      return kind satisfies never;
  }
}

/** Describes the required count, unless it is 1. */
function required(count: number): string {
  return count > 1 ? ` (${count} required)` : "";
}

/** Writes a count with its noun: `1 frame`, `2 frames`. */
function countNoun(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Writes a score without floating-point noise: at most 4 decimals, or as many as the threshold has. */
function formatScore(score: number, threshold: number): string {
  const decimals = String(threshold).split(".")[1]?.length ?? 0;
  return String(Number(score.toFixed(Math.min(MAX_DECIMALS, Math.max(SCORE_DECIMALS, decimals)))));
}

/** Writes a share without floating-point noise: `12.5%`. */
function formatPercent(share: number): string {
  return `${Number((share * 100).toPrecision(6))}%`;
}

/** Writes seconds to the hundredth, or below 0.1 s to the microsecond, the precision of comparisons: `2.5 s`. */
function formatSeconds(seconds: number): string {
  return `${Number(seconds.toFixed(seconds < SHORT_SECONDS ? 6 : 2))} s`;
}

/** Writes the first ranges, and the number of other ranges: `from 1 s to 2.5 s and from 4 s to 5 s`. */
function formatRanges(ranges: readonly SecondsRange[]): string {
  const shown = ranges
    .slice(0, MAX_RANGES)
    .map(({ start, end }) => `from ${formatSeconds(start)} to ${formatSeconds(end)}`);
  const more = ranges.length - shown.length;
  return joinList(more > 0 ? [...shown, countNoun(more, "more range")] : shown);
}
