import type { CaseResult } from "../../src/conformance/run-cases.ts";
import { KNOWN_LIMITS } from "./known-limits.ts";

/** The outcome of a case: `limit` is a known limit of the runtime, `fails` any other failure. */
type CaseOutcome = "passes" | "limit" | "fails";

/** A column of the table: a runtime and the outcomes of the cases in it. */
export type TableColumn = {
  readonly name: string;
  /** `null` for the installed browser. */
  readonly version: string | null;
  /** The outcomes by the case's name. A case that did not run is missing. */
  readonly outcomes: ReadonlyMap<string, CaseOutcome>;
  /** Descriptions of unexpected outcomes. */
  readonly deviations: readonly string[];
};

/**
 * Compares the results of a run with the runtime's known limits.
 *
 * @param unexpected - the unexpected parts of a case's requests by the case's name. Such a case fails, even if it
 * passed.
 */
export function createColumn(
  { name, version }: Pick<TableColumn, "name" | "version">,
  results: readonly CaseResult[],
  unexpected: ReadonlyMap<string, readonly string[]>,
): TableColumn {
  const outcomes = new Map<string, CaseOutcome>();
  const deviations: string[] = [];
  for (const result of results) {
    const sent = unexpected.get(result.name);
    const { outcome, deviation } = compareWithLimits(name, result);
    outcomes.set(result.name, sent === undefined ? outcome : "fails");
    if (deviation !== null) deviations.push(`${result.name}: ${deviation}`);
    if (sent !== undefined) deviations.push(`${result.name}: sends ${sent.join(", ")}`);
  }
  return { name, version, outcomes, deviations };
}

function compareWithLimits(
  runtime: string,
  { name, problem }: CaseResult,
): { readonly outcome: CaseOutcome; readonly deviation: string | null } {
  const limit = KNOWN_LIMITS.find((known) => known.runtime === runtime && known.case === name);
  if (problem === null) {
    const deviation = limit === undefined ? null : "passes, although it is listed as a limit";
    return { outcome: "passes", deviation };
  }
  const isKnown = limit !== undefined && problem.kind === limit.kind && limit.message.test(problem.message);
  return isKnown ? { outcome: "limit", deviation: null } : { outcome: "fails", deviation: problem.message };
}
