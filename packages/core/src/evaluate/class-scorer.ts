import { HiveConfigError } from "../error/hive-config-error.ts";
import { isHiveError } from "../error/is-hive-error.ts";
import { LEVEL_CLASSES } from "../policy/compile/known-classes.ts";
import { decide } from "../policy/decide.ts";
import { definePolicy } from "../policy/define-policy.ts";
import type { ClassName } from "../result/class-score.ts";
import type { Policy } from "../policy/policy.ts";
import type { Task } from "../result/task.ts";

/** The score of one class in a task, as a policy sees it. */
type ScoredTask = {
  /** The highest score in any frame; `null` if there is none. A condition on the class holds up to this threshold. */
  readonly score: number | null;
  /** Whether all data is present, so that the condition fails at a higher threshold. Otherwise, it is unknown there. */
  readonly isComplete: boolean;
};

/** The parts of a policy that affect the score of a class. */
export type ScorerOptions = {
  readonly kind?: "class" | "text" | "boxes" | undefined;
  readonly classes?: readonly string[] | undefined;
  readonly maxUnevaluatedFrames?: number | undefined;
};

/** Scores tasks by one class. */
export type ClassScorer = {
  /** The scale of the class. */
  readonly scale: "probability" | "level";
  /** Scores a task. */
  readonly scoreTask: (task: Task) => ScoredTask;
};

/** The highest threshold that a condition accepts. */
const MAX_THRESHOLD = { probability: 1, level: 3 };

/**
 * Creates a scorer, which applies a policy to each task: a condition with the threshold 0 holds wherever the class is
 * scored, and its reason has the highest score.
 *
 * @throws HiveConfigError if `definePolicy` would reject the condition, for example for a misspelled class.
 */
export function createClassScorer(className: ClassName, options: ScorerOptions): ClassScorer {
  const { classes, maxUnevaluatedFrames } = options;
  // The policy checks the classes, so it reports a value that is not an array.
  const isOwn = Array.isArray(classes) && classes.includes(className);
  const kind = options.kind ?? (LEVEL_CLASSES.has(className) && !isOwn ? "text" : "class");
  const scale = kind === "text" ? "level" : "probability";
  const policy = defineChecked({
    block: [{ kind, class: className, atLeast: 0 }],
    ...(classes === undefined ? {} : { classes }),
    ...(maxUnevaluatedFrames === undefined ? {} : { maxUnevaluatedFrames }),
  });
  const scoreTask = (task: Task): ScoredTask => {
    const { reasons, unevaluated } = decide(task, policy);
    // Without the reason of a hash match, which blocks at every threshold.
    const scores = reasons.flatMap(({ rule, score }) =>
      rule === "block[0]" && score !== null ? [score] : [],
    );
    return {
      // A model may round to slightly more than 1. Such a score reaches every threshold.
      score: scores.length === 0 ? null : Math.min(Math.max(...scores), MAX_THRESHOLD[scale]),
      isComplete: unevaluated.every(({ isIgnored }) => isIgnored),
    };
  };
  return { scale, scoreTask };
}

/** Checks a policy, with messages that name the arguments of `sweepThreshold`. */
function defineChecked(policy: Policy): Policy {
  try {
    return definePolicy(policy);
  } catch (error) {
    if (!isHiveError(error) || error.kind !== "config") throw error;
    const { option } = error;
    const isClass = option?.startsWith("block") !== false;
    const message = error.message.replace(/^policy\.(?:block\[0\](?:\.class)?)?/, isClass ? "className" : "");
    throw new HiveConfigError(`sweepThreshold: ${message}`, { option: isClass ? "className" : option });
  }
}
