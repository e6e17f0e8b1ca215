import { ApiError } from "../error/api-error.ts";
import {
  resolveSchema,
  type AnswerSchema,
  type Json,
  type SchemaNode,
  type SchemaType,
} from "./answer-schema.ts";
import type { Evidence } from "./evidence.ts";
import { listNamedColors, readColor } from "./seen-colors.ts";
import {
  createSizeError,
  isValidAnswer,
  isValidFor,
  isWithinLimits,
  StepCounter,
} from "./validate-answer.ts";
import { includesName } from "./words.ts";

/** The options of an answer. */
export type AnswerOptions = {
  readonly evidence: Evidence;
  /** The values of properties that a rule sets, wherever they occur in the answer. */
  readonly values: Readonly<Record<string, Json>>;
  /** The words of a text that the answer obeys; `null` for none. */
  readonly demands: readonly string[] | null;
};

/** The maximum number of values in an answer, and of items or characters that a schema can require. */
const MAX_VALUES = 10_000;
/** The maximum depth of an answer. */
const MAX_DEPTH = 100;
/** The maximum number of characters in an answer: in its names, texts, constants and choices. */
const MAX_CHARACTERS = 100_000;

/** The property for which a value is created. The items of an array belong to the property of the array. */
type Property = { readonly name: string; readonly description: string };

type Context = {
  readonly property: Property;
  /** The references that are being followed, so that a recursive schema ends. */
  readonly refs: readonly string[];
  readonly depth: number;
};

/**
 * Creates an answer that is valid according to the schema. In this order, a value comes from a rule, a test card, the
 * colors, the words of the text, and otherwise from the schema: `false`, the first value of an enum, the minimum.
 * Emulator behavior.
 *
 * @throws ApiError 400 if a rule sets a value that the schema does not allow, and if the emulator finds no valid
 * answer.
 */
export function createAnswer(schema: AnswerSchema, options: AnswerOptions): Json {
  const root = { property: { name: "", description: "" }, refs: [], depth: 0 };
  const created = new AnswerWriter(schema, options).create(schema.root, root);
  // Checks the answer as the client will read it: JSON has no infinite numbers, and a parser creates one from 1e400.
  const answer = created === undefined ? undefined : copyJson(created);
  if (answer !== undefined && isValidAnswer(answer, schema)) return answer;
  throw new ApiError(
    400,
    "The emulator found no answer that is valid according to the schema in response_format. Check that its limits can be met.",
  );
}

/** Creates the values of one answer. `undefined` means that no value is possible. */
class AnswerWriter {
  readonly #schema: AnswerSchema;
  readonly #options: AnswerOptions;
  readonly #words: ReadonlySet<string>;
  /** Counts the steps of all checks, because every value may need some. */
  readonly #steps = new StepCounter();
  #valueCount = 0;
  #characterCount = 0;

  constructor(schema: AnswerSchema, options: AnswerOptions) {
    this.#schema = schema;
    this.#options = options;
    this.#words = new Set(options.evidence.words);
  }

