import { CALL_CHECKS, telemetry } from "../client/option-checks.ts";
import type { HiveConfigError } from "../error/hive-config-error.ts";
import { isHiveError } from "../error/is-hive-error.ts";
import {
  booleanValue,
  checkOptions,
  createOptionError,
  functionValue,
  mustBe,
  objectOf,
  oneOf,
  recordOf,
  required,
} from "../options/check-options.ts";
import type { OptionCheck, OptionChecks } from "../options/check-options.ts";
import { findCsamConditions } from "../policy/csam-conditions.ts";
import { definePolicy, findProgram } from "../policy/define-policy.ts";
import { isObject } from "../value/is-object.ts";
import { askClient } from "./ask-client.ts";
import { askJudge } from "./ask-judge.ts";
import { inferParts } from "./infer-parts.ts";
import type { Member } from "./member.ts";
import type { PanelClientMember, PanelJudgeMember, PanelMember, PanelOptions } from "./panel-options.ts";

const { signal: _signal, timeoutMs: milliseconds, ...callChecks } = CALL_CHECKS;

const MEMBER_CHECKS: OptionChecks<PanelMember> = {
  client: mustBe(
    "a HiveClient, or an object with its method frames",
    (value) => isObject(value) && typeof value["frames"] === "function",
  ),
  policy: mustBe("a policy", isObject),
  judge: functionValue,
  takes: oneOf("media", "text", "both"),
  always: booleanValue,
  first: booleanValue,
  timeoutMs: milliseconds,
  options: objectOf(callChecks),
  tags: mustBe(
    "an array of non-empty strings",
    (value) => Array.isArray(value) && [...value].every((tag) => typeof tag === "string" && tag !== ""),
  ),
};

const named = recordOf(required(objectOf<PanelMember>(MEMBER_CHECKS)));

/** Checks the members, which may have any names. */
const members: OptionCheck = (value, path, report) => {
  named(value, path, report);
  const names = Object.keys(Object(value));
  if (names.length === 0) report(path, "must have at least one member");
  if (names.includes("")) report(path, "must not have an empty name");
  const dotted = names.find((each) => each.includes("."));
  if (dotted !== undefined) report(path, `must not have a name with a dot, got "${dotted}"`);
};

const PANEL_CHECKS: OptionChecks<PanelOptions> = {
  members: required(members),
  timeoutMs: milliseconds,
  keepTasks: booleanValue,
  telemetry,
};

/**
 * Checks the options of a panel, and applies the defaults of its members.
 *
 * @throws HiveConfigError whose `option` is the path of the first problem.
 */
export function compileMembers(options: PanelOptions): readonly Member[] {
  checkOptions<PanelOptions>(options, PANEL_CHECKS, "createPanel");
  return Object.entries(options.members).map(([each, given]) =>
    isJudge(given, `members.${each}`)
      ? compileJudge(each, given)
      : compileClient(each, given, options.keepTasks ?? true),
  );
}

/** Tells the two kinds of members apart. */
function isJudge(given: PanelMember, path: string): given is PanelJudgeMember {
  const reject = (option: keyof PanelClientMember, problem: string): never => {
    throw optionError(`${path}.${option}`, problem);
  };
  if (given.judge === undefined) {
    if (given.client === undefined) reject("client", "is required, unless the member has a judge");
    if (given.policy === undefined) reject("policy", "is required together with client");
    if (given.tags !== undefined) reject("tags", "requires judge; with client, the policy defines the tags");
    return false;
  }
  for (const option of ["client", "policy", "options"] as const) {
    if (given[option] !== undefined) reject(option, "cannot be combined with judge");
  }
  if (given.takes === undefined) reject("takes", "is required together with judge");
  return true;
}

function compileJudge(each: string, given: PanelJudgeMember): Member {
  const { judge, takes, always = false, first = false, tags = [], timeoutMs = null } = given;
  const question = { judge, path: `members.${each}.judge` };
  return {
    name: each,
    takes,
    isFirst: first,
    isAlways: always,
    tags: [...tags],
    hasKnownCharges: false,
    timeoutMs,
    ask: async (submission, context) => askJudge(question, submission, context),
  };
}

function compileClient(each: string, given: PanelClientMember, keepsTask: boolean): Member {
  const { client, options, always = false, first, timeoutMs } = given;
  const policy = compilePolicyOf(given, `members.${each}.policy`);
  const program = findProgram(policy);
  const csam = findCsamConditions(program);
  if (csam.isNamed && first === false) {
    throw optionError(
      `members.${each}.first`,
      "must not be false, because the policy has a condition on hash matches or on the class csam: such media must not be sent to other models",
    );
  }
  const takes = given.takes ?? inferParts(program);
  if (takes === null) {
    throw optionError(
      `members.${each}.takes`,
      "is required, because the policy does not show whether the project accepts media or text",
    );
  }
  const question = {
    client,
    options,
    timeoutMs,
    policy,
    csamThreshold: csam.threshold,
    keepsTask,
  };
  return {
    name: each,
    takes,
    isFirst: first ?? csam.isNamed,
    isAlways: always,
    tags: Object.keys(policy.tags ?? {}),
    hasKnownCharges: true,
    timeoutMs: timeoutMs ?? null,
    ask: async (submission, context) => askClient(question, submission, context),
  };
}

/** Checks a policy. The path in the error starts with that of the policy in the options. */
function compilePolicyOf({ policy }: PanelClientMember, path: string): PanelClientMember["policy"] {
  try {
    return definePolicy(policy);
  } catch (error) {
    if (!isHiveError(error) || error.kind !== "config") throw error;
    const option = error.option === null ? path : `${path}.${error.option}`;
    throw optionError(option, error.message.replace(/^policy\S* /, "").replace(/\.$/, ""));
  }
}

function optionError(path: string, problem: string): HiveConfigError {
  return createOptionError({ path, problem }, "createPanel");
}
