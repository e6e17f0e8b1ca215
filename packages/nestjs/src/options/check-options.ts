import { HiveConfigError } from "@hivekit/core";
import * as z from "zod/mini";

/**
 * The longest duration of a timer, in milliseconds: 2^31 - 1, about 24.8 days. Core has the same limit, but does not
 * export it.
 */
export const MAX_TIMER_MS = 2_147_483_647;

/** The property names of an options type, including those that only some members of a union have. */
type OptionOf<Options> = Options extends unknown ? keyof Options : never;

/**
 * Creates a schema with one entry per option. It rejects unknown options. The code does not compile if an option of the
 * type has no entry.
 */
export function optionsSchema<Options>(shape: {
  readonly [Option in OptionOf<Options>]: z.ZodMiniType;
}): z.ZodMiniType {
  // An unknown option that is `undefined` counts as absent, as in core.
  const unknown = z.undefined(`is unknown; use one of ${Object.keys(shape).join(", ")}`);
  return z.pipe(plainObject(), z.catchall(z.object(shape), unknown));
}

/** The part of an issue that its message depends on. `values`: the allowed choices, if the schema is an enum. */
type Invalid = { readonly input?: unknown; readonly values?: readonly unknown[] };

/**
 * Creates the message of a schema: `must be …, got 1.5`. It does not show strings, which may be secrets passed as the
 * wrong option, except the beginning of an allowed choice in any case.
 */
export function mustBe(expected: string) {
  return {
    error: ({ input, values = [] }: Invalid) =>
      `must be ${expected}, got ${typeof input === "string" ? formatString(input, values) : formatValue(input)}`,
  };
}

/** A whole number in a range, both ends included. */
export function wholeNumber(from: number, to: number): z.ZodMiniType {
  const message = mustBe(`a whole number from ${from} to ${to}`);
  return z.int(message).check(z.gte(from, message), z.lte(to, message));
}

/** A number in a range, both ends included. */
export function numberFrom(from: number, to: number): z.ZodMiniType {
  const message = mustBe(`a number from ${from} to ${to}`);
  return z.number(message).check(z.gte(from, message), z.lte(to, message));
}

/**
 * A plain object. Rejects instances of classes, such as a `Map`: copies of them lose everything that is not an own
 * property.
 *
 * @param content - Describes the properties, for the message.
 */
export function plainObject(content = ""): z.ZodMiniType<object> {
  return z.custom<object>((value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const prototype: unknown = Object.getPrototypeOf(value);
    // Each realm has its own `Object.prototype`.
    return prototype === null || Object.getPrototypeOf(prototype) === null;
  }, `must be a plain object${content}`);
}

/** A function. */
export const callable: z.ZodMiniType = z.custom(isFunction, mustBe("a function"));

/** `true` or `false`. */
export const flag: z.ZodMiniType = z.boolean(mustBe("a boolean"));

const NAME = mustBe("a non-empty string");
/** The name of a project. */
export const projectName: z.ZodMiniType = z.string(NAME).check(z.minLength(1, NAME));

/**
 * Checks options at run time, because callers may use JavaScript. Otherwise, a misspelled limit would have no effect.
 *
 * @param owner - The class or function that received the options, for the message.
 * @throws HiveConfigError whose `option` is the path of the first invalid option.
 */
export function checkOptions(owner: string, schema: z.ZodMiniType, options: unknown): void {
  const issue = z.safeParse(schema, options).error?.issues[0];
  if (issue === undefined) return;
  const { path, message } = issue;
  if (path.length === 0) throw new HiveConfigError(`${owner}: options ${message}.`);
  throw new HiveConfigError(`${owner}: ${formatPath(path)} ${message}.`, { option: formatOption(path) });
}

/** Returns whether a value is a function. */
export function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

/** Returns whether a value has certain methods. */
export function hasMethods(value: unknown, names: readonly string[]): boolean {
  return names.every((name) => isFunction(Object(value)[name]));
}

/** The path of a value: `callbacks.secrets[0]`. */
function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index === 0 ? "" : "."}${String(key)}`))
    .join("");
}

/** The path of an option, without the indexes of lists: `callbacks.secrets`. */
function formatOption(path: readonly PropertyKey[]): string {
  const end = path.findIndex((key) => typeof key === "number");
  return formatPath(end === -1 ? path : path.slice(0, end));
}

function formatString(text: string, choices: readonly unknown[]): string {
  if (text === "") return "an empty string";
  const isSimilar = choices.some((choice) => String(choice).startsWith(text.toLowerCase()));
  return isSimilar ? JSON.stringify(text) : "a string";
}

function formatValue(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty array" : "an array";
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
