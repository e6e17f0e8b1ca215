import {
  checkOptions,
  createOptionError,
  mustBe,
  numberFrom,
  objectOf,
  required,
} from "../options/check-options.ts";
import { checkCurve } from "./check-result.ts";
import type { EvaluationMetrics } from "./evaluation-metrics.ts";
import type { ConfidenceInterval } from "./wilson-interval.ts";
import type { ThresholdCurve, ThresholdStep } from "./sweep-threshold.ts";

/** The goal of a threshold: exactly one of three. */
export type ThresholdGoal =
  | {
      /** The lowest acceptable precision; more than 0, at most 1. Maximizes the recall within it. */
      readonly minPrecision: number;
    }
  | {
      /** The lowest acceptable recall; more than 0, at most 1. Maximizes the precision within it. */
      readonly minRecall: number;
    }
  | {
      /** The costs of mistakes, in any unit; not negative, and not both 0. Minimizes their sum over the examples. */
      readonly costs: {
        /** The cost of a negative example that is found. */
        readonly falsePositive: number;
        /** The cost of a positive example that is not found. */
        readonly falseNegative: number;
      };
    };

/**
 * A threshold that achieves a goal on the examples, and what is known about it.
 *
 * Few examples say little about other uploads: read `precisionInterval` and `recallInterval` before you use it. The
 * threshold was also chosen because it looks good on these examples, so confirm it on others; see docs/tuning.md.
 */
export type ThresholdSuggestion = ThresholdStep & {
  /**
   * Whether the lower end of the interval reaches the minimum as well. If `false`, there are too few examples to rely on
   * it. `null` for costs, which have no minimum.
   */
  readonly isLowerEndEnough: boolean | null;
  /** The sum of the costs over the examples; `null` for other goals. */
  readonly cost: number | null;
};

/**
 * Suggests a threshold from a curve.
 *
 * - `minPrecision`: the highest recall among the steps whose precision reaches the minimum.
 * - `minRecall`: the highest precision among the steps whose recall reaches the minimum.
 * - `costs`: the lowest sum. Unknown examples cost as much as wrong ones.
 *
 * If several steps are equal in that, it prefers the higher precision or recall, and then the lower threshold.
 *
 * @returns `null` if no threshold achieves the goal; for costs, if it costs less to find nothing, or there is no step.
 * @throws HiveConfigError if the goal is not exactly one of the three, or a number is out of range.
 * @throws HiveInputError if the curve is not one, but for example a promise.
 */
export function suggestThreshold(curve: ThresholdCurve, goal: ThresholdGoal): ThresholdSuggestion | null {
  checkCurve(curve, "suggestThreshold");
  const { minPrecision, minRecall, costs } = checkGoal(goal);
  if (minPrecision !== undefined) {
    const best = findBest(curve, ({ precision, recall }) =>
      precision === null || recall === null || precision < minPrecision ? null : [recall, precision],
    );
    return best && { ...best, isLowerEndEnough: reaches(best.precisionInterval, minPrecision), cost: null };
  }
  if (minRecall !== undefined) {
    const best = findBest(curve, ({ precision, recall }) =>
      precision === null || recall === null || recall < minRecall ? null : [precision, recall],
    );
    return best && { ...best, isLowerEndEnough: reaches(best.recallInterval, minRecall), cost: null };
  }
  if (costs === undefined) return null;
  const best = findBest(curve, (step) => [-costOf(step, costs), step.recall ?? 0]);
  if (best === null || costOf(curve.above, costs) < costOf(best, costs)) return null;
  return { ...best, isLowerEndEnough: null, cost: costOf(best, costs) };
}

type Goals = {
  readonly minPrecision?: number | undefined;
  readonly minRecall?: number | undefined;
  readonly costs?: Costs | undefined;
};
type Costs = { readonly falsePositive: number; readonly falseNegative: number };

const share = mustBe(
  "a number above 0, at most 1",
  (value) => typeof value === "number" && value > 0 && value <= 1,
  "number",
);
const cost = required(numberFrom(0));

function checkGoal(goal: ThresholdGoal): Goals {
  checkOptions<Goals>(
    goal,
    {
      minPrecision: share,
      minRecall: share,
      costs: objectOf<Costs>({ falsePositive: cost, falseNegative: cost }),
    },
    "suggestThreshold",
  );
  const { costs }: Goals = goal;
  if (Object.values(goal).filter((value) => value !== undefined).length !== 1) {
    const problem = "must have exactly one of minPrecision, minRecall and costs";
    throw createOptionError({ path: "", problem }, "suggestThreshold");
  }
  if (costs?.falsePositive === 0 && costs.falseNegative === 0) {
    throw createOptionError({ path: "costs", problem: "must not both be 0" }, "suggestThreshold");
  }
  return goal;
}

/** Finds the first step with the highest rank. @param rank - Compared number by number; `null` excludes the step. */
function findBest(
  { steps }: ThresholdCurve,
  rank: (step: ThresholdStep) => readonly [number, number] | null,
): ThresholdStep | null {
  let best: ThresholdStep | null = null;
  let highest: readonly [number, number] = [-Infinity, -Infinity];
  for (const step of steps) {
    const given = rank(step);
    if (given === null) continue;
    const isHigher = given[0] > highest[0] || (given[0] === highest[0] && given[1] > highest[1]);
    if (!isHigher) continue;
    best = step;
    highest = given;
  }
  return best;
}

function costOf(metrics: EvaluationMetrics, { falsePositive, falseNegative }: Costs): number {
  const { falsePositives, falseNegatives, unknown, unknownPositives } = metrics;
  const alarms = falsePositives + unknown - unknownPositives;
  return alarms * falsePositive + (falseNegatives + unknownPositives) * falseNegative;
}

function reaches(interval: ConfidenceInterval | null, minimum: number): boolean {
  return interval !== null && interval.low >= minimum;
}
