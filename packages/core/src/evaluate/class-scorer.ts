import { HiveConfigError } from "../error/hive-config-error.ts";
import { isHiveError } from "../error/is-hive-error.ts";
import { LEVEL_CLASSES } from "../policy/compile/known-classes.ts";
import { decide } from "../policy/decide.ts";
import { definePolicy } from "../policy/define-policy.ts";
import type { ClassName } from "../result/class-score.ts";
import type { Policy } from "../policy/policy.ts";
import type { Task } from "../result/task.ts";

/** What a policy knows of one class of a task. */
export type ScoredTask = {
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

/** The kind of condition that tests a class: `text` for the classes of Hive's text models. */
export function kindOf(className: string, { kind, classes = [] }: ScorerOptions): "class" | "text" | "boxes" {
  return kind ?? (LEVEL_CLASSES.has(className) && !classes.includes(className) ? "text" : "class");
}

/**
 * Creates a function that scores tasks as a policy does, because it asks one: a condition with the threshold 0 holds
 * wherever the class is scored, and its reason has the highest score.
 *
 * @throws HiveConfigError if `definePolicy` would reject the condition, for example for a misspelled class.
 */
export function createClassScorer(className: ClassName, options: ScorerOptions): (task: Task) => ScoredTask {
  const { classes, maxUnevaluatedFrames } = options;
  const kind = kindOf(className, options);
  const policy = defineChecked({
    block: [{ kind, class: className, atLeast: 0 }],
    ...(classes === undefined ? {} : { classes }),
    ...(maxUnevaluatedFrames === undefined ? {} : { maxUnevaluatedFrames }),
  });
  return (task) => {
    const { reasons, unevaluated } = decide(task, policy);
    // Without the reason of a hash match, which blocks at every threshold.
    const scores = reasons.flatMap(({ rule, score }) =>
      rule === "block[0]" && score !== null ? [score] : [],
    );
    return {
      score: scores.length === 0 ? null : Math.max(...scores),
      isComplete: unevaluated.every(({ isIgnored }) => isIgnored),
    };
  };
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
