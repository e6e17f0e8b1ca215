/** Checks whether a value is an object with keys: neither `null` nor an array. */
export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Checks whether a value is an object without a class: a literal, parsed JSON, or a module. The properties of others,
 * such as a `Map` or `Headers`, may not be own properties, and would be silently lost.
 */
export function isPlainObject(value: unknown): value is { readonly [key: string]: unknown } {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Each realm has its own `Object.prototype`.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Names the type of a value for an error message, never its content: `null`, `array`, `string`, `Map`, `object`. */
export function describeType(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  if (Array.isArray(value)) return "array";
  const constructor: unknown = Reflect.get(value, "constructor");
  const name = typeof constructor === "function" ? constructor.name : "";
  return name === "" || name === "Object" ? "object" : name;
}
