import { HiveConfigError } from "../../error/hive-config-error.ts";
import {
  mustBe,
  nonEmptyString,
  numberFrom,
  objectOf,
  oneOf,
  positiveNumber,
  required,
  wholeNumber,
} from "../../options/check-options.ts";
import type { OptionCheck, OptionChecks } from "../../options/check-options.ts";
import { isObject } from "../../value/is-object.ts";
import type { Holding } from "../policy.ts";
import { LEVEL_CLASSES, PROBABILITY_CLASSES, suggestClasses } from "./known-classes.ts";
import type { ClassTest } from "./program.ts";

/** A checked condition: an object whose properties are known. */
export type Checked = { readonly [property: string]: unknown };

/** The checks for the properties of an object. */
export type Checks = { readonly [property: string]: OptionCheck };

/** A class test, and the condition that it was compiled from. */
export type CompiledClass = { readonly test: ClassTest; readonly given: Checked };

/** The place in the policy of a class condition. */
export type ClassPlace = {
  /** The path in the policy. */
  readonly path: string;
  /** The class tests of the same rule so far. */
  readonly classTests: ClassTest[];
  /** Whether the condition may have the properties of `Holding`, which is only the case outside `sameFrame`. */
  readonly isAlone: boolean;
};

/** Accepts the kind of a condition, which is already checked. */
export const anyKind: OptionCheck = () => {};
export const ifMissing: OptionCheck = oneOf("unknown", "ignore");

const share = mustBe(
  "a share of more than 0 and at most 1",
  (value) => typeof value === "number" && value > 0 && value <= 1,
  "number",
);

/** The checks for the properties of `Holding`. */
export const HOLDING: OptionChecks<Holding> = {
  forFrames: wholeNumber(1),
  forSeconds: positiveNumber,
  forSecondsInARow: positiveNumber,
  gapSeconds: numberFrom(0),
  maxUnevaluatedFrames: wholeNumber(0),
  forFramesInARow: wholeNumber(1),
  forShareOfFrames: share,
};

const probability = mustBe(
  "a probability from 0 to 1",
  (value) => typeof value === "number" && value >= 0 && value <= 1,
  "number",
);
const level = mustBe("a level: 0, 1, 2 or 3", (value) => [0, 1, 2, 3].some((one) => one === value), "number");

const PROBABILITY_RULE: Checks = { atLeast: required(probability), ifMissing };
const LEVEL_RULE: Checks = { atLeast: required(level), ifMissing };
const NAMED: Checks = { kind: anyKind, class: required(nonEmptyString) };

const CONDITIONS: { readonly [Kind in ClassTest["kind"]]: Checks } = {
  class: { ...NAMED, ...PROBABILITY_RULE },
  text: { ...NAMED, ...LEVEL_RULE },
  boxes: { ...NAMED, count: wholeNumber(1), ...PROBABILITY_RULE },
};

/** Creates the error for a problem in a policy. @param path - The path in the policy; `""` for the policy itself. */
export function createPolicyError(path: string, problem: string): HiveConfigError {
  return path === ""
    ? new HiveConfigError(`policy ${problem}.`)
    : new HiveConfigError(`policy.${path} ${problem}.`, { option: path });
}

/** Checks the properties of an object in a policy. @throws HiveConfigError if one is unknown, missing or not valid. */
export function checkProperties(value: unknown, checks: Checks, path: string): asserts value is Checked {
  objectOf(checks)(value ?? null, path, (at, problem) => {
    throw createPolicyError(at, problem);
  });
}

/** Compiles the conditions on a class, and assigns a slot to each class. */
export class ClassCompiler {
  /** The policy's own classes. */
  readonly #ownClasses: ReadonlySet<string>;
  readonly classSlots = new Map<string, number>();
  readonly boxSlots: { readonly class: string; readonly atLeast: number }[] = [];

  constructor(ownClasses: ReadonlySet<string>) {
    this.#ownClasses = ownClasses;
  }

