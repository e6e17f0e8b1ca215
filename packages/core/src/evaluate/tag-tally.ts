import { computeMetrics } from "./evaluation-metrics.ts";
import type { EvaluationMetrics } from "./evaluation-metrics.ts";
import type { MeasuredVerdict } from "./verdict-example.ts";

/** The counts of one tag. True negatives are the rest, also for a tag that a later example names first. */
type TagCounts = {
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
  unknown: number;
  unknownPositives: number;
};

/** Counts, for each tag, the verdicts that are right, wrong and unknown. */
export class TagTally {
  readonly #counts: Map<string, TagCounts>;
  /** The number of examples whose truth has tags. */
  #exampleCount = 0;

  /** @param tags - The tags of the policy, which are measured even if no example has them. */
  constructor(tags: readonly string[]) {
    this.#counts = new Map(tags.map((tag) => [tag, createCounts()]));
  }

  /** Takes the tags that apply to the next example, and those of its verdict. */
  take(
    truth: ReadonlySet<string>,
    { tags, unknownTags }: Pick<MeasuredVerdict, "tags" | "unknownTags">,
  ): void {
    this.#exampleCount++;
    const missing = new Set(truth);
    for (const { tag } of tags) {
      if (missing.delete(tag)) this.#of(tag).truePositives++;
      else this.#of(tag).falsePositives++;
    }
    for (const tag of unknownTags) {
      const counts = this.#of(tag);
      counts.unknown++;
      if (missing.delete(tag)) counts.unknownPositives++;
    }
    for (const tag of missing) this.#of(tag).falseNegatives++;
  }

  /** Computes the metrics of each tag, in alphabetical order. */
  measure(): { readonly [tag: string]: EvaluationMetrics } {
    const entries = [...this.#counts].toSorted(([one], [other]) => (one < other ? -1 : 1));
    // Does not assign properties, because a tag may be named "__proto__".
    return Object.fromEntries(
      entries.map(([tag, counts]) => {
        const { truePositives, falsePositives, falseNegatives, unknown } = counts;
        const others = truePositives + falsePositives + falseNegatives + unknown;
        return [tag, computeMetrics({ ...counts, trueNegatives: this.#exampleCount - others })];
      }),
    );
  }

  #of(tag: string): TagCounts {
    const known = this.#counts.get(tag) ?? createCounts();
    this.#counts.set(tag, known);
    return known;
  }
}

function createCounts(): TagCounts {
  return { truePositives: 0, falsePositives: 0, falseNegatives: 0, unknown: 0, unknownPositives: 0 };
}
