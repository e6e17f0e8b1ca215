import { isObject } from "../value/is-object.ts";
import { checkProperties } from "./check-properties.ts";
import { CONDITION_CHECKS, HOLDING, REQUIRED } from "./condition-checks.ts";
import { meansNothing } from "./known-classes.ts";
import type { LeafReader, ReadLeaf } from "./leaf-reader.ts";
import { policyError } from "./policy-error.ts";
import type { Condition } from "./policy.ts";
import type { FrameRule, Leaf, Predicate, Rule } from "./rule.ts";

/** So deep may `all`, `any` and `sameFrame` stand in each other: enough for people, and an end for what refers to itself. */
const MOST_DEPTH = 16;

type Given = { readonly [key: string]: unknown };

/** Checks the conditions of a policy and lays them out. */
export class RuleReader {
  readonly #leaves: LeafReader;
  readonly #maxUnevaluatedFrames: number;
  readonly frameRules: FrameRule[] = [];
  /** Whether a condition asks for answers of people. */
  hasLabels = false;

  constructor(leaves: LeafReader, maxUnevaluatedFrames: number) {
    this.#leaves = leaves;
    this.#maxUnevaluatedFrames = maxUnevaluatedFrames;
  }

  /**
   * Reads `block`, `review`, or the `of` of a combination.
   *
   * @throws HiveConfigError if anything in it is not known or not right.
   */
  readConditions(value: unknown, path: string, depth = 0): readonly Rule[] {
    return entriesOf(value, path, depth).map(({ name, item, at }) => {
      if (name === null) return this.#readCondition(item, at, depth);
      const leaves: Leaf[] = [];
      const read = this.#leaves.readThreshold(name, item, { path: at, leaves, isAlone: true });
      return this.#leafRule(read, leaves);
    });
  }

  #readCondition(value: unknown, path: string, depth: number): Rule {
    const kind = kindOf(value, path, Object.keys(CONDITION_CHECKS));
    if (kind === "class" || kind === "text" || kind === "boxes") {
      const leaves: Leaf[] = [];
      return this.#leafRule(this.#leaves.readCondition(kind, value, { path, leaves, isAlone: true }), leaves);
    }
    checkProperties(value, { path, checks: CONDITION_CHECKS[kind], required: REQUIRED[kind] });
    switch (kind) {
      case "sameFrame":
        return this.#readSameFrame(value, path, depth);
      case "all":
      case "any":
        return { kind, path, of: this.readConditions(value["of"], `${path}.of`, depth + 1) };
      case "labels":
        this.hasLabels = true;
        return { kind, path, labels: wordsOf(value["labels"]) ?? [], ...countOf(value) };
      default:
        return { kind, path, types: wordsOf(value["types"]), ...countOf(value) };
    }
  }

  #readSameFrame(given: Given, path: string, depth: number): FrameRule {
    const leaves: Leaf[] = [];
    const of = this.#readPredicates(given["of"], { path: `${path}.of`, leaves, depth: depth + 1 });
    return this.#frameRule({ condition: "sameFrame", path, predicate: { kind: "all", of }, leaves }, given);
  }

  #readPredicates(
    value: unknown,
    place: { readonly path: string; readonly leaves: Leaf[]; readonly depth: number },
  ): readonly Predicate[] {
    const { leaves, depth } = place;
    return entriesOf(value, place.path, depth).map(({ name, item, at: path }): Predicate => {
      if (name !== null) return this.#leaves.readThreshold(name, item, { path, leaves, isAlone: false }).leaf;
      const kind = kindOf(item, path, ["class", "text", "boxes", "all", "any"]);
      if (kind === "all" || kind === "any") {
        checkProperties(item, { path, checks: CONDITION_CHECKS[kind], required: REQUIRED[kind] });
        return {
          kind,
          of: this.#readPredicates(item["of"], { path: `${path}.of`, leaves, depth: depth + 1 }),
        };
      }
      if (kind === "class" || kind === "text" || kind === "boxes") {
        return this.#leaves.readCondition(kind, item, { path, leaves, isAlone: false }).leaf;
      }
      throw policyError(path, `is of the kind ${kind}, which is not about one frame`);
    });
  }

  #leafRule({ leaf, given }: ReadLeaf, leaves: readonly Leaf[]): FrameRule {
    return this.#frameRule({ condition: leaf.kind, path: leaf.path, predicate: leaf, leaves }, given);
  }

  #frameRule(rule: Pick<FrameRule, "condition" | "path" | "predicate" | "leaves">, given: Given): FrameRule {
    const numbers = Object.keys(HOLDING).map((name) => [name, given[name]] as const);
    const holding: { readonly [name: string]: unknown } = Object.fromEntries(numbers);
    if (holding["gapSeconds"] !== undefined && holding["forSecondsInARow"] === undefined) {
      throw policyError(
        `${rule.path}.gapSeconds`,
        "stands without forSecondsInARow; forSeconds counts over any gap",
      );
    }
    const made: FrameRule = {
      ...rule,
      kind: "frames",
      place: this.frameRules.length,
      needs: {
        frames: numberOf(holding["forFrames"]) ?? 1,
        seconds: numberOf(holding["forSeconds"]),
        secondsInARow: numberOf(holding["forSecondsInARow"]),
        gapSeconds: numberOf(holding["gapSeconds"]) ?? 0,
      },
      maxUnevaluatedFrames: numberOf(holding["maxUnevaluatedFrames"]) ?? this.#maxUnevaluatedFrames,
      isIgnored: rule.leaves.every((leaf) => leaf.isIgnored),
    };
    this.frameRules.push(made);
    return made;
  }
}

