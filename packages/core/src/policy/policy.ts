import type { ClassName } from "../result/class-score.ts";

/**
 * How to treat a condition whose data is missing from a result: a class that the model does not score, or does not
 * score in this language; boxes that no detection model searched for; text hits; or the answers of reviewers. It does
 * not apply to data that is present, such as a score on another scale, a box without a score, a hit without a type, or a
 * class that matches in frames of unknown duration.
 *
 * `unknown`: the condition neither holds nor fails, so the verdict cannot be `allow`. `ignore`: the verdict is the same
 * as without the condition. A frame that the model did not evaluate at all, and a result without frames, are never
 * ignored.
 */
export type IfMissing = "unknown" | "ignore";

/**
 * The minimum part of the media in which a condition on frames must hold. All given requirements must be met; without
 * any, one frame is enough.
 */
export type Holding = {
  /**
   * The total number of frames in which the condition must hold; a whole number of at least 1. If a result has fewer
   * frames, for example for a still image, and the condition holds in all that the model evaluated, it is unknown.
   *
   * @defaultValue 1
   */
  readonly forFrames?: number | undefined;
  /**
   * The total seconds for which the condition must hold, across gaps of any length; greater than 0. For the duration of
   * a frame, see `frameSpans`. Times are compared to the microsecond. Still images, frames without a time, and frames
   * with the same time as the next one have no duration. If the condition holds in such frames, and not long enough in
   * others, it is unknown.
   */
  readonly forSeconds?: number | undefined;
  /**
   * The seconds for which the condition must hold without a gap longer than `gapSeconds`; greater than 0. The gaps do
   * not count. A frame with the same time as the next one adds no seconds, but ends a gap.
   */
  readonly forSecondsInARow?: number | undefined;
  /** The longest gap that does not end a row, in seconds; only together with `forSecondsInARow`. @defaultValue 0 */
  readonly gapSeconds?: number | undefined;
  /**
   * The number of consecutive frames of one result in which the condition must hold; a whole number of at least 1.
   * Frames are consecutive if their `index` ascends by one.
   *
   * If the row is long enough only together with frames that lack data, or that were not checked, the condition is
   * unknown; `maxUnevaluatedFrames` does not change this. If a result has fewer frames than required, and the condition
   * does not fail in any of them, it is unknown, for example for a still image.
   */
  readonly forFramesInARow?: number | undefined;
  /**
   * The share of the frames of one result in which the condition must hold; greater than 0, at most 1. A still image is
   * one frame, so every share of it is that frame.
   *
   * The total includes frames that lack data, or that were not checked. If the share is reached only in case the
   * condition holds in such frames, it is unknown; `maxUnevaluatedFrames` does not change this. A share is known only
   * at the end of the media, so it never settles a decider, and is unknown without a summary.
   */
  readonly forShareOfFrames?: number | undefined;
  /**
   * The maximum number of frames of a result in which data for the condition may be missing, if other frames have it; a
   * whole number of at least 0. It does not apply to scores on another scale, to boxes without a score, and to
   * `forFramesInARow` and `forShareOfFrames`, which say themselves how much missing frames matter.
   *
   * @defaultValue the policy's `maxUnevaluatedFrames`
   */
  readonly maxUnevaluatedFrames?: number | undefined;
};

/** The threshold of a class, and the minimum part of the media in which the class must reach it. */
export type ClassRule = Holding & {
  /**
   * The threshold, which is the lowest score that counts: a probability from 0 to 1 or, for a class of a text model, a
   * level from 0 to 3. A threshold of 0 matches wherever the model scores the class.
   */
  readonly atLeast: number;
  /** What to do if the class is missing. @defaultValue "unknown" */
  readonly ifMissing?: IfMissing | undefined;
};

/**
 * Classes and their thresholds. Each is a separate condition, and one is enough.
 *
 * For a class of Hive's text models (`TEXT_CLASSES`), a number is a level from 0 to 3; for every other class, it is a
 * probability.
 */
export type ClassThresholds = { readonly [Name in ClassName]?: number | ClassRule };

/** A class of the frame as a whole, scored with a probability. */
export type ClassCondition = ClassRule & {
  /** A class of the frame. */
  readonly kind: "class";
  /** The class, exactly as Hive writes it. */
  readonly class: ClassName;
};

/** A class of a text or a transcript, scored with a level: `atLeast` is a whole number from 0 to 3. */
export type TextCondition = ClassRule & {
  /** A class of a text. */
  readonly kind: "text";
  /** The class, exactly as Hive writes it. */
  readonly class: ClassName;
};

/**
 * A condition on objects in one frame. If a frame of a detection model has no boxes of a class, the frame is known to
 * contain no such object. Boxes of other models count if they have the class, but there may be more objects than boxes.
 */
export type BoxesCondition = ClassRule & {
  /** Boxes in a frame. */
  readonly kind: "boxes";
  /** The class of the boxes. Boxes with a score of at least `atLeast`, from 0 to 1, count. */
  readonly class: ClassName;
  /** The minimum number of boxes in one frame; a whole number of at least 1. @defaultValue 1 */
  readonly count?: number | undefined;
};

