import type { ClassName } from "@hivekit/core";
import { createOptionError, numberFrom, objectOf, required } from "@hivekit/core/options";
import { checkClasses, scoreCheck } from "./check-options.ts";

/** A period in which the score of a class stays above its thresholds. */
export type Segment = {
  /** The class. */
  readonly class: ClassName;
  /** The index of its result in the task, from 0. */
  readonly resultIndex: number;
  /** The start of its first frame, in seconds from the start of the media. */
  readonly startSeconds: number;
  /**
   * The end of its last frame, exclusive, in seconds from the start of the media. Equal to `startSeconds` if there is
   * only one frame and its duration is unknown, as in a still image.
   */
  readonly endSeconds: number;
  /** The highest score of the class in the segment: a probability, 0 to 1, or a level, 0 to 3. */
  readonly peakScore: number;
  /** The number of frames that reach the thresholds, at least 1. Frames in gaps do not count. */
  readonly frames: number;
};

/** When a segment of a class begins and ends. */
export type SegmentRule = {
  /**
   * The minimum score of the first frame of a segment: a probability, 0 to 1, or, for a class of a text model, a
   * whole-number level up to 3.
   */
  readonly enter: number;
  /**
   * The minimum score at which a segment continues; at most `enter`. With a lower value, a score that fluctuates around
   * `enter` does not split the segment.
   * @defaultValue `enter`
   */
  readonly leave?: number | undefined;
  /**
   * The minimum length of a segment, including its gaps, in seconds, 0 or more. A shorter segment is dropped. Compared
   * with microsecond precision.
   * @defaultValue 0
   */
  readonly minSeconds?: number | undefined;
  /**
   * The maximum length of a gap, in seconds, 0 or more. The segment continues across a gap if a frame reaches `enter`
   * again. Compared with microsecond precision.
   * @defaultValue 0
   */
  readonly gapSeconds?: number | undefined;
};

/** The rule of each class, with Hive's exact class names. At least one class. */
export type SegmentRules = { readonly [Name in ClassName]?: SegmentRule | undefined };

/** A rule with its class and with all defaults applied. */
export type CompleteRule = { readonly class: string } & { readonly [Key in keyof SegmentRule]-?: number };

const ruleCheck = objectOf<SegmentRule>({
  enter: required(scoreCheck),
  leave: scoreCheck,
  minSeconds: numberFrom(0),
  gapSeconds: numberFrom(0),
});

/**
 * Checks rules and applies their defaults.
 *
 * @throws HiveConfigError whose `option` is the path of the invalid value, such as `yes_smoking.leave`.
 */
export function completeRules(rules: SegmentRules): readonly CompleteRule[] {
  checkClasses("segments", rules, ruleCheck);
  const completed: CompleteRule[] = [];
  for (const [name, rule] of Object.entries(rules)) {
    if (rule === undefined) continue;
    const { enter, leave = enter, minSeconds = 0, gapSeconds = 0 } = rule;
    if (leave > enter) {
      const problem = `must be at most enter (${enter}), got ${leave}`;
      throw createOptionError({ path: `${name}.leave`, problem }, "segments");
    }
    completed.push({ class: name, enter, leave, minSeconds, gapSeconds });
  }
  return completed;
}
