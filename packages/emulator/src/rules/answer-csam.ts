import type { AnswerCsam, AnswerHash } from "../model/answer-frame.ts";
import type { MediaFacts } from "../model/answer-media.ts";
import { computeScores, selectScores } from "../model/head.ts";
import { CSAM_HEADS } from "../model/hive-heads.ts";
import { deriveSeed } from "../model/seeded-random.ts";
import type { EmulatorHashMatch, EmulatorRule } from "./emulator-rule.ts";

/** The type of a match if the rule requests none. */
const DEFAULT_TYPES: readonly string[] = ["CSAM"];

/**
 * Creates the result of CSAM detection: a match only if a rule requests it, otherwise the scores of the classifier.
 *
 * @param options.hash - the hash of the media, which seeds the scores.
 * @param options.hasClassifier - whether the model has a classifier in addition to the hashes.
 */
export function answerCsam(
  rule: EmulatorRule | null,
  media: MediaFacts,
  options: { readonly hash: string; readonly hasClassifier: boolean },
): AnswerCsam {
  const fileType = media.mimetype?.startsWith("video/") === true ? "video" : "image";
  const hashes = rule?.hashMatch === undefined ? [] : listHashes(rule.hashMatch, { fileType, media });
  const isJudged = hashes.length === 0 && options.hasClassifier;
  return { fileType, hashes, prediction: isJudged ? predict(rule, options.hash) : null };
}

function listHashes(
  { types = DEFAULT_TYPES, scenes = [] }: EmulatorHashMatch,
  { fileType, media }: { readonly fileType: AnswerCsam["fileType"]; readonly media: MediaFacts },
): readonly AnswerHash[] {
  if (fileType === "image") return [{ type: "saferhashv0", matchTypes: types, scene: null }];
  const { frameCount, durationSeconds } = media;
  const framesPerSecond = (frameCount ?? 0) / Math.max(durationSeconds ?? 0, 1);
  return [
    { type: "md5", matchTypes: types, scene: null },
    ...scenes.map((scene): AnswerHash => {
      const frameIndex = Math.floor(scene.startSeconds * framesPerSecond);
      return { type: "videoSaferhashv0", matchTypes: types, scene: { ...scene, frameIndex } };
    }),
  ];
}

/** Predicts the classes of a file. Of several parts in a rule, the one with the highest score of `csam` applies. */
function predict(rule: EmulatorRule | null, hash: string): AnswerCsam["prediction"] {
  const parts = [{ classes: rule?.classes ?? {} }, ...(rule?.frames ?? [])];
  const requested = selectScores(
    CSAM_HEADS,
    parts.toSorted((one, other) => (one.classes["csam"] ?? 0) - (other.classes["csam"] ?? 0)),
  );
  const [csam = 0, pornography = 0, other = 0] = computeScores(CSAM_HEADS, {
    requested,
    seed: deriveSeed(hash, 0),
  });
  return { csam, pornography, other };
}