  create(part: SchemaNode, context: Context): Json | undefined {
    this.#valueCount += 1;
    this.#steps.add();
    if (this.#valueCount > MAX_VALUES || context.depth > MAX_DEPTH) throw createSizeError();
    // The schema refers to itself. Without this part, the answer ends.
    if (part.ref !== null && context.refs.filter((ref) => ref === part.ref).length > 1) return undefined;
    const node = resolveSchema(part, this.#schema);
    const { name, description } = context.property;
    const inner: Context = {
      property: { name, description: node.description === "" ? description : node.description },
      refs: part.ref === null ? context.refs : [...context.refs, part.ref],
      depth: context.depth + 1,
    };
    if (node.constant !== undefined) return this.#countCharacters(node.constant);
    if (node.choices !== null) {
      const choice = this.#choose(node.choices, node);
      return choice === undefined ? undefined : this.#countCharacters(choice);
    }
    if (node.alternatives !== null) {
      const value = this.#createAlternative(node, node.alternatives, inner);
      if (value !== undefined) return value;
    }
    // Usually one type. With several, `null` is the last one.
    for (const type of node.type ?? [guessType(node)]) {
      const value = this.#createTyped(type, node, inner);
      if (value !== undefined && isWithinLimits(value, node)) return value;
    }
    return undefined;
  }

  #createTyped(type: SchemaType, node: SchemaNode, context: Context): Json | undefined {
    switch (type) {
      case "object":
        return this.#createObject(node, context);
      case "array":
        return this.#createArray(node, context);
      case "boolean":
        return this.#decide(context.property);
      case "null":
        return null;
      case "integer":
        return createNumber(node, true);
      case "number":
        return createNumber(node, false);
      case "string":
        return this.#createText(node);
      default:
        return type satisfies never;
    }
  }

  /** Creates the first alternative that is possible. `null` is the last one. */
  #createAlternative(
    node: SchemaNode,
    alternatives: readonly SchemaNode[],
    context: Context,
  ): Json | undefined {
    const isNull = (one: SchemaNode): number => (one.type?.[0] === "null" ? 1 : 0);
    for (const alternative of alternatives.toSorted((one, other) => isNull(one) - isNull(other))) {
      const value = this.create(alternative, context);
      if (value !== undefined && this.#isValid(node, value)) return value;
    }
    return undefined;
  }

  #createObject(node: SchemaNode, context: Context): Json | undefined {
    const { properties, required, additional } = node;
    const entries: [string, Json][] = [];
    for (const name of new Set([...properties.keys(), ...required])) {
      const child = properties.get(name) ?? (typeof additional === "boolean" ? null : additional);
      const value = this.#createProperty(name, child, context);
      if (value !== undefined) entries.push([this.#countCharacters(name), value]);
      else if (required.includes(name)) return undefined;
    }
    return Object.fromEntries(entries);
  }

  /** @param node - `null` for a required property without a schema. */
  #createProperty(name: string, node: SchemaNode | null, context: Context): Json | undefined {
    const { values } = this.#options;
    const set = Object.hasOwn(values, name) ? values[name] : undefined;
    if (set !== undefined) {
      if (node === null || this.#isValid(node, set)) return set;
      throw new ApiError(
        400,
        "The rule that matches the request sets a property to a value that its schema does not allow.",
      );
    }
    if (node === null) return this.#countCharacters(this.#options.evidence.sentence);
    return this.create(node, { ...context, property: { name, description: "" } });
  }

  /** Creates the items that the evidence selects from an enum, and as many others as the schema requires. */
  #createArray({ items, limits }: SchemaNode, context: Context): Json | undefined {
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = limits;
    if (minItems > MAX_VALUES) throw createSizeError();
    const choices = items === null ? [] : (resolveSchema(items, this.#schema).choices ?? []);
    const created: Json[] = choices.filter((choice) => this.#isSelected(choice)).slice(0, maxItems);
    while (created.length < minItems) {
      const item = items === null ? null : this.create(items, context);
      if (item === undefined) return undefined;
      created.push(item);
    }
    return created;
  }

  #isSelected(choice: Json): boolean {
    if (typeof choice !== "string") return false;
    const { evidence } = this.#options;
    const color = readColor(choice);
    return (
      hasName(evidence.requested, choice) ||
      (color !== null && evidence.colors.includes(color)) ||
      includesName(this.#words, choice)
    );
  }

  #choose(choices: readonly Json[], node: SchemaNode): Json | undefined {
    const { evidence, demands } = this.#options;
    const valid = choices.filter((choice) => this.#isValid(node, choice));
    const demanded = demands === null ? undefined : findLastNamed(valid, demands);
    if (demanded !== undefined) return demanded;
    const requested = valid.find(
      (choice) => typeof choice === "string" && hasName(evidence.requested, choice),
    );
    if (requested !== undefined) return requested;
    if (!evidence.hasPictures || !valid.some((choice) => readColor(choice) !== null)) return valid[0];
    for (const color of evidence.colors) {
      const dominant = valid.find((choice) => readColor(choice) === color);
      if (dominant !== undefined) return dominant;
    }
    // None of these colors is present.
    return valid.find((choice) => readColor(choice) === null) ?? valid[0];
  }

  #decide({ name, description }: Property): boolean {
    const { evidence, demands } = this.#options;
    const demanded = demands?.findLast((word) => word === "true" || word === "false");
    if (demanded !== undefined) return demanded === "true";
    if (hasName(evidence.requested, name)) return true;
    const colors = evidence.hasPictures ? listNamedColors(name, description) : [];
    if (colors.length > 0) return colors.some((color) => evidence.colors.includes(color));
    return includesName(this.#words, name);
  }

  #createText({ limits }: SchemaNode): string {
    const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = limits;
    if (minLength > MAX_VALUES) throw createSizeError();
    const characters = Array.from(this.#options.evidence.sentence).slice(0, maxLength).join("");
    const text = characters + ".".repeat(Math.max(0, minLength - Array.from(characters).length));
    return this.#countCharacters(text);
  }

  #isValid(node: SchemaNode, value: Json): boolean {
    return isValidFor(node, value, { schema: this.#schema, steps: this.#steps });
  }

  /** Counts the characters of a part of the answer. @throws ApiError 400 above the maximum */
  #countCharacters<Part extends Json>(part: Part): Part {
    this.#characterCount += typeof part === "string" ? part.length : JSON.stringify(part).length;
    if (this.#characterCount > MAX_CHARACTERS) throw createSizeError();
    return part;
  }
}

function copyJson(value: Json): Json {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse returns JSON
  return JSON.parse(JSON.stringify(value)) as Json;
}

/** A test card separates names with hyphens, so a name in it has underscores in place of its hyphens and spaces. */
export function toCardName(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}_]/gu, "_");
}

function hasName(names: ReadonlySet<string>, name: string): boolean {
  return names.has(toCardName(name));
}

function findLastNamed(choices: readonly Json[], words: readonly string[]): Json | undefined {
  return words.toReversed().flatMap((word) => {
    return choices.filter((choice) => typeof choice === "string" && choice.toLowerCase() === word);
  })[0];
}

/** The type of a schema without `type`. */
function guessType({ properties, required, additional, items, limits }: SchemaNode): SchemaType {
  if (properties.size > 0 || required.length > 0 || additional !== true) return "object";
  if (items !== null || limits.minItems !== undefined || limits.maxItems !== undefined) return "array";
  const isNumber = (["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] as const).some(
    (name) => limits[name] !== undefined,
  );
  return isNumber ? "number" : "string";
}

/** The minimum, or else 0 or the value that is closest to it. Limits of safe integers do not count. */
function createNumber({ limits }: SchemaNode, isInteger: boolean): number {
  const {
    minimum = -Infinity,
    maximum = Infinity,
    exclusiveMinimum = -Infinity,
    exclusiveMaximum = Infinity,
  } = limits;
  const low = Math.max(minimum, exclusiveMinimum);
  const high = Math.min(maximum, exclusiveMaximum);
  const isAllowed = (value: number): boolean =>
    value >= minimum && value > exclusiveMinimum && value <= maximum && value < exclusiveMaximum;
  const candidates = isInteger
    ? [Math.ceil(low), Math.floor(low) + 1, Math.floor(high), Math.ceil(high) - 1]
    : [low, low + 1, (low + high) / 2, high, high - 1];
  const isUnlimited = low <= Number.MIN_SAFE_INTEGER;
  return (
    (isUnlimited ? [0, ...candidates.toReversed()] : candidates).find(
      (value) => Number.isFinite(value) && isAllowed(value),
    ) ?? 0
  );
}
