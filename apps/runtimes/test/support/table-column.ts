import type { CaseResult } from "../../src/conformance/run-cases.ts";
import { KNOWN_LIMITS } from "./known-limits.ts";

/** How a case went: `limit` is the failure that is known of this runtime, `fails` any other one. */
type CaseOutcome = "passes" | "limit" | "fails";

/** A column of the table: a runtime, and how each case went in it. */
export type TableColumn = {
  readonly name: string;
  /** `null` for the machine's own. */
  readonly version: string | null;
  /** By the case's name. A case that is not there did not run; none is, where the runtime did not run the suite. */
  readonly outcomes: ReadonlyMap<string, CaseOutcome>;
  /** What is not as it is known to be, in words. */
  readonly surprises: readonly string[];
};

/**
 * Holds what came of a run to the runtime's known limits.
 *
 * @param strays - What was strange about a case's requests, by the case's name: such a case fails, whatever it says itself.
 */
export function columnOf(
  { name, version }: Pick<TableColumn, "name" | "version">,
  results: readonly CaseResult[],
  strays: ReadonlyMap<string, readonly string[]>,
): TableColumn {
  const outcomes = new Map<string, CaseOutcome>();
  const surprises: string[] = [];
  for (const result of results) {
    const sent = strays.get(result.name);
    const { outcome, surprise } = judge(name, result);
    outcomes.set(result.name, sent === undefined ? outcome : "fails");
    if (surprise !== null) surprises.push(`${result.name}: ${surprise}`);
    if (sent !== undefined) surprises.push(`${result.name}: sends ${sent.join(", ")}`);
  }
  return { name, version, outcomes, surprises };
}

function judge(
  runtime: string,
  { name, problem }: CaseResult,
): { readonly outcome: CaseOutcome; readonly surprise: string | null } {
  const limit = KNOWN_LIMITS.find((known) => known.runtime === runtime && known.case === name);
  if (problem === null) {
    const surprise = limit === undefined ? null : "passes, although it is listed as a limit";
    return { outcome: "passes", surprise };
  }
  const isKnown = limit !== undefined && problem.kind === limit.kind && limit.says.test(problem.message);
  return isKnown ? { outcome: "limit", surprise: null } : { outcome: "fails", surprise: problem.message };
}
