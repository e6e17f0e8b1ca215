import { mustBe, recordOf, required, wholeNumber } from "../../options/check-options.ts";
import { isObject, isPlainObject } from "../../value/is-object.ts";
import type { Condition } from "../policy.ts";
import {
  anyKind,
  checkProperties,
  ClassCompiler,
  createPolicyError,
  HOLDING,
  ifMissing,
} from "./compile-class-condition.ts";
import type { Checked, Checks, CompiledClass } from "./compile-class-condition.ts";
import { isKnownNegative } from "./known-classes.ts";
import type { ClassTest, FrameRule, FrameTest, Program, Rule, TagRule } from "./program.ts";

/**
 * The maximum nesting of `all`, `any` and `sameFrame`. No real policy needs more, and it stops the recursion in a
 * policy that contains itself.
 */
const MAX_DEPTH = 16;

const nested = mustBe(
  "an array of conditions, or a plain object with thresholds by class",
  (value) => Array.isArray(value) || isPlainObject(value),
);

const isStrings = (value: unknown): boolean =>
  Array.isArray(value) && [...value].every((one) => typeof one === "string" && one !== "");
const strings = mustBe(
  "an array of one or more non-empty strings",
  (value) => isStrings(value) && Array.isArray(value) && value.length > 0,
);

const POLICY: Checks = {
  block: nested,
  review: nested,
  tags: recordOf(nested),
  classes: mustBe("an array of class names", isStrings),
  maxUnevaluatedFrames: wholeNumber(0),
};

const HITS: Checks = { kind: anyKind, types: strings, count: wholeNumber(1), ifMissing };
const COMBINED: Checks = { kind: anyKind, of: required(nested) };

/** The checks for the conditions that do not test a single class. */
const CONDITIONS = {
  sameFrame: { ...COMBINED, ...HOLDING },
  filters: HITS,
  pii: HITS,
  urls: HITS,
  match: { kind: anyKind, types: strings },
  labels: { kind: anyKind, labels: required(strings), count: wholeNumber(1), ifMissing },
  all: COMBINED,
  any: COMBINED,
} satisfies { readonly [Kind in Exclude<Condition["kind"], ClassTest["kind"]>]: Checks };

const CLASS_KINDS: readonly string[] = ["class", "text", "boxes"] satisfies readonly ClassTest["kind"][];
const FRAME_KINDS: readonly string[] = [...CLASS_KINDS, "all", "any"];
const KINDS: readonly string[] = [...CLASS_KINDS, ...Object.keys(CONDITIONS)];

/**
 * Compiles a policy to a program.
 *
 * @throws HiveConfigError whose `option` is the path of the first problem; see `definePolicy`.
 */
export function compilePolicy(policy: unknown): Program {
  checkProperties(policy, POLICY, "");
  const { block, review, tags, classes, maxUnevaluatedFrames } = policy;
  const maxUnevaluated = typeof maxUnevaluatedFrames === "number" ? maxUnevaluatedFrames : 0;
  const ownClasses = new Set(Array.isArray(classes) ? classes.map(String) : []);
  const classCompiler = new ClassCompiler(ownClasses);
  const compiler = new ConditionCompiler(classCompiler, maxUnevaluated);
  const blocking = block === undefined ? [] : compiler.compile(block, "block");
  const reviewing = review === undefined ? [] : compiler.compile(review, "review");
  const tagging = compileTags(tags, compiler);
  if (blocking.length + reviewing.length + tagging.length === 0) {
    throw createPolicyError(
      "",
      "must have a condition in block, review or tags; without one, it would allow everything",
    );
  }
  for (const rule of [...blocking, ...reviewing, ...tagging.flatMap(({ rules }) => rules)]) {
    const negative = findNegative(rule, ownClasses);
    if (negative === null) continue;
    throw createPolicyError(
      negative.path,
      `would match the negative class ${negative.class}, which means that nothing was found; use a positive class, alone or together with this one in sameFrame`,
    );
  }
  return {
    block: blocking,
    review: reviewing,
    tags: tagging,
    frameRules: compiler.frameRules,
    classSlots: classCompiler.classSlots,
    boxSlots: classCompiler.boxSlots,
    maxUnevaluatedFrames: maxUnevaluated,
  };
}

