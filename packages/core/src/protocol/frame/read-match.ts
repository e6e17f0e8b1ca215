import type { ClassScore } from "../../result/class-score.ts";
import type { Match, MatchHash } from "../../result/frame.ts";
import { isObject } from "../../value/is-object.ts";
import { below, looseNumber, looseText, strictList, unreadable } from "../wire/read-wire.ts";
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

/** A file or hash: what it was found to be, and why. */
type Verdict = {
  readonly reasons: readonly string[];
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
  const hashes = strictList(json["hashes"], below(place, "hashes"), readHash) ?? [];
  const file = readVerdict(json["file"] ?? {}, below(place, "file"));
  const verdicts = hashes.map(({ verdict }) => verdict);
  const matched = hashes.filter(({ hash }) => hash.isMatched);
  const isMatched = matched.length > 0 || isMatch(file);
  const reasons = [file, ...verdicts].flatMap((verdict) => verdict.reasons);
  const isComplete =
    file.prediction !== null || (verdicts.length > 0 && verdicts.every(({ prediction }) => prediction));
  return {
    match: {
      isMatched,
      types: [...new Set(matched.flatMap(({ types }) => types))],
      hashes: hashes.map(({ hash }) => hash),
    },
    predictions: [file, ...verdicts].flatMap(({ prediction }) => (prediction === null ? [] : [prediction])),
    isPredicted: isComplete && reasons.length === 0,
  };
}

function readHash(
  json: WireObject,
  place: Place,
): { readonly hash: MatchHash; readonly types: readonly string[]; readonly verdict: Verdict } {
  const types = readNames(json["matchTypes"], below(place, "matchTypes"));
  const verdict = readVerdict(json, place);
  const sources =
    strictList(json["sources"], below(place, "sources"), ({ hashSet }) => looseText(hashSet) ?? "") ?? [];
  return {
    hash: {
      type: looseText(json["hashType"]) ?? "",
      isMatched: isMatch(verdict) || types.length > 0 || sources.length > 0,
      sources,
      startSeconds: looseNumber(json["startTimestamp"]),
      endSeconds: looseNumber(json["endTimestamp"]),
    },
    types,
    verdict,
  };
}

function readVerdict(json: unknown, place: Place): Verdict {
  if (!isObject(json)) throw unreadable(place());
  return {
    reasons: readNames(json["reasons"], below(place, "reasons")),
    prediction: readPrediction(json["classifierPrediction"], below(place, "classifierPrediction")),
  };
}

function isMatch({ reasons }: Verdict): boolean {
  return reasons.some((reason) => reason.toLowerCase() === "matched");
}

/** Reads the scores of the classifier; `null` if it did not run, or its scores have an unknown form. */
function readPrediction(json: unknown, place: Place): readonly ClassScore[] | null {
  const scores = isObject(json) ? json["csam_classifier"] : (json ?? undefined);
  if (scores === undefined) return null;
  if (!isObject(scores)) throw unreadable(place());
  // Keys have no order, so the classes get one.
  const names = Object.keys(scores).toSorted();
  return names.length === 0
    ? null
    : names.map((name) => {
        const score = scores[name];
        if (!isScore(score)) throw unreadable([...place(), "csam_classifier", name]);
        return { class: name, score };
      });
}

function readNames(json: unknown, place: Place): readonly string[] {
  const names: unknown = json ?? [];
  if (!Array.isArray(names) || !names.every((name) => typeof name === "string")) throw unreadable(place());
  return names;
}
