import { isObject } from "./is-object.ts";

/** Says what a value must be, if it is not that. */
export type Check = (value: unknown) => string | null;

/** The properties that are known; one that is `undefined` counts as absent. */
export type Checks = { readonly [property: string]: Check | Checks };

/** What is wrong with a property: its name, and words that go behind it. */
export type Problem = { readonly property: string; readonly words: string };

/** A check that asks one question. */
export function must(be: string, isRight: (value: unknown) => boolean): Check {
  return (value) => (isRight(value) ? null : `must ${be}`);
}

/** The first property of an object that callers gave us and that is not known, or not right; `null` if all are. */
export function problemOf(checks: Checks, value: unknown): Problem | null {
  if (!isObject(value)) return { property: "itself", words: "must be an object" };
  for (const [property, given] of Object.entries(value)) {
    if (given === undefined) continue;
    const check = Object.hasOwn(checks, property) ? checks[property] : undefined;
    if (check === undefined) {
      return { property, words: `is unknown; known are ${Object.keys(checks).join(", ")}` };
    }
    if (typeof check === "function") {
      const words = check(given);
      if (words !== null) return { property, words };
    } else {
      const problem = problemOf(check, given);
      if (problem !== null) return { ...problem, property: `${property}.${problem.property}` };
    }
  }
  return null;
}
