import type { ClassScore } from "../../result/class-score.ts";
import type { Match, MatchHash } from "../../result/frame.ts";
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

/** The result for a file or a hash. */
type Finding = {
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
  const file = readFinding(strictObject(json, "file", place), below(place, "file"));
  const findings = [file, ...hashes];
  const isComplete =
    file.prediction !== null || (hashes.length > 0 && hashes.every(({ prediction }) => prediction !== null));
  return {
    match: {
      isMatched: isMatch(file) || hashes.some(({ hash }) => hash.isMatched),
      types: [...new Set(hashes.flatMap(({ types }) => types))],
      hashes: hashes.map(({ hash }) => hash),
    },
    predictions: findings.flatMap(({ prediction }) => (prediction === null ? [] : [prediction])),
    isPredicted: isComplete && findings.every(({ reasons }) => reasons.length === 0),
  };
}

function readHash(
  json: WireObject,
  place: Place,
): Finding & { readonly hash: MatchHash; readonly types: readonly string[] } {
  const types = readNames(json, "matchTypes", place);
  const finding = readFinding(json, place);
  const sources = strictList(json, "sources", place, ({ hashSet }) => looseText(hashSet) ?? "") ?? [];
  return {
    ...finding,
    types,
    hash: {
      type: looseText(json["hashType"]) ?? "",
      isMatched: isMatch(finding) || types.length > 0 || sources.length > 0,
      sources,
      startSeconds: looseNumber(json["startTimestamp"]),
      endSeconds: looseNumber(json["endTimestamp"]),
    },
  };
}

function readFinding(json: WireObject, place: Place): Finding {
  return { reasons: readNames(json, "reasons", place), prediction: readPrediction(json, place) };
}

function isMatch({ reasons }: Finding): boolean {
  return reasons.some((reason) => reason.toLowerCase() === "matched");
}

function readPrediction(json: WireObject, place: Place): Finding["prediction"] {
  const prediction = strictObject(json, "classifierPrediction", place);
  const at = below(place, "classifierPrediction");
  const scores = strictObject(prediction, "csam_classifier", at);
  // Keys have no order, so the classes get one.
  const names = Object.keys(scores).toSorted();
  const classes = names.map((name): ClassScore => {
    const score = scores[name];
    if (!isScore(score)) throw unreadable([...at(), "csam_classifier", name]);
    return { class: name, score };
  });
  return classes.length === 0 ? null : classes;
}

function readNames(json: WireObject, key: string, place: Place): readonly string[] {
  const names: unknown = json[key] ?? [];
  if (Array.isArray(names) && names.every((name) => typeof name === "string")) return names;
  throw unreadable([...place(), key]);
}
