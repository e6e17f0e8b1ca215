import { HiveConfigError } from "../error/hive-config-error.ts";
import type { Decision, Reason, TagResult, Verdict } from "../policy/verdict.ts";
import type { Submission } from "../submission/submission.ts";
import { describeType, isObject } from "../value/is-object.ts";
import type { Answer, AskContext } from "./member.ts";
import type { PanelJudgeMember } from "./panel-options.ts";

const DECISIONS: readonly string[] = ["block", "review", "unknown", "allow"] satisfies readonly Decision[];

/** The properties that a function may omit. */
const DEFAULTS = { tags: [], unknownTags: [], unevaluated: [], evaluated: { frames: 0, seconds: 0 } };

/** Checks each property of a verdict on which the panel relies. */
const CHECKS: Readonly<Record<keyof Verdict, (value: unknown) => boolean>> = {
  decision: (value) => typeof value === "string" && DECISIONS.includes(value),
  reasons: (value) => isArrayOf(value, isReason),
  tags: (value) => isArrayOf(value, isTagResult),
  unknownTags: (value) => isArrayOf(value, (tag) => typeof tag === "string"),
  unevaluated: Array.isArray,
  evaluated: isObject,
};

/**
 * Asks a function.
 *
 * @param path - The path of the function in the options, for the error.
 * @throws HiveConfigError if it does not return a verdict: nothing unknown may count as `allow`.
 */
export async function askJudge(
  { judge, path }: Pick<PanelJudgeMember, "judge"> & { readonly path: string },
  submission: Submission,
  { signal }: AskContext,
): Promise<Answer> {
  const given: unknown = await judge(submission, { signal });
  // A copy, because the function may change its object later, or return other values from getters.
  const verdict: unknown = isObject(given) ? { ...DEFAULTS, ...given } : given;
  if (!isVerdict(verdict)) {
    const problem = isObject(verdict)
      ? `the property ${findInvalid(verdict)} is missing or invalid`
      : `got ${describeType(verdict)}`;
    throw new HiveConfigError(`${path} must resolve to a verdict such as that of decide(); ${problem}.`, {
      option: path,
    });
  }
  return { verdict, task: null, chargeUsd: null };
}

function isVerdict(value: unknown): value is Verdict {
  return isObject(value) && findInvalid(value) === undefined;
}

function findInvalid(verdict: { readonly [key: string]: unknown }): string | undefined {
  return Object.entries(CHECKS).find(([name, check]) => !check(verdict[name]))?.[0];
}

function isReason(value: unknown): value is Reason {
  return isObject(value) && typeof value["kind"] === "string" && isArrayOf(value["parts"], isReason);
}

function isTagResult(value: unknown): value is TagResult {
  return isObject(value) && typeof value["tag"] === "string" && isArrayOf(value["reasons"], isReason);
}

function isArrayOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  // Without the spread, gaps in the array would not be checked.
  return Array.isArray(value) && [...value].every((item) => isItem(item));
}
