import { ApiError } from "../error/api-error.ts";
import {
  resolveSchema,
  type AnswerSchema,
  type Json,
  type SchemaNode,
  type SchemaType,
} from "./answer-schema.ts";

/**
 * The maximum number of steps that create and check one answer: values, references and choices. Emulator behavior:
 * definitions can multiply exponentially.
 */
const MAX_STEPS = 300_000;
/** The maximum depth of the checks, because schemas and definitions nest. Emulator behavior. */
const MAX_DEPTH = 500;

/** Counts the steps of one answer. @throws ApiError 400 above the maximum */
export class StepCounter {
  #count = 0;

  add(steps = 1): void {
    this.#count += steps;
    if (this.#count > MAX_STEPS) throw createSizeError();
  }
}

/**
 * Checks whether a value is valid according to the schema.
 *
 * @throws ApiError 400 for a schema that takes too long to check.
 */
export function isValidAnswer(value: Json, schema: AnswerSchema): boolean {
  return isValidFor(schema.root, value, { schema, steps: new StepCounter() });
}

/**
 * Checks whether a value is valid according to a part of the schema.
 *
 * @param options.steps - counts the steps of all checks for one answer.
 * @throws ApiError 400, as `isValidAnswer`
 */
export function isValidFor(
  node: SchemaNode,
  value: Json,
  { schema, steps }: { readonly schema: AnswerSchema; readonly steps: StepCounter },
): boolean {
  const check = (part: SchemaNode, one: Json, depth: number): boolean => {
    if (depth > MAX_DEPTH) throw createSizeError();
    const resolved = resolveSchema(part, schema);
    const { type, constant, choices, alternatives } = resolved;
    steps.add(1 + (choices?.length ?? 0));
    return (
      (type === null || type.some((name) => hasType(one, name))) &&
      (constant === undefined || isEqual(one, constant)) &&
      (choices === null || choices.some((choice) => isEqual(one, choice))) &&
      (alternatives === null || alternatives.some((alternative) => check(alternative, one, depth + 1))) &&
      isWithinLimits(one, resolved) &&
      areChildrenValid(one, resolved, (child, childValue) => check(child, childValue, depth + 1))
    );
  };
  return check(node, value, 0);
}

/** The error for a schema that is too complex for the emulator. */
export function createSizeError(): ApiError {
  return new ApiError(
    400,
    "The schema in response_format is too complex for the emulator. Use fewer definitions and levels.",
  );
}

/** Checks whether a JSON value is an object and not an array. */
export function isJsonRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function areChildrenValid(
  value: Json,
  node: SchemaNode,
  check: (child: SchemaNode, value: Json) => boolean,
): boolean {
  const { items, properties, required, additional } = node;
  if (Array.isArray(value)) return items === null || value.every((item: Json) => check(items, item));
  if (!isJsonRecord(value)) return true;
  if (!required.every((name) => Object.hasOwn(value, name))) return false;
  return Object.entries(value).every(([name, child]) => {
    const known = properties.get(name);
    if (known !== undefined) return check(known, child);
    return typeof additional === "boolean" ? additional : check(additional, child);
  });
}

function hasType(value: Json, type: SchemaType): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isJsonRecord(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

/** Checks the limits of a number, a string or an array. */
export function isWithinLimits(value: Json, { limits }: SchemaNode): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = limits;
  if (typeof value === "number") {
    return (
      (minimum === undefined || value >= minimum) &&
      (maximum === undefined || value <= maximum) &&
      (exclusiveMinimum === undefined || value > exclusiveMinimum) &&
      (exclusiveMaximum === undefined || value < exclusiveMaximum)
    );
  }
  // JSON Schema counts code points.
  if (typeof value === "string")
    return isBetween(Array.from(value).length, limits.minLength, limits.maxLength);
  return !Array.isArray(value) || isBetween(value.length, limits.minItems, limits.maxItems);
}

function isBetween(size: number, min = 0, max = Number.POSITIVE_INFINITY): boolean {
  return size >= min && size <= max;
}

function isEqual(one: Json, other: Json): boolean {
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item: Json, index) => isEqual(item, other[index] ?? null))
    );
  }
  if (!isJsonRecord(one)) return one === other;
  if (!isJsonRecord(other) || Object.keys(one).length !== Object.keys(other).length) return false;
  return Object.entries(one).every(([key, child]) => {
    return Object.hasOwn(other, key) && isEqual(child, other[key] ?? null);
  });
}
