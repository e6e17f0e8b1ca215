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

/** Compares ratios with those of the baseline. Ratios that only the baseline has come last. */
export function createRatioRows(ratios: readonly Ratio[], baseline: readonly Ratio[]): readonly Row[] {
  const find = (among: readonly Ratio[], { target, where }: Ratio): Ratio | null =>
    among.find((one) => one.target === target && one.where === where) ?? null;
  const missing = baseline.filter((ratio) => find(ratios, ratio) === null);
  return [
    ...ratios.map((ratio) => createRow(ratio, { now: ratio, before: find(baseline, ratio) })),
    ...missing.map((ratio) => createRow(ratio, { now: null, before: ratio })),
  ];
}

function createRow(
  { target, where }: Ratio,
  { now, before }: { readonly now: Ratio | null; readonly before: Ratio | null },
): Row {
  const { title, desired }: Target = TARGETS[target];
  const compared = now === null || before === null ? null : compareRatios(now, before);
  return {
    metric: title,
    where,
    baseline: before === null ? null : round(before.median),
    now: now === null ? null : round(now.median),
    change: compared === null ? null : formatPercent(compared.change),
    noise: compared === null ? null : `±${formatPercent(compared.noise)}`,
    target: desired,
    processes: now?.processes ?? 0,
    result: compared?.result ?? (now === null ? "not measured" : "not in the baseline"),
  };
}

function describeRun({ date, machine }: Baseline): string {
  return `${date}, ${machine}.`;
}

function formatPercent(fraction: number): string {
  return `${Math.round(fraction * 100)} %`;
}
