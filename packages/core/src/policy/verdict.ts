import type { ClassName } from "../result/class-score.ts";
import type { Condition } from "./policy.ts";

/**
 * What to do with a submission.
 *
 * - `block`: a condition of the policy's `block` holds. In a video: in one frame, unless the condition asks for more.
 * - `review`: none of them does, and one of its `review` holds.
 * - `unknown`: neither, but the result lacks something that the policy asked for: it may be harmless or not. `unevaluated` says what.
 *   Treat it as you treat `review`; it is never to be taken for `allow`.
 * - `allow`: everything that the policy asks for was there, and none of it holds.
 */
export type Decision = "block" | "review" | "unknown" | "allow";

/** A stretch of time, its end not included. */
export type SecondsRange = {
  /** Seconds from the start of the media. */
  readonly start: number;
  /** Seconds from the start of the media. */
  readonly end: number;
};

/** A condition that holds, and where. */
export type Reason = {
  /** What it leads to. */
  readonly decision: "block" | "review";
  /** Where the condition stands in the policy, for example `block.yes_smoking` or `review[2].of[0]`. */
  readonly rule: string;
  /** What kind of condition it is. */
  readonly kind: Condition["kind"];
  /** The class; `null` for conditions without one. */
  readonly class: ClassName | null;
  /** The highest score of the class in `frames`: a probability, 0 to 1, or a level, 0 to 3. `null` for conditions without a class. */
  readonly score: number | null;
  /** The least score that counts; `null` for conditions without a class. */
  readonly threshold: number | null;
  /** How many were found: the most boxes in a frame, the finds in the text, the answers. `null` for conditions that count nothing. */
  readonly count: number | null;
  /** In which of the task's results it holds; `null` where it is not about frames. A condition that holds in two has two reasons. */
  readonly resultIndex: number | null;
  /** The `index` of each frame in which it holds, ascending; `[]` where it is not about frames. */
  readonly frames: readonly number[];
  /** When it holds, ascending, frames that follow each other in one; `[]` where none of these frames has a duration, as in a picture. */
  readonly seconds: readonly SecondsRange[];
  /** For `all`, `any` and `sameFrame`: what holds of it. `[]` for the others. */
  readonly parts: readonly Reason[];
  /** All that as one sentence. It never holds the submitted text, nor a find in it. */
  readonly sentence: string;
};

/**
 * Something that the policy asked for and that the result does not have.
 *
 * - `noFrames`: a result, or the whole task, has no frames.
 * - `frames`: the model did not judge these frames, for example because they came without classes.
 * - `unseenFrames`: the result has more frames than were looked at, by its summary or by the `index` of those that were.
 * - `result`: Hive did not say that the result is a success, or the frames came without the summary that says so.
 * - `language`: the model does not know the language of the text.
 * - `class`: the model does not give the class, or not in these frames.
 * - `unsupported`: the model cannot judge the class here, for example in the language of these texts.
 * - `scale`: the class came as a probability where the condition has a level, or the other way round.
 * - `boxes`: no detection model looked for boxes.
 * - `time`: the condition is about seconds, and holds in frames that have no duration.
 * - `fewFrames`: the condition asks for more frames than the result has, and holds in all of them.
 * - `text`: no result is about a text, the reply has no list of such finds, they have no type, or the frames came without their summary.
 * - `labels`: nobody answered, or the frames came without their summary.
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
  | "labels";

/** Something that the policy asked for and did not get. */
export type Unevaluated = {
  /** What is missing. */
  readonly kind: UnevaluatedKind;
  /** Which conditions lack it, by their place in the policy; `[]` where all do. */
  readonly rules: readonly string[];
  /** The class that is missing; `null` where more than one class is. */
  readonly class: ClassName | null;
  /** In which of the task's results; `null` where in all. */
  readonly resultIndex: number | null;
  /** The `index` of the frames that lack it, ascending; `[]` where it is not about single frames. */
  readonly frames: readonly number[];
  /** Whether the policy says that it does not matter, by `ifMissing` or `maxUnevaluatedFrames`. If all are, the verdict may be `allow`. */
  readonly isIgnored: boolean;
  /** All that as one sentence. */
  readonly sentence: string;
};

/** What a policy says of a task, and why. Plain data, without anything of the submission but class names, scores and times. */
export type Verdict = {
  /** What to do. */
  readonly decision: Decision;
  /** The conditions that hold, those that block first, then in the policy's order. `[]` for `allow` and `unknown`. */
  readonly reasons: readonly Reason[];
  /** What the policy asked for and did not get. Where an entry is not ignored, the decision is not `allow`. */
  readonly unevaluated: readonly Unevaluated[];
  /** What the verdict rests on. */
  readonly evaluated: {
    /** Frames that the model judged, over all results. */
    readonly frames: number;
    /** Seconds of the media that they cover; 0 for still pictures, and where no frame has a time. */
    readonly seconds: number;
  };
};
