import { compareWithTarget, TARGETS } from "./targets.ts";
import type { Figure, Target } from "./targets.ts";
import { round } from "./statistics.ts";
import { formatTable } from "./table.ts";
import type { Row } from "./table.ts";

/** The results of a run. */
export type Report = {
  /** Machine, runtime and method in a few lines. */
  readonly method: readonly string[];
  readonly tables: readonly { readonly title: string; readonly rows: readonly Row[] }[];
  readonly figures: readonly Figure[];
  /** Wrong deliveries. */
  readonly problems: readonly string[];
};

/** Compares the figures with their targets. */
export function createTargetRows(figures: readonly Figure[]): readonly Row[] {
  const names = Object.keys(TARGETS);
  return figures
    .toSorted((one, other) => names.indexOf(one.target) - names.indexOf(other.target))
    .map(({ target: name, where, value }) => {
      const target: Target = TARGETS[name];
      const sign = target.is === "min" ? "≥" : "≤";
      return {
        metric: target.title,
        where,
        measured: round(value),
        required: target.required === null ? null : `${sign} ${target.required}`,
        target: target.desired === null ? null : `${sign} ${target.desired}`,
        result: compareWithTarget(value, target),
      };
    });
}

/** Formats a report as Markdown with second-level headings. */
export function formatReport({ method, tables, figures, problems }: Report): string {
  // A group without rows has failed, which is in the problems.
  const filled = tables.filter(({ rows }) => rows.length > 0);
  const sections = filled.map(({ title, rows }) => `## ${title}\n\n${formatTable(rows)}`);
  if (figures.length > 0) sections.unshift(`## Targets\n\n${formatTable(createTargetRows(figures))}`);
  if (problems.length > 0)
    sections.push(`## Wrong results\n\n${problems.map((one) => `- ${one}`).join("\n")}`);
  return [method.map((line) => `- ${line}`).join("\n"), ...sections].join("\n\n");
}
