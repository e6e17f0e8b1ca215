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
export type CaseProblem = {
  /** In words. */
  readonly message: string;
  /** The `kind` of the error of Hivekit's that stands behind it; `null` if there is none. */
  readonly kind: string | null;
};

/** How many cases run at the same time: workerd opens six connections, and a case has two at most. */
const LANES = 3;

/** How long a case may take, in milliseconds. */
const CASE_MS = 30_000;

/** Runs all cases; never throws. */
export async function runCases(options: RunOptions): Promise<readonly CaseResult[]> {
  const results = new Map<string, CaseResult>();
  const waiting = CASES.filter(({ isAlone = false }) => !isAlone);
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      results.set(next.name, { name: next.name, problem: await problemOf(next, options) });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  waiting.push(...CASES.filter(({ isAlone = false }) => isAlone));
  await lane();
  return CASES.map(
    ({ name }) => results.get(name) ?? { name, problem: { message: "did not run", kind: null } },
  );
}

async function problemOf(case_: ConformanceCase, options: RunOptions): Promise<CaseProblem | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end within ${CASE_MS} ms`)), CASE_MS);
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