/** Compiles the conditions of each tag. A tag without conditions would never hold. */
function compileTags(tags: unknown, compiler: ConditionCompiler): readonly TagRule[] {
  return Object.entries(Object(tags)).map(([tag, conditions]: [string, unknown]) => {
    if (tag === "") throw createPolicyError("tags", "must not have a tag with an empty name");
    const path = `tags.${tag}`;
    if (conditions === undefined) {
      throw createPolicyError(path, "must not be undefined; omit the tag or set its conditions");
    }
    const rules = compiler.compile(conditions, path);
    if (rules.length === 0) throw createPolicyError(path, "must have at least one condition");
    return { tag, rules };
  });
}

/** Checks and compiles the conditions of a policy. */
class ConditionCompiler {
  readonly #classes: ClassCompiler;
  readonly #maxUnevaluatedFrames: number;
  readonly frameRules: FrameRule[] = [];

  constructor(classes: ClassCompiler, maxUnevaluatedFrames: number) {
    this.#classes = classes;
    this.#maxUnevaluatedFrames = maxUnevaluatedFrames;
  }

  /** Compiles `block`, `review`, a tag, or the `of` of a combination. */
  compile(value: unknown, path: string, depth = 0): readonly Rule[] {
    return listEntries(value, path, depth).map(({ name, item, at }) => {
      if (name === null) return this.#compileCondition(item, at, depth);
      const classTests: ClassTest[] = [];
      const compiled = this.#classes.compileThreshold(name, item, { path: at, classTests, isAlone: true });
      return this.#classRule(compiled, classTests);
    });
  }

  #compileCondition(value: unknown, path: string, depth: number): Rule {
    const kind = readKind(value, path, KINDS);
    if (kind === "class" || kind === "text" || kind === "boxes") {
      const classTests: ClassTest[] = [];
      const compiled = this.#classes.compileCondition(kind, value, { path, classTests, isAlone: true });
      return this.#classRule(compiled, classTests);
    }
    checkProperties(value, CONDITIONS[kind], path);
    switch (kind) {
      case "sameFrame": {
        const classTests: ClassTest[] = [];
        const of = this.#compileTests(value["of"], { path: `${path}.of`, classTests, depth: depth + 1 });
        return this.#frameRule({ condition: kind, path, test: { kind: "all", of }, classTests }, value);
      }
      case "all":
      case "any":
        return { kind, path, of: this.compile(value["of"], `${path}.of`, depth + 1) };
      case "labels":
        return { kind, path, labels: readStrings(value["labels"]) ?? [], ...readCount(value) };
      case "match":
        return { kind, path, types: readStrings(value["types"]), isIgnored: false };
      default:
        return { kind, path, types: readStrings(value["types"]), ...readCount(value) };
    }
  }

  /** Compiles the `of` of `sameFrame`, or of a combination in it. */
  #compileTests(
    value: unknown,
    place: { readonly path: string; readonly classTests: ClassTest[]; readonly depth: number },
  ): readonly FrameTest[] {
    const { classTests, depth } = place;
    return listEntries(value, place.path, depth).map(({ name, item, at: path }): FrameTest => {
      const classPlace = { path, classTests, isAlone: false };
      if (name !== null) return this.#classes.compileThreshold(name, item, classPlace).test;
      const kind = readKind(item, path, FRAME_KINDS);
      if (kind === "all" || kind === "any") {
        checkProperties(item, CONDITIONS[kind], path);
        const of = this.#compileTests(item["of"], { path: `${path}.of`, classTests, depth: depth + 1 });
        return { kind, of };
      }
      if (kind === "class" || kind === "text" || kind === "boxes") {
        return this.#classes.compileCondition(kind, item, classPlace).test;
      }
      throw createPolicyError(
        path,
        `has the kind ${kind}, which cannot be used in sameFrame; use one of ${FRAME_KINDS.join(", ")}`,
      );
    });
  }

  #classRule({ test, given }: CompiledClass, classTests: readonly ClassTest[]): FrameRule {
    return this.#frameRule({ condition: test.kind, path: test.path, test, classTests }, given);
  }

  #frameRule(rule: Pick<FrameRule, "condition" | "path" | "test" | "classTests">, given: Checked): FrameRule {
    if (given["gapSeconds"] !== undefined && given["forSecondsInARow"] === undefined) {
      throw createPolicyError(
        `${rule.path}.gapSeconds`,
        "requires forSecondsInARow; forSeconds counts across gaps of any length",
      );
    }
    const framesInARow = readNumber(given["forFramesInARow"]);
    const shareOfFrames = readNumber(given["forShareOfFrames"]);
    const compiled: FrameRule = {
      ...rule,
      kind: "frames",
      index: this.frameRules.length,
      required: {
        frames: readNumber(given["forFrames"]) ?? (framesInARow === null && shareOfFrames === null ? 1 : 0),
        framesInARow,
        shareOfFrames,
        seconds: readNumber(given["forSeconds"]),
        secondsInARow: readNumber(given["forSecondsInARow"]),
        gapSeconds: readNumber(given["gapSeconds"]) ?? 0,
      },
      maxUnevaluatedFrames: readNumber(given["maxUnevaluatedFrames"]) ?? this.#maxUnevaluatedFrames,
      isIgnored: rule.classTests.every((test) => test.isIgnored),
    };
    this.frameRules.push(compiled);
    return compiled;
  }
}

