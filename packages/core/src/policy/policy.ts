import type { ClassName } from "../result/class-score.ts";

/**
 * What happens where a result lacks what a condition asks for: a class that the model does not give, or not in this language; boxes that
 * no model looked for; finds, and answers. What is there is never ignored: neither a score on another scale, nor a class that holds in
 * frames whose duration is not known.
 *
 * `unknown`: the condition is neither fulfilled nor not, so the verdict cannot be `allow`. `ignore`: as if the condition did not stand
 * in the policy. A frame that the model did not judge at all, and a result without frames, are never ignored.
 */
export type IfMissing = "unknown" | "ignore";

/** In how much of the media a condition on frames has to hold. All that is given must be reached; nothing given: one frame. */
export type Holding = {
  /**
   * Frames in which it holds, in total, wherever they stand; a whole number from 1. A result that has fewer, a still
   * picture for example, is unknown where it holds in all of them. @defaultValue 1
   */
  readonly forFrames?: number | undefined;
  /**
   * Seconds for which it holds, in total, with any gaps between; more than 0. How long a frame lasts: `frameSpans`. Compared to the
   * microsecond. Frames without a time, or of the same time as the next, and a still picture have no duration: where the condition holds in
   * them and does not hold long enough elsewhere, it is unknown.
   */
  readonly forSeconds?: number | undefined;
  /** Seconds for which it holds without a gap longer than `gapSeconds`; more than 0. The gaps themselves do not count. */
  readonly forSecondsInARow?: number | undefined;
  /** How long a gap may be, in seconds, that does not end a row; only beside `forSecondsInARow`. @defaultValue 0 */
  readonly gapSeconds?: number | undefined;
  /**
   * In how many frames of a result, which do have others with it, what the condition asks for may be missing; a whole number from 0.
   *
   * @defaultValue the policy's `maxUnevaluatedFrames`
   */
  readonly maxUnevaluatedFrames?: number | undefined;
};

/** From which score on a class counts, and in how much of the media. */
export type ClassRule = Holding & {
  /** The least score that counts: a probability, 0 to 1, or for a class of a text model a whole level, 0 to 3. 0 holds wherever the class is given. */
  readonly atLeast: number;
  /** What happens where the class is missing. @defaultValue "unknown" */
  readonly ifMissing?: IfMissing | undefined;
};

/**
 * Classes and the least score that counts; each is a condition of its own, and one is enough.
 *
 * For a class of Hive's text models (`TEXT_CLASSES`) a number is a level, 0 to 3; for every other class a probability, 0 to 1.
 */
export type ClassThresholds = { readonly [Name in ClassName]?: number | ClassRule };

/** A class of the frame as a whole, scored with a probability. */
export type ClassCondition = ClassRule & {
  /** A class of the frame. */
  readonly kind: "class";
  /** The class, exactly as Hive writes it. */
  readonly class: ClassName;
};

/** A class of a text, scored with a level: `atLeast` is a whole number from 0 to 3. */
export type TextCondition = ClassRule & {
  /** A class of a text. */
  readonly kind: "text";
  /** The class, exactly as Hive writes it. */
  readonly class: ClassName;
};

/**
 * Objects in one frame. A frame of a detection model is known to have none but its boxes; those of any other model count where they
 * are of the class, and are no word on what is not there.
 */
export type BoxesCondition = ClassRule & {
  /** Boxes in a frame. */
  readonly kind: "boxes";
  /** The class of the boxes; those with a score of `atLeast`, 0 to 1, count. */
  readonly class: ClassName;
  /** How many boxes in the same frame; a whole number from 1. @defaultValue 1 */
  readonly count?: number | undefined;
};

/** What can be said of a single frame; inside `sameFrame`, where `all` and `any` are about that frame. */
export type FrameCondition =
  | Omit<ClassCondition, keyof Holding>
  | Omit<TextCondition, keyof Holding>
  | Omit<BoxesCondition, keyof Holding>
  | {
      /** Whether all of them must hold in this frame, or one. */
      readonly kind: "all" | "any";
      /** The conditions on this frame. */
      readonly of: FrameConditions;
    };

/** A list of conditions on one frame, or classes with their least scores. Not empty. */
export type FrameConditions =
  | readonly FrameCondition[]
  | { readonly [Name in ClassName]?: number | Omit<ClassRule, keyof Holding> };

/** Several conditions that hold in the same frame, all of them: nudity, and in the same picture a child. They come from one model. */
export type SameFrameCondition = Holding & {
  /** All in one frame. */
  readonly kind: "sameFrame";
  /** What must hold in the same frame. */
  readonly of: FrameConditions;
};

/**
 * Hits in a text, over all results: words on a list (`filters`), personal data (`pii`), web addresses (`urls`).
 *
 * A response without such a list, as in v3 for `pii` and `urls`, does not mean that there are no hits: see `TextInfo`.
 */
export type HitsCondition = {
  /** Which finds. */
  readonly kind: "filters" | "pii" | "urls";
  /**
   * Which types count, in Hive's words, for example `profanity` or `Email Address`; upper and lower case are the same. Not empty.
   *
   * @defaultValue all types
   */
  readonly types?: readonly string[] | undefined;
  /** How many finds; a whole number from 1. @defaultValue 1 */
  readonly count?: number | undefined;
  /** What happens where no result is about a text, or none has such a list. @defaultValue "unknown" */
  readonly ifMissing?: IfMissing | undefined;
};

/** What people answered, in a labeling task. */
export type LabelsCondition = {
  /** Answers of people. */
  readonly kind: "labels";
  /** The answers that count, exactly as in the project. Not empty. */
  readonly labels: readonly string[];
  /** How many of them; a whole number from 1. @defaultValue 1 */
  readonly count?: number | undefined;
  /** What happens where nobody answered, for example because a model did. @defaultValue "unknown" */
  readonly ifMissing?: IfMissing | undefined;
};

/** Several conditions of which `all` hold, or `any`, each somewhere in the media: not necessarily at once, see `sameFrame`. */
export type CombinedCondition = {
  /** How many of them are needed. */
  readonly kind: "all" | "any";
  /** What they are. */
  readonly of: Conditions;
};

/** One condition of a policy; `kind` tells which. */
export type Condition =
  | ClassCondition
  | TextCondition
  | BoxesCondition
  | SameFrameCondition
  | HitsCondition
  | LabelsCondition
  | CombinedCondition;

/** Classes with their least scores, or a list of conditions. */
export type Conditions = ClassThresholds | readonly Condition[];

/**
 * What leads to which decision, as plain data: `JSON.stringify` and `JSON.parse` keep it as it is.
 *
 * Conditions stand for harm: the more of it, the stricter the verdict. A class that says that nothing is there, such as `no_gun`, is
 * therefore refused, but inside `all` or `sameFrame` beside one that says that something is, and that is not `ifMissing: "ignore"`.
 */
export type Policy = {
  /** One of these is enough to block. */
  readonly block?: Conditions | undefined;
  /** One of these is enough for a person to look at it, if nothing blocks. */
  readonly review?: Conditions | undefined;
  /**
   * Classes of your own models, and those newer than Hivekit, that the conditions name. Any other class that Hivekit does not know is
   * refused as a misspelling. In classes with least scores, those listed here are always probabilities.
   */
  readonly classes?: readonly string[] | undefined;
  /**
   * How many frames of the task the model may have left unjudged; a whole number from 0. Also the default of the same name in
   * conditions. Of each result one frame at least must have been judged.
   *
   * @defaultValue 0
   */
  readonly maxUnevaluatedFrames?: number | undefined;
};