/**
 * The first class that says that nothing is there, where such classes alone would fulfil a condition; `null` where they do not.
 */
export function negativeOf(rule: Rule | Predicate): { readonly class: string; readonly path: string } | null {
  switch (rule.kind) {
    case "class":
    case "text":
    case "boxes":
      return meansNothing(rule.class) ? rule : null;
    case "frames":
      return negativeOf(rule.predicate);
    case "all":
    case "any": {
      const found = rule.of.map(negativeOf);
      // A part that may drop out does not keep the others from deciding alone.
      const isEnough =
        rule.kind === "any" || rule.of.every((one, place) => found[place] !== null || mayDropOut(one));
      return isEnough ? (found.find((one) => one !== null) ?? null) : null;
    }
    default:
      return null;
  }
}

/** Whether all of it is ignored where it is missing. */
function mayDropOut(rule: Rule | Predicate): boolean {
  return "of" in rule ? rule.of.every(mayDropOut) : rule.isIgnored;
}

/** The conditions of a list, and the classes of an object with their names. */
function entriesOf(
  value: unknown,
  path: string,
  depth: number,
): readonly { readonly name: string | null; readonly item: unknown; readonly at: string }[] {
  if (depth > MOST_DEPTH) throw policyError(path, `stands in more than ${MOST_DEPTH} other conditions`);
  const entries = Array.isArray(value)
    ? [...value].map((item: unknown, index) => ({ name: null, item, at: `${path}[${index}]` }))
    : Object.entries(Object(value)).map(([name, item]: [string, unknown]) => ({
        name,
        item,
        at: `${path}.${name}`,
      }));
  if (isObject(value) && typeof value["kind"] === "string") {
    throw policyError(path, "is a single condition; put it into a list");
  }
  if (entries.length === 0 && depth > 0) throw policyError(path, "is empty, so that it says nothing");
  return entries;
}

function kindOf(value: unknown, path: string, known: readonly string[]): Condition["kind"] {
  const kind = isObject(value) ? value["kind"] : undefined;
  if (typeof kind === "string" && isKind(kind) && known.includes(kind)) return kind;
  const hint = 'classes with their least scores go into { kind: "any", of: { … } }';
  throw policyError(path, `must be a condition with a kind: ${known.join(", ")}; ${hint}`);
}

function isKind(kind: string): kind is Condition["kind"] {
  return Object.hasOwn(CONDITION_CHECKS, kind);
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function wordsOf(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? value.map(String) : null;
}

function countOf(given: Given): { readonly count: number; readonly isIgnored: boolean } {
  return { count: numberOf(given["count"]) ?? 1, isIgnored: given["ifMissing"] === "ignore" };
}