/** Finds the first negative class of a condition that negative classes alone can satisfy; `null` if they cannot. */
function findNegative(
  rule: Rule | FrameTest,
  ownClasses: ReadonlySet<string>,
): { readonly class: string; readonly path: string } | null {
  switch (rule.kind) {
    case "class":
    case "text":
    case "boxes":
      return isKnownNegative(rule.class, ownClasses) ? rule : null;
    case "frames":
      return findNegative(rule.test, ownClasses);
    case "all":
    case "any": {
      const found = rule.of.map((one) => findNegative(one, ownClasses));
      // If the policy ignores missing data of a part, the other parts may decide alone.
      const isEnough =
        rule.kind === "any" || rule.of.every((one, index) => found[index] !== null || mayBeIgnored(one));
      return isEnough ? (found.find((one) => one !== null) ?? null) : null;
    }
    default:
      return null;
  }
}

/** Checks whether the policy ignores missing data of every part. */
function mayBeIgnored(rule: Rule | FrameTest): boolean {
  return "of" in rule ? rule.of.every(mayBeIgnored) : rule.isIgnored;
}

/** Lists the conditions of an array, or the classes of an object with their names. */
function listEntries(
  value: unknown,
  path: string,
  depth: number,
): readonly { readonly name: string | null; readonly item: unknown; readonly at: string }[] {
  if (depth > MAX_DEPTH) throw createPolicyError(path, `is nested more than ${MAX_DEPTH} levels deep`);
  if (isObject(value) && typeof value["kind"] === "string") {
    throw createPolicyError(path, "is a single condition; put it into an array");
  }
  const entries = Array.isArray(value)
    ? [...value].map((item: unknown, index) => ({ name: null, item, at: `${path}[${index}]` }))
    : Object.entries(Object(value)).map(([name, item]: [string, unknown]) => ({
        name,
        item,
        at: `${path}.${name}`,
      }));
  if (entries.length === 0 && depth > 0) throw createPolicyError(path, "must have at least one condition");
  return entries;
}

function readKind(value: unknown, path: string, known: readonly string[]): Condition["kind"] {
  const kind = isObject(value) ? value["kind"] : undefined;
  if (typeof kind === "string" && isKind(kind) && known.includes(kind)) return kind;
  throw createPolicyError(
    path,
    `must be a condition of one of the kinds ${known.join(", ")}; for classes with thresholds, use { kind: "any", of: { … } }`,
  );
}

function isKind(kind: string): kind is Condition["kind"] {
  return KINDS.includes(kind);
}

function readNumber(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function readStrings(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? value.map(String) : null;
}

function readCount(given: Checked): { readonly count: number; readonly isIgnored: boolean } {
  return { count: readNumber(given["count"]) ?? 1, isIgnored: given["ifMissing"] === "ignore" };
}