/** A condition on a single frame, for use in `sameFrame`, where `all` and `any` apply to that frame. */
export type FrameCondition =
  | Omit<ClassCondition, keyof Holding>
  | Omit<TextCondition, keyof Holding>
  | Omit<BoxesCondition, keyof Holding>
  | {
      /** Whether all of the conditions must hold in this frame, or at least one. */
      readonly kind: "all" | "any";
      /** The conditions on this frame. */
      readonly of: FrameConditions;
    };

/** An array of conditions on one frame, or classes with their thresholds. Not empty. */
export type FrameConditions =
  | readonly FrameCondition[]
  | { readonly [Name in ClassName]?: number | Omit<ClassRule, keyof Holding> };

/**
 * Conditions that must all hold in the same frame, such as nudity and a child in the same image. One model must score
 * all of them.
 */
export type SameFrameCondition = Holding & {
  /** All conditions in one frame. */
  readonly kind: "sameFrame";
  /** The conditions that must hold in the same frame. */
  readonly of: FrameConditions;
};

/**
 * Hits in the texts of all results: words on a list (`filters`), personal data (`pii`), web addresses (`urls`).
 *
 * A response without such a list, as in v3 for `pii` and `urls`, does not mean that there are no hits: see `TextInfo`.
 */
export type HitsCondition = {
  /** The list of hits. */
  readonly kind: "filters" | "pii" | "urls";
  /**
   * The types that count, as Hive writes them, for example `profanity` or `Email Address`; case does not matter. Not
   * empty.
   *
   * @defaultValue all types
   */
  readonly types?: readonly string[] | undefined;
  /** The minimum number of hits; a whole number of at least 1. @defaultValue 1 */
  readonly count?: number | undefined;
  /** What to do if the task has no text result, or texts without such a list. @defaultValue "unknown" */
  readonly ifMissing?: IfMissing | undefined;
};

/** The answers of reviewers, in a labeling task. */
export type LabelsCondition = {
  /** Answers of reviewers. */
  readonly kind: "labels";
  /** The answers that count, exactly as in the project. Not empty. */
  readonly labels: readonly string[];
  /** The minimum number of answers; a whole number of at least 1. @defaultValue 1 */
  readonly count?: number | undefined;
  /** What to do if no reviewer answered, for example because a model did. @defaultValue "unknown" */
  readonly ifMissing?: IfMissing | undefined;
};

/**
 * A match with hashes of known material, as the CSAM API reports it.
 *
 * In every policy, a match results in `block`, even without this condition. With it, a task whose media was not
 * compared is `unknown`.
 */
export type MatchCondition = {
  /** A hash match. */
  readonly kind: "match";
  /**
   * The types that count, as Hive writes them: `CSAM`, `SE`; case does not matter. A match without a type counts as
   * every type. Not empty.
   *
   * @defaultValue all types
   */
  readonly types?: readonly string[] | undefined;
};

/**
 * Conditions of which `all` or `any` must hold. Each may hold anywhere in the media; to require the same frame, use
 * `sameFrame`.
 */
export type CombinedCondition = {
  /** Whether all of the conditions must hold, or at least one. */
  readonly kind: "all" | "any";
  /** The conditions. */
  readonly of: Conditions;
};

/** A condition of a policy, distinguished by `kind`. */
export type Condition =
  | ClassCondition
  | TextCondition
  | BoxesCondition
  | SameFrameCondition
  | HitsCondition
  | MatchCondition
  | LabelsCondition
  | CombinedCondition;

/** Classes with their thresholds, or an array of conditions. */
export type Conditions = ClassThresholds | readonly Condition[];

/**
 * The conditions of each decision, as plain data that survives `JSON.stringify` and `JSON.parse`.
 *
 * In addition, a hash match results in `block` in every policy.
 *
 * Conditions describe harm: the more of it, the stricter the verdict. A negative class, such as `no_gun`, is therefore
 * rejected, except inside `all` or `sameFrame` together with a positive class that is not `ifMissing: "ignore"`.
 */
export type Policy = {
  /** Conditions of which one is enough to block. */
  readonly block?: Conditions | undefined;
  /** Conditions of which one is enough for a review, if nothing blocks. */
  readonly review?: Conditions | undefined;
  /**
   * Named outcomes beside the decision, such as `age-restricted` or `graphic`: the conditions of each tag, of which one
   * is enough. A name is any non-empty string. Tags never change the decision, and a hash match needs no tag. If a
   * policy has only tags, its decision means only that no hash matched, and whether data was missing.
   *
   * Not related to `Task.labels` and the condition `labels`, which are the answers of reviewers.
   */
  readonly tags?: Readonly<Record<string, Conditions>> | undefined;
  /**
   * Classes in the conditions that belong to your own models or are newer than Hivekit. Any other unknown class is
   * rejected as a misspelling. In an object of classes with thresholds, the thresholds of these classes are always
   * probabilities.
   */
  readonly classes?: readonly string[] | undefined;
  /**
   * The maximum number of frames of the task that the model may leave unevaluated; a whole number of at least 0. Also
   * the default of the same property of conditions. Each result needs at least one evaluated frame.
   *
   * @defaultValue 0
   */
  readonly maxUnevaluatedFrames?: number | undefined;
};
