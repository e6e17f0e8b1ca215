import { isObject } from "../value/is-object.ts";
import { checkProperties } from "./check-properties.ts";
import { CONDITION_CHECKS, HOLDING, LEVEL_RULE, PROBABILITY_RULE, REQUIRED } from "./condition-checks.ts";
import { LEVEL_CLASSES, PROBABILITY_CLASSES } from "./known-classes.ts";
import { policyError } from "./policy-error.ts";
import type { Leaf } from "./rule.ts";
import { suggestClasses } from "./suggest-class.ts";

/** What a condition may hold beside what is read here. */
type Given = { readonly [key: string]: unknown };

/** A leaf, and the object that it was read from. */
export type ReadLeaf = { readonly leaf: Leaf; readonly given: Given };

/** What is read: where it stands, the leaves of the same rule so far, and whether it may say how long it holds. */
export type LeafPlace = {
  readonly path: string;
  readonly leaves: Leaf[];
  readonly isAlone: boolean;
};

/** Reads the conditions that name a class, and gives each class its slot. */
export class LeafReader {
  /** The policy's own classes. */
  readonly #own: ReadonlySet<string>;
  readonly classSlots = new Map<string, number>();
  readonly boxSlots: { readonly class: string; readonly atLeast: number }[] = [];

  constructor(ownClasses: Iterable<string>) {
    this.#own = new Set(ownClasses);
  }

  /**
   * Reads a class with its least score, as `{ yes_smoking: 0.9 }` writes it.
   *
   * @throws HiveConfigError if the class is not known, or the score is not right.
   */
  readThreshold(name: string, value: unknown, place: LeafPlace): ReadLeaf {
    const isLevel = LEVEL_CLASSES.has(name) && !this.#own.has(name);
    if (!isLevel) this.#checkClass(name, { path: place.path, kind: "any" });
    // Not the same as absent: what was meant to be a number would else be no condition at all.
    if (value === undefined)
      throw policyError(place.path, "is undefined; leave the class out, or give its least score");
    const rule = isLevel ? LEVEL_RULE : PROBABILITY_RULE;
    const isShort = !isObject(value);
    const given: unknown = isShort ? { atLeast: value } : value;
    const { path } = place;
    if (isShort && typeof value !== "number") {
      throw policyError(path, "must be the least score that counts, or an object with it as atLeast");
    }
    const checks = place.isAlone ? { ...rule, ...HOLDING } : rule;
    checkProperties(given, { path, checks, required: ["atLeast"] });
    return this.#leafOf({ ...given, kind: isLevel ? "text" : "class", class: name }, place);
  }

  /**
   * Reads a condition of the kind `class`, `text` or `boxes`.
   *
   * @throws HiveConfigError if the class is not known, or something else is not right.
   */
  readCondition(kind: Leaf["kind"], value: unknown, place: LeafPlace): ReadLeaf {
    const all = CONDITION_CHECKS[kind];
    const checks = place.isAlone
      ? all
      : Object.fromEntries(Object.entries(all).filter(([property]) => !Object.hasOwn(HOLDING, property)));
    checkProperties(value, { path: place.path, checks, required: REQUIRED[kind] });
    this.#checkClass(String(value["class"]), { path: `${place.path}.class`, kind });
    return this.#leafOf(value, place);
  }

  #leafOf(given: Given, { path, leaves }: LeafPlace): ReadLeaf {
    const { kind, count } = given;
    const name = String(given["class"]);
    // -0 would be 0 after JSON.
    const atLeast = Number(given["atLeast"]) + 0;
    const isBoxes = kind === "boxes";
    const leaf: Leaf = {
      kind: isBoxes ? "boxes" : kind === "text" ? "text" : "class",
      place: leaves.length,
      path,
      class: name,
      atLeast,
      count: typeof count === "number" ? count : 1,
      slot: isBoxes ? this.#boxSlot(name, atLeast) : this.#classSlot(name),
      isIgnored: given["ifMissing"] === "ignore",
    };
    leaves.push(leaf);
    return { leaf, given };
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

  #checkClass(name: string, at: { readonly path: string; readonly kind: Leaf["kind"] | "any" }): void {
    const { path, kind } = at;
    const known = kind === "text" ? LEVEL_CLASSES : PROBABILITY_CLASSES;
    if (known.has(name) || this.#own.has(name)) return;
    if (kind === "class" && LEVEL_CLASSES.has(name)) {
      throw policyError(
        path,
        `is a class of text models, which score in levels: write kind "text" and a level from 0 to 3, or put it into classes if your model scores it with a probability`,
      );
    }
    if (kind === "text" && PROBABILITY_CLASSES.has(name)) {
      throw policyError(path, `is scored with a probability: write kind "class" and a score from 0 to 1`);
    }
    const candidates = [...known, ...(kind === "any" ? LEVEL_CLASSES : []), ...this.#own];
    const suggestions = suggestClasses(name, candidates);
    const hint = suggestions.length === 0 ? "." : `; did you mean ${suggestions.join(" or ")}?`;
    throw policyError(
      path,
      `names the class ${name}, which is not known${hint} Known are those of @hivekit/core/classes, and what the policy lists as classes: put there what is of your own model, or newer than Hivekit`,
    );
  }
}
