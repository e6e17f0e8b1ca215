import type { Lack } from "./lack.ts";
import type { Truth } from "./truth.ts";
import { ABSENT, NO } from "./truth.ts";
import type { Reason } from "./verdict.ts";

/** What became of one condition. */
export type Judgement = {
  readonly truth: Truth;
  /** Where it holds; `[]` unless it does. */
  readonly reasons: readonly Reason[];
  /** What it asked for and did not get. */
  readonly lacks: readonly Lack[];
};

/** Drops what is missing from a condition that does not hold whatever it is: it was not needed. What is ignored is always told. */
export function neededLacks(truth: Truth, lacks: readonly Lack[]): readonly Lack[] {
  return truth === NO || truth === ABSENT ? lacks.filter((lack) => lack.isIgnored) : lacks;
}
