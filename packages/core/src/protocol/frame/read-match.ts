import type { ClassScore } from "../../result/class-score.ts";
import type { Match, MatchHash } from "../../result/frame.ts";
import { isObject } from "../../value/is-object.ts";
import { below, looseNumber, looseText, strictList, strictObject, unreadable } from "../wire/read-wire.ts";
import type { Place, WireObject } from "../wire/read-wire.ts";
import { isScore } from "./decode-scores.ts";

/** A comparison with known hashes, and the scores of the classifier that runs if no hash matches. */
export type MatchContent = {
  readonly match: Match;
  /** One list per prediction; `[]` if there is none. */
  readonly predictions: readonly (readonly ClassScore[])[];
  /** Whether the classifier evaluated the complete media and gave no reason for concern. */
  readonly isPredicted: boolean;
};

/** The comparison of a file, or of one of its hashes. */
type Comparison = {
  readonly hash: MatchHash;
  readonly types: readonly string[];
  readonly reasons: readonly string[];
  /** The scores of the classifier; `null` if it did not run, or its scores have an unknown form. */
  readonly prediction: readonly ClassScore[] | null;
};

/**
 * Reads the `output` of the CSAM API. Any sign of a match counts as a match.
 *
 * @throws HiveDecodeError if a list or a score is malformed.
 *
 * Source: https://docs.thehive.ai/reference/csam-detection-combined-api-reference (read 2026-11-30). The key
 * `csam_classifier` is known from third parties.
 */
export function readMatch(json: WireObject, place: Place): MatchContent {
  const hashes = strictList(json, "hashes", place, readHash) ?? [];
  const file = readHash(strictObject(json, "file", place), below(place, "file"));
  // The frame itself may be a hash, without a list.
  const whole = [file, readHash(json, place)];
  const all = [...whole, ...hashes];
  const isPredicted = ({ prediction }: Comparison): boolean => prediction !== null;
  const isComplete = whole.some(isPredicted) || (hashes.length > 0 && hashes.every(isPredicted));
  return {
    match: {
      isMatched: all.some(({ hash }) => hash.isMatched),
      types: [...new Set(all.flatMap(({ types }) => types))],
      hashes: hashes.map(({ hash }) => hash),
    },
    predictions: all.flatMap(({ prediction }) => (prediction === null ? [] : [prediction])),
    isPredicted: isComplete && all.every(({ reasons }) => reasons.length === 0),
  };
}

function readHash(json: WireObject, place: Place): Comparison {
  const types = readNames(json, "matchTypes", place);
  const reasons = readNames(json, "reasons", place);
  const sources = readSources(json, place);
  const isMatched = types.length > 0 || sources.length > 0 || reasons.some(isMatch);
  let prediction: Comparison["prediction"] = null;
  try {
    prediction = readPrediction(json, place);
  } catch (error) {
    // A malformed score must not turn a match into an error.
    if (!isMatched) throw error;
  }
  return {
    types,
    reasons,
    prediction,
    hash: {
      type: looseText(json["hashType"]) ?? "",
      isMatched,
      sources,
      startSeconds: looseNumber(json["startTimestamp"]),
      endSeconds: looseNumber(json["endTimestamp"]),
    },
  };
}

function isMatch(reason: string): boolean {
  return reason.trim().toLowerCase() === "matched";
}

/** Reads the names of hash sets. Each element is a sign of a match, whatever its form. */
function readSources(json: WireObject, place: Place): readonly string[] {
  const sources = json["sources"] ?? [];
  if (!Array.isArray(sources)) throw unreadable([...place(), "sources"]);
  return sources.map((source: unknown) => looseText(isObject(source) ? source["hashSet"] : source) ?? "");
}

function readPrediction(json: WireObject, place: Place): Comparison["prediction"] {
  const prediction = strictObject(json, "classifierPrediction", place);
  const at = below(place, "classifierPrediction");
  const scores = strictObject(prediction, "csam_classifier", at);
  // Keys have no defined order, so the classes are sorted.
  const names = Object.keys(scores).toSorted();
  const classes = names.map((name): ClassScore => {
    const score = scores[name];
    if (!isScore(score)) throw unreadable([...at(), "csam_classifier", name]);
    return { class: name, score };
  });
  return classes.length === 0 ? null : classes;
}

/** Reads a list of names, or a single one. */
function readNames(json: WireObject, key: string, place: Place): readonly string[] {
  const value = json[key] ?? [];
  const names: unknown = typeof value === "string" ? [value] : value;
  if (Array.isArray(names) && names.every((name) => typeof name === "string")) return names;
  throw unreadable([...place(), key]);
}
