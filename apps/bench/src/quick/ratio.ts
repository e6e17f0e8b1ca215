import type { Figure, TargetName } from "../report/targets.ts";
import { median } from "../report/statistics.ts";

/** A figure over several processes. */
export type Ratio = {
  readonly target: TargetName;
  readonly where: string;
  /** The median of all processes. */
  readonly median: number;
  /** Half of the difference between the highest and the lowest value, as a fraction of the median. */
  readonly spread: number;
  /** The number of processes. */
  readonly processes: number;
};

/** Combines the figures of several processes, in the order of their first occurrence. */
export function combineFigures(figures: readonly Figure[]): readonly Ratio[] {
  const groups = new Map<string, Figure & { readonly values: number[] }>();
  for (const figure of figures) {
    const key = `${figure.target} ${figure.where}`;
    const group = groups.get(key) ?? { ...figure, values: [] };
    group.values.push(figure.value);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ target, where, values }) => {
    const middle = median(values);
    const spread = (Math.max(...values) - Math.min(...values)) / 2 / middle;
    return { target, where, median: middle, spread, processes: values.length };
  });
}
