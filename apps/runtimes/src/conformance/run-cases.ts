import { isHiveError } from "@hivekit/core";
import { createContext } from "./case-context.ts";
import type { RunOptions } from "./case-context.ts";
import { CASES } from "./cases.ts";
import type { ConformanceCase } from "./conformance-case.ts";

/** How one case went. */
export type CaseResult = {
  readonly name: string;
  /** What went wrong; `null` if nothing did. */
  readonly problem: CaseProblem | null;
};

/** What went wrong with a case. */
type CaseProblem = {
  /** In words. */
  readonly message: string;
  /** The `kind` of the error of Hivekit's that stands behind it; `null` if there is none. */
  readonly kind: string | null;
};

/** How many cases run at the same time: workerd opens six connections, and a case has two at most. */
const LANES = 3;

/** How long a case may take, in milliseconds. */
const CASE_MS = 30_000;

/** How long the whole suite may take, in milliseconds: who runs it must wait longer, so that what hangs is told by its name. */
export const SUITE_MS = 120_000;

/** A case that has less time left is not begun: timers may end a little early, and it could do nothing. */
const LEAST_MS = 5;

/** The cases, and how long they may take. */
type SuiteOptions = {
  readonly cases: readonly ConformanceCase[];
  readonly caseMs: number;
  readonly suiteMs: number;
};

/** Runs all cases; never throws, and ends in time. */
export async function runCases(
  options: RunOptions,
  { cases, caseMs, suiteMs }: SuiteOptions = { cases: CASES, caseMs: CASE_MS, suiteMs: SUITE_MS },
): Promise<readonly CaseResult[]> {
  const results = new Map<string, CaseResult>();
  const endMs = Date.now() + suiteMs;
  const waiting = cases.filter(({ isAlone = false }) => !isAlone);
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const limitMs = Math.min(caseMs, endMs - Date.now());
      if (limitMs < LEAST_MS) return;
      results.set(next.name, { name: next.name, problem: await problemOf(next, options, limitMs) });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  waiting.push(...cases.filter(({ isAlone = false }) => isAlone));
  await lane();
  const message = `did not run: the suite took more than ${suiteMs} ms`;
  return cases.map(({ name }) => results.get(name) ?? { name, problem: { message, kind: null } });
}

async function problemOf(
  case_: ConformanceCase,
  options: RunOptions,
  limitMs: number,
): Promise<CaseProblem | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end within ${limitMs} ms`)), limitMs);
  });
  try {
    await Promise.race([case_.run(createContext(case_, options)), limit]);
    return null;
  } catch (error) {
    const cause: unknown = error instanceof Error ? error.cause : undefined;
    const behind = isHiveError(error) ? error : isHiveError(cause) ? cause : null;
    return { message: wordsOf(error), kind: behind?.kind ?? null };
  } finally {
    clearTimeout(timer);
  }
}

/** An error and its causes. */
function wordsOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 3) return String(error);
  const words = `${error.name}: ${error.message}`;
  return error.cause === undefined ? words : `${words} < ${wordsOf(error.cause, depth + 1)}`;
}
