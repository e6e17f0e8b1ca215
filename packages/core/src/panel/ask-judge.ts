import { HiveConfigError } from "../error/hive-config-error.ts";
import type { Decision, Verdict } from "../policy/verdict.ts";
import type { Submission } from "../submission/submission.ts";
import { describeType, isObject } from "../value/is-object.ts";
import type { Answer, AskContext } from "./member.ts";
import type { PanelJudgeMember } from "./panel-options.ts";

const DECISIONS: readonly string[] = ["block", "review", "unknown", "allow"] satisfies readonly Decision[];

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
  const verdict: unknown = await judge(submission, { signal });
  if (!isVerdict(verdict)) {
    throw new HiveConfigError(
      `${path} must resolve to a verdict such as that of decide(), got ${describeType(verdict)}.`,
      { option: path },
    );
  }
  return { verdict, task: null, chargeUsd: null };
}

function isVerdict(value: unknown): value is Verdict {
  if (!isObject(value) || !Array.isArray(value["reasons"])) return false;
  const { decision, tags = [], unknownTags = [] } = value;
  const hasTags = Array.isArray(tags) && Array.isArray(unknownTags);
  return hasTags && typeof decision === "string" && DECISIONS.includes(decision);
}
