import { BOUNDS, verdictOf } from "./bounds.ts";
import type { Bound, Figure } from "./bounds.ts";
import { round } from "./round.ts";
import { markdownTable } from "./table.ts";
import type { Row } from "./table.ts";

/** What a run has found. */
export type Report = {
  /** Machine, runtime and method, in a few lines. */
  readonly method: readonly string[];
  readonly tables: readonly { readonly title: string; readonly rows: readonly Row[] }[];
  readonly figures: readonly Figure[];
  /** What was delivered wrong. */
  readonly problems: readonly string[];
};

/** The figures beside their bounds. */
export function evidenceRows(figures: readonly Figure[]): readonly Row[] {
  const names = Object.keys(BOUNDS);
  return figures
    .toSorted((one, other) => names.indexOf(one.bound) - names.indexOf(other.bound))
    .map(({ bound: name, where, value }) => {
      const bound: Bound = BOUNDS[name];
      const sign = bound.is === "least" ? "≥" : "≤";
      return {
        evidence: bound.title,
        where,
        measured: round(value),
        firm: bound.firm === null ? null : `${sign} ${bound.firm}`,
        aim: bound.aim === null ? null : `${sign} ${bound.aim}`,
        verdict: verdictOf(value, bound),
      };
    });
}

/** A report as Markdown, below headings of the second level. */
export function markdownReport({ method, tables, figures, problems }: Report): string {
  const sections = tables.map(({ title, rows }) => `## ${title}\n\n${markdownTable(rows)}`);
  if (figures.length > 0) sections.unshift(`## Evidence\n\n${markdownTable(evidenceRows(figures))}`);
  if (problems.length > 0)
    sections.push(`## Wrong results\n\n${problems.map((one) => `- ${one}`).join("\n")}`);
  return [method.map((line) => `- ${line}`).join("\n"), ...sections].join("\n\n");
}
