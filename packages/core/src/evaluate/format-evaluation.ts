import type { Decision } from "../policy/verdict.ts";
import { checkEvaluation } from "./check-result.ts";
import type { Evaluation } from "./evaluation.ts";
import type { EvaluationMetrics } from "./evaluation-metrics.ts";
import type { TruthDecision } from "./policy-example.ts";
import { cleanText, formatCount, formatInterval, formatShare } from "./printable.ts";

const TRUTHS: readonly TruthDecision[] = ["block", "review", "allow"];
const DECISIONS: readonly Decision[] = ["block", "review", "unknown", "allow"];
const METRICS = ["precision", "95 %", "recall", "95 %", "F1", "TP", "FP", "FN", "TN", "unknown"];

/**
 * Formats an evaluation as text for a terminal: a table of truths and decisions, and a table of metrics.
 *
 * The first table has one row per truth. In the second, `review or block` is `decisions.review`, and `-` is a metric
 * without a value. Control characters in tags are replaced.
 *
 * @returns lines without colors, separated by `\n`, without a line break at the end.
 * @throws HiveInputError if the evaluation is not one, but for example a promise.
 *
 * @example
 * ```ts
 * import { evaluatePolicy, formatEvaluation } from "@hivekit/core/evaluate";
 *
 * console.log(formatEvaluation(await evaluatePolicy({ block: { yes_smoking: 0.9 } }, [])));
 * ```
 */
export function formatEvaluation(evaluation: Evaluation): string {
  checkEvaluation(evaluation, "formatEvaluation");
  const { count, matrix, decisions, tags, disagreementCount } = evaluation;
  const decided = TRUTHS.map((truth) => {
    const counts = DECISIONS.map((decision) => matrix[truth][decision]);
    return [truth, ...counts, counts.reduce((total, some) => total + some, 0)];
  });
  const measured = [
    ["block", ...listCells(decisions.block)],
    ["review or block", ...listCells(decisions.review)],
    ["allow", ...listCells(decisions.allow)],
    ...Object.entries(tags).map(([tag, metrics]) => [`tag ${cleanText(tag)}`, ...listCells(metrics)]),
  ];
  return [
    `${formatCount(count, "example")}, ${formatCount(disagreementCount, "disagreement")}`,
    "",
    ...alignColumns([["truth", ...DECISIONS, "total"], ...decided]),
    "",
    ...alignColumns([["", ...METRICS], ...measured]),
  ].join("\n");
}

function listCells(metrics: EvaluationMetrics): readonly (string | number)[] {
  const { precision, precisionInterval, recall, recallInterval, f1 } = metrics;
  const { truePositives, falsePositives, falseNegatives, trueNegatives, unknown } = metrics;
  return [
    formatShare(precision),
    formatInterval(precisionInterval),
    formatShare(recall),
    formatInterval(recallInterval),
    formatShare(f1),
    truePositives,
    falsePositives,
    falseNegatives,
    trueNegatives,
    unknown,
  ];
}

/** Aligns the first column to the left, and the others to the right. */
function alignColumns(rows: readonly (readonly (string | number)[])[]): readonly string[] {
  const texts = rows.map((row) => row.map(String));
  const widths = (texts[0] ?? []).map((_, column) =>
    Math.max(...texts.map((row) => Array.from(row[column] ?? "").length)),
  );
  return texts.map((row) =>
    row
      .map((cell, column) => {
        const space = " ".repeat((widths[column] ?? 0) - Array.from(cell).length);
        return column === 0 ? cell + space : space + cell;
      })
      .join("  ")
      .trimEnd(),
  );
}
