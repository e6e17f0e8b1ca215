import { isObject } from "../value/is-object.ts";
import { checkProperties } from "./check-properties.ts";
import { POLICY_CHECKS } from "./condition-checks.ts";
import { LeafReader } from "./leaf-reader.ts";
import { policyError } from "./policy-error.ts";
import type { Policy } from "./policy.ts";
import { negativeOf, RuleReader } from "./rule-reader.ts";
import type { Program } from "./rule.ts";

/** Of the policies that `definePolicy` gave out, which nobody can change any more. */
const programs = new WeakMap<Policy, Program>();

/**
 * Checks a policy once, so that a misspelt class or a threshold outside its range is an error where the policy is written, and not a
 * condition that never holds.
 *
 * @param policy - Plain data, for example from a file of JSON.
 * @returns a copy of the data that cannot be changed, without what is `undefined`; nothing is filled in, so that `JSON.stringify` writes
 * what was given, and `definePolicy` of what `JSON.parse` reads is the same again. `decide` and `createDecider` take any policy, but
 * check again what does not come from here.
 * @throws HiveConfigError whose `option` is the place in the policy: if it has no condition; if a property, kind or class is not
 * known (with classes that may have been meant); if a number is outside its range; if a class that says that nothing is there
 * stands alone.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { decide, definePolicy } from "@hivekit/core/policy";
 *
 * const policy = definePolicy({
 *   block: { yes_sexual_activity: 0.9, very_bloody: { atLeast: 0.95, forSeconds: 2 } },
 *   review: { yes_smoking: 0.9 },
 * });
 * const hive = new HiveClient({ apiKey: "YOUR_KEY" });
 * const verdict = await decide(hive.frames({ url: "https://example.com/clip.mp4" }), policy);
 * console.log(verdict.decision, verdict.reasons[0]?.sentence);
 * ```
 */
export function definePolicy(policy: Policy): Policy {
  const program = readPolicy(policy);
  const copy = frozenCopy(policy);
  programs.set(copy, program);
  return copy;
}

/** The program of a policy, read anew if it can have been changed. @throws HiveConfigError as {@link definePolicy} does. */
export function programOf(policy: Policy): Program {
  return programs.get(policy) ?? readPolicy(policy);
}

function readPolicy(policy: unknown): Program {
  checkProperties(policy, { path: "", checks: POLICY_CHECKS, required: [] });
  const { block, review, classes, maxUnevaluatedFrames } = policy;
  const most = typeof maxUnevaluatedFrames === "number" ? maxUnevaluatedFrames : 0;
  const leaves = new LeafReader(Array.isArray(classes) ? classes.map(String) : []);
  const rules = new RuleReader(leaves, most);
  const blocking = block === undefined ? [] : rules.readConditions(block, "block");
  const reviewing = review === undefined ? [] : rules.readConditions(review, "review");
  if (blocking.length + reviewing.length === 0) {
    throw policyError("", "has no condition in block or review, so that everything would be allowed");
  }
  for (const rule of [...blocking, ...reviewing]) {
    const negative = negativeOf(rule);
    if (negative === null) continue;
    throw policyError(
      negative.path,
      `would act on ${negative.class}, which says that nothing of the kind is there; name what is harmful, alone or together with this one in sameFrame`,
    );
  }
  return {
    block: blocking,
    review: reviewing,
    frameRules: rules.frameRules,
    classSlots: leaves.classSlots,
    boxSlots: leaves.boxSlots,
    hasLabels: rules.hasLabels,
    maxUnevaluatedFrames: most,
  };
}

/** A deep copy that nobody can change, of the same type: what is copied was checked before, and holds nothing but plain data. */
function frozenCopy<Value>(value: Value): Value;
function frozenCopy(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze([...value].map((item: unknown) => frozenCopy(item)));
  // A zero below 0 would be none after JSON.
  if (!isObject(value)) return Object.is(value, -0) ? 0 : value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  // Not by assignment: a class may be called "__proto__".
  return Object.freeze(Object.fromEntries(entries.map(([key, item]) => [key, frozenCopy(item)])));
}
