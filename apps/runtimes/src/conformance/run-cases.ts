import { isHiveError } from "@hivekit/core";
import { createContext } from "./case-context.ts";
import type { RunOptions } from "./case-context.ts";
import { CASES } from "./cases.ts";
import type { ConformanceCase } from "./conformance-case.ts";

/** The result of a case. */
export type CaseResult = {
  readonly name: string;
  /** Why the case failed; `null` if it passed. */
  readonly problem: CaseProblem | null;
};

/** Why a case failed. */
type CaseProblem = {
  readonly message: string;
  /** The `kind` of the Hivekit error that caused it; `null` if there is none. */
  readonly kind: string | null;
};

/** The number of cases that run at once. workerd opens six connections, and a case needs at most two. */
const LANES = 3;

/** The timeout of a case, in milliseconds. */
const CASE_MS = 30_000;

/**
 * The timeout of the suite, in milliseconds. The caller must wait longer than that, so that the suite can report which
 * case hangs.
 */
export const SUITE_MS = 120_000;

/** The minimum remaining time for starting a case, in milliseconds, because timers may fire slightly early. */
const MIN_CASE_MS = 5;

/** The cases and their timeouts. */
type SuiteOptions = {
  readonly cases: readonly ConformanceCase[];
  readonly caseMs: number;
  readonly suiteMs: number;
};

/** Runs all cases. Never throws, and ends within the suite's timeout. */
export async function runCases(
  options: RunOptions,
  { cases, caseMs, suiteMs }: SuiteOptions = { cases: CASES, caseMs: CASE_MS, suiteMs: SUITE_MS },
): Promise<readonly CaseResult[]> {
  const results = new Map<string, CaseResult>();
  const endMs = performance.now() + suiteMs;
  const waiting = cases.filter(({ isAlone = false }) => !isAlone);
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const limitMs = Math.min(caseMs, endMs - performance.now());
      if (limitMs < MIN_CASE_MS) return;
      results.set(next.name, { name: next.name, problem: await runCase(next, options, limitMs) });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  waiting.push(...cases.filter(({ isAlone = false }) => isAlone));
  await lane();
  const message = `did not run: the suite took more than ${suiteMs} ms`;
  return cases.map(({ name }) => results.get(name) ?? { name, problem: { message, kind: null } });
}

async function runCase(
  conformanceCase: ConformanceCase,
  options: RunOptions,
  limitMs: number,
): Promise<CaseProblem | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end within ${Math.round(limitMs)} ms`)), limitMs);
  });
  try {
    await Promise.race([conformanceCase.run(createContext(conformanceCase, options)), limit]);
    return null;
  } catch (error) {
    const cause: unknown = error instanceof Error ? error.cause : undefined;
    const hiveError = isHiveError(error) ? error : isHiveError(cause) ? cause : null;
    return { message: describeError(error), kind: hiveError?.kind ?? null };
  } finally {
    clearTimeout(timer);
  }
}

/** Describes an error and its causes. */
function describeError(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 3) return String(error);
  const text = `${error.name}: ${error.message}`;
  return error.cause === undefined ? text : `${text} < ${describeError(error.cause, depth + 1)}`;
}
