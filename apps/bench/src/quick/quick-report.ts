import { round } from "../report/statistics.ts";
import { formatTable } from "../report/table.ts";
import type { Row } from "../report/table.ts";
import { TARGETS } from "../report/targets.ts";
import type { Target } from "../report/targets.ts";
import type { Baseline } from "./baseline.ts";
import { compareRatios, REGRESSION_RULE } from "./compare-ratios.ts";
import type { Ratio } from "./ratio.ts";

/** The results of a quick run. */
export type QuickReport = Baseline & {
  /** Wrong deliveries and failed runs. */
  readonly problems: readonly string[];
};

/** Formats a quick run, compared with the baseline, as Markdown. */
export function formatQuickReport(report: QuickReport, baseline: Baseline | null): string {
  const sections = [
    [
      `- Now: ${describeRun(report)}`,
      baseline === null ? "- There is no baseline." : `- Baseline: ${describeRun(baseline)}`,
      ...(baseline === null || baseline.machine === report.machine
        ? []
        : ["- The baseline is from another machine, so that ratios may differ without a regression."]),
      `- ${REGRESSION_RULE}`,
    ].join("\n"),
    formatTable(createRatioRows(report.ratios, baseline?.ratios ?? [])),
  ];
  if (report.problems.length > 0)
    sections.push(`Wrong results:\n\n${report.problems.map((one) => `- ${one}`).join("\n")}`);
  return sections.join("\n\n");
}

/** Compares ratios with those of the baseline. Ratios of the baseline that were not measured are not in the table. */
export function createRatioRows(ratios: readonly Ratio[], baseline: readonly Ratio[]): readonly Row[] {
  return ratios.map((ratio) => {
    const { title, desired }: Target = TARGETS[ratio.target];
    const before = baseline.find(({ target, where }) => target === ratio.target && where === ratio.where);
    const compared = before === undefined ? null : compareRatios(ratio, before);
    return {
      metric: title,
      where: ratio.where,
      baseline: before === undefined ? null : round(before.median),
      now: round(ratio.median),
      change: compared === null ? null : formatPercent(compared.change),
      noise: compared === null ? null : `±${formatPercent(compared.noise)}`,
      target: desired,
      result: compared === null ? "not in the baseline" : compared.result,
    };
  });
}

function describeRun({ date, machine, processes }: Baseline): string {
  return `${date}, ${machine}, ${processes} ${processes === 1 ? "process" : "processes"} per ratio.`;
}

function formatPercent(fraction: number): string {
  return `${Math.round(fraction * 100)} %`;
}