  /**
   * Compiles a class with its threshold, such as `{ yes_smoking: 0.9 }`.
   *
   * @throws HiveConfigError if the class is not known, or the threshold is not valid.
   */
  compileThreshold(name: string, value: unknown, place: ClassPlace): CompiledClass {
    const isLevel = LEVEL_CLASSES.has(name) && !this.#ownClasses.has(name);
    const { path } = place;
    if (!isLevel) this.#checkClass(name, { path, kind: "any" });
    // Not the same as an absent class: the caller meant to set a threshold, and without it, the condition would vanish.
    if (value === undefined)
      throw createPolicyError(path, "must not be undefined; omit the class or set its threshold");
    const isShort = !isObject(value);
    if (isShort && typeof value !== "number") {
      throw createPolicyError(path, "must be a threshold, or an object with the property atLeast");
    }
    const given: unknown = isShort ? { atLeast: value } : value;
    const rule = isLevel ? LEVEL_RULE : PROBABILITY_RULE;
    checkProperties(given, place.isAlone ? { ...rule, ...HOLDING } : rule, path);
    return this.#compile({ ...given, kind: isLevel ? "text" : "class", class: name }, place);
  }

  /**
   * Compiles a condition of the kind `class`, `text` or `boxes`.
   *
   * @throws HiveConfigError if the class is not known, or another property is not valid.
   */
  compileCondition(kind: ClassTest["kind"], value: unknown, place: ClassPlace): CompiledClass {
    const { path, isAlone } = place;
    checkProperties(value, isAlone ? { ...CONDITIONS[kind], ...HOLDING } : CONDITIONS[kind], path);
    this.#checkClass(String(value["class"]), { path: `${path}.class`, kind });
    return this.#compile(value, place);
  }

  #compile(given: Checked, { path, classTests }: ClassPlace): CompiledClass {
    const { kind, count } = given;
    const name = String(given["class"]);
    // JSON would turn -0 into 0.
    const atLeast = Number(given["atLeast"]) + 0;
    const isBoxes = kind === "boxes";
    const test: ClassTest = {
      kind: isBoxes ? "boxes" : kind === "text" ? "text" : "class",
      index: classTests.length,
      path,
      class: name,
      atLeast,
      count: typeof count === "number" ? count : 1,
      slot: isBoxes ? this.#boxSlot(name, atLeast) : this.#classSlot(name),
      isIgnored: given["ifMissing"] === "ignore",
    };
    classTests.push(test);
    return { test, given };
  }

  #classSlot(name: string): number {
    const slot = this.classSlots.get(name) ?? this.classSlots.size;
    this.classSlots.set(name, slot);
    return slot;
  }

  #boxSlot(name: string, atLeast: number): number {
    const slot = this.boxSlots.findIndex((one) => one.class === name && one.atLeast === atLeast);
    return slot === -1 ? this.boxSlots.push({ class: name, atLeast }) - 1 : slot;
  }

  #checkClass(name: string, at: { readonly path: string; readonly kind: ClassTest["kind"] | "any" }): void {
    const { path, kind } = at;
    const known = kind === "text" ? LEVEL_CLASSES : PROBABILITY_CLASSES;
    if (known.has(name) || this.#ownClasses.has(name)) return;
    if (kind === "class" && LEVEL_CLASSES.has(name)) {
      throw createPolicyError(
        path,
        `is a text class, scored with levels: use kind "text" and a level from 0 to 3, or list the class in classes if your model scores it with probabilities`,
      );
    }
    if (kind === "text" && PROBABILITY_CLASSES.has(name)) {
      throw createPolicyError(
        path,
        `is scored with probabilities: use kind "class" and a number from 0 to 1`,
      );
    }
    const candidates = [...known, ...(kind === "any" ? LEVEL_CLASSES : []), ...this.#ownClasses];
    const suggestions = suggestClasses(name, candidates);
    const hint = suggestions.length === 0 ? "." : `; did you mean ${suggestions.join(" or ")}?`;
    throw createPolicyError(
      path,
      `names the unknown class ${name}${hint} Use a class from @hivekit/core/classes, or list the class in classes if it belongs to your own model or is newer than Hivekit`,
    );
  }
}
