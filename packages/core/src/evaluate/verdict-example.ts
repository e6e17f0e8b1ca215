import type { Reason, TagResult, Unevaluated, Verdict } from "../policy/verdict.ts";
import { describeType, isObject } from "../value/is-object.ts";
import type { ExampleTruth } from "./policy-example.ts";

/** The parts of a verdict that an evaluation reads. A `Verdict` and a `PanelVerdict` have this form. */
export type MeasuredVerdict = Pick<Verdict, "decision" | "unknownTags"> & {
  /** The tags that hold. */
  readonly tags: readonly Pick<TagResult, "tag">[];
  /** The conditions that hold. @defaultValue none: disagreements then list no rules */
  readonly reasons?: readonly Pick<Reason, "rule">[] | undefined;
  /** The data that was missing. @defaultValue none: disagreements then list no rules */
  readonly unevaluated?: readonly Pick<Unevaluated, "isIgnored" | "rules">[] | undefined;
};

/** A verdict on an item whose truth is known. Any other properties are ignored. */
export type VerdictExample = {
  /** Your identifier, which `disagreements` lists. Nothing compares it with others: an example given twice counts twice. */
  readonly id: string;
  /** The verdict, for example of `HiveVlm.judge` or of a panel. */
  readonly verdict: MeasuredVerdict;
  /** The truth. */
  readonly truth: ExampleTruth;
};

/** Examples in memory, or one at a time as they are read. */
export type VerdictExamples = Iterable<VerdictExample> | AsyncIterable<VerdictExample>;

const DECISIONS: readonly unknown[] = [
  "block",
  "review",
  "unknown",
  "allow",
] satisfies readonly Verdict["decision"][];

const CHECKS: Readonly<Record<keyof MeasuredVerdict, (value: unknown) => boolean>> = {
  decision: (value) => DECISIONS.includes(value),
  tags: (value) => isListOf(value, (item) => isObject(item) && isString(item["tag"])),
  unknownTags: (value) => isListOf(value, isString),
  reasons: (value = []) => isListOf(value, (item) => isObject(item) && isString(item["rule"])),
  unevaluated: (value = []) =>
    isListOf(
      value,
      (item) => isObject(item) && typeof item["isIgnored"] === "boolean" && isListOf(item["rules"], isString),
    ),
};

/** Describes why a value is not a verdict, without its content; `null` if it is one. */
export function describeInvalidVerdict(value: unknown): string | null {
  if (!isObject(value)) return ` must be a verdict, got ${describeType(value)}`;
  const invalid = Object.entries(CHECKS).find(([name, check]) => !check(value[name]));
  return invalid === undefined ? null : `.${invalid[0]} is missing or invalid; pass the complete verdict`;
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  // Without the spread, gaps in the array would not be checked.
  return Array.isArray(value) && [...value].every((item) => isItem(item));
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}
