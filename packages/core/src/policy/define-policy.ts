import { isObject } from "../value/is-object.ts";
import { compilePolicy } from "./compile/compile-policy.ts";
import type { Program } from "./compile/program.ts";
import type { Policy } from "./policy.ts";

/** The programs of the policies that `definePolicy` returned, which are immutable. */
const programs = new WeakMap<Policy, Program>();

/**
 * Checks a policy once, so that a misspelled class or a threshold out of range is an error where the policy is written,
 * and not a condition that never holds.
 *
 * @param policy - Plain data, for example from a JSON file.
 * @returns a frozen copy without properties that are `undefined`. Defaults are not filled in, so `JSON.stringify`
 * writes the policy as given, and `definePolicy` accepts it again. `decide` and `createDecider` accept any policy, but
 * check it each time unless `definePolicy` returned it.
 * @throws HiveConfigError whose `option` is the path in the policy: if it has no condition; if a property, kind or
 * class is unknown (with suggestions for a class); if a number is out of range; if a negative class, which means that
 * nothing was found, would decide alone.
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
  const program = compilePolicy(policy);
  const copy = freezeCopy(policy);
  programs.set(copy, program);
  return copy;
}

/**
 * Finds the program of a policy, or compiles it if the policy may have been changed.
 *
 * @throws HiveConfigError as {@link definePolicy} does.
 */
export function findProgram(policy: Policy): Program {
  return programs.get(policy) ?? compilePolicy(policy);
}

/** Creates a frozen deep copy of the same type. The value is already checked, and is plain data. */
function freezeCopy<Value>(value: Value): Value;
function freezeCopy(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze([...value].map((item: unknown) => freezeCopy(item)));
  // JSON would turn -0 into 0.
  if (!isObject(value)) return Object.is(value, -0) ? 0 : value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  // Does not assign properties, because a class may be named "__proto__".
  return Object.freeze(Object.fromEntries(entries.map(([key, item]) => [key, freezeCopy(item)])));
}
