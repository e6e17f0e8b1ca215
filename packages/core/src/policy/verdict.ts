import type { ClassName } from "../result/class-score.ts";
import type { Condition } from "./policy.ts";

/**
 * The decision on a submission.
 *
 * - `block`: a condition of the policy's `block` holds, or a hash matches known material. In a video, a condition holds
 *   if it holds in one frame, unless it requires more.
 * - `review`: no condition of `block` holds, but one of `review` does.
 * - `unknown`: no condition holds, but data for the policy is missing, so the submission may be harmless or not; see
 *   `unevaluated`. Treat it like `review`, never like `allow`.
 * - `allow`: the policy had all its data, and no condition holds.
 */
export type Decision = "block" | "review" | "unknown" | "allow";

/** A time range that includes its start and excludes its end. */
export type SecondsRange = {
  /** Seconds from the start of the media. */
  readonly start: number;
  /** Seconds from the start of the media. */
  readonly end: number;
};

/** A condition that holds, and where it holds. */
export type Reason = {
  /** The decision that it leads to; `null` for a reason of a tag. */
  readonly decision: "block" | "review" | null;
  /**
   * The path of the condition in the policy, for example `block.yes_smoking`, `review[2].of[0]`,
   * `tags.graphic.very_bloody` or, in a prompt policy, `categories.insult`. `match` for a hash match if no condition
   * `match` of the policy's `block` holds, apart from those inside `all` and `any`.
   */
  readonly rule: string;
  /** The kind of the condition; `category` for a category of a prompt policy. */
  readonly kind: Condition["kind"] | "category";
  /** The class; `null` for conditions without one. */
  readonly class: ClassName | null;
  /**
   * The highest score of the class in `frames`: a probability from 0 to 1, or a level from 0 to 3. `null` for
   * conditions without a class.
   */
  readonly score: number | null;
  /** The lowest score that counts; `null` for conditions without a class. */
  readonly threshold: number | null;
  /**
   * The highest number of boxes in a frame, the number of hits in the text, or the number of answers. `null` for
   * conditions that count nothing.
   */
  readonly count: number | null;
  /**
   * The index of the result in which the condition holds; `null` if the condition does not test frames. A condition
   * that holds in two results has two reasons.
   */
  readonly resultIndex: number | null;
  /**
   * The `index` of each frame in which it holds, ascending; `[]` if the condition does not test frames. For a category,
   * the indexes of the images, or of the sampled frames; `[]` if one answer is about several of them.
   */
  readonly frames: readonly number[];
  /**
   * The times at which it holds, ascending, with adjacent frames as one range; `[]` if none of the frames has a
   * duration, as in an image.
   */
  readonly seconds: readonly SecondsRange[];
  /** The parts of `all`, `any` and `sameFrame` that hold; `[]` for other kinds. */
  readonly parts: readonly Reason[];
  /** The reason as a sentence. It contains neither the submitted text nor its hits. */
  readonly sentence: string;
};

/** A tag that holds, and why. */
export type TagResult = {
  /** The name of the tag in the policy. */
  readonly tag: string;
  /** The conditions of the tag that hold, in the order of the policy. Not empty. */
  readonly reasons: readonly Reason[];
};

/**
 * The kind of data that a policy needed but the result does not have.
 *
 * - `noFrames`: a result, or the complete task, has no frames. A task that reviewers answered needs none if a condition
 *   tests their answers.
 * - `frames`: the model did not evaluate these frames, for example because they came without classes. With `rules`: the
 *   required row or share of these conditions depends on the frames.
 * - `unseenFrames`: the result has more frames than were checked, according to its summary or the `index` of frames.
 * - `result`: Hive did not confirm that the result succeeded, or the frames came without the summary that confirms it.
 * - `language`: the model does not support the language of the text.
 * - `class`: the model does not score the class, or not in these frames.
 * - `unsupported`: the model does not support the class here, for example in the language of these texts, or a box of
 *   the class has no score.
 * - `scale`: the score is a probability and the condition has a level, or vice versa.
 * - `boxes`: no detection model searched for boxes.
 * - `time`: the condition requires seconds, and holds in frames of unknown duration.
 * - `fewFrames`: the condition requires more frames than the result has, and holds in all that the model evaluated.
 * - `text`: the task has no text result, the response has no list of such hits, hits have no type, or the frames came
 *   without their summary.
 * - `match`: no model compared the media with known hashes.
 * - `labels`: no reviewer answered, or the frames came without their summary.
 * - `category`: the vision language model gave no usable answer to a category of a prompt policy, or an image is
 *   a GIF or animated, and the model may not see all of its frames.
 */
export type UnevaluatedKind =
  | "noFrames"
  | "frames"
  | "unseenFrames"
  | "result"
  | "language"
  | "class"
  | "unsupported"
  | "scale"
  | "boxes"
  | "time"
  | "fewFrames"
  | "text"
  | "match"
  | "labels"
  | "category";

/** Data that the policy needed but the result does not have. */
export type Unevaluated = {
  /** The kind of data. */
  readonly kind: UnevaluatedKind;
  /** The paths in the policy of the conditions that need the data; `[]` if all do. */
  readonly rules: readonly string[];
  /** The class that is missing; `null` if more than one is. */
  readonly class: ClassName | null;
  /** The index of the result that lacks the data; `null` if all do. */
  readonly resultIndex: number | null;
  /** The `index` of the frames that lack the data, ascending; `[]` if it is not missing from single frames. */
  readonly frames: readonly number[];
  /**
   * Whether the decision ignores the missing data, because of `ifMissing` or `maxUnevaluatedFrames`, or because only
   * tags need it. If all entries are ignored, the decision may be `allow`.
   */
  readonly isIgnored: boolean;
  /** The missing data as a sentence. */
  readonly sentence: string;
};

/**
 * The decision of a policy on a task, and the reasons. Plain data that contains nothing from the submission except
 * class names, scores, times and labels.
 */
export type Verdict = {
  /** The decision. */
  readonly decision: Decision;
  /**
   * First a hash match that no condition names, then the conditions that hold: first those of `block`, then those of
   * `review`, in the order of the policy. `[]` for `allow` and `unknown`.
   */
  readonly reasons: readonly Reason[];
  /** The tags of the policy that hold, in the order of the policy. `[]` if none does. */
  readonly tags: readonly TagResult[];
  /**
   * The names of the tags that may or may not hold, in the order of the policy: data for them is missing, or the
   * verdict was built before the end. A tag that is in neither list does not hold.
   */
  readonly unknownTags: readonly string[];
  /** The data that the policy needed but did not have. The decision is not `allow` if an entry is not ignored. */
  readonly unevaluated: readonly Unevaluated[];
  /** The part of the media on which the verdict is based. */
  readonly evaluated: {
    /** Frames that the model evaluated, over all results. */
    readonly frames: number;
    /** Seconds of the media that these frames cover; 0 for still images, and if no frame has a time. */
    readonly seconds: number;
  };
};
