import type * as z from "zod/mini";
import { EmulatorOptionsError } from "./options-error.ts";

export { EmulatorOptionsError };

/** The maximum length of a string that a message quotes completely, in characters. */
const MAX_QUOTED_LENGTH = 60;

/**
 * Checks a value against a schema whose messages are predicates, such as `must be an array`.
 *
 * @param name - the name of the value in messages. The path of a property does not include it: `rules[0].match`.
 * @returns the checked value.
 * @throws EmulatorOptionsError for one problem: an unknown option if there is one, otherwise the first problem.
 */
export function checkOptions<T>(schema: z.ZodMiniType<T>, value: unknown, name: string): T {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const { issues } = result.error;
  // A misspelled option often causes a second problem: the correct option is missing.
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0];
  throw new EmulatorOptionsError(issue === undefined ? `${name} is not valid.` : describeIssue(issue, name));
}

function describeIssue(issue: z.core.$ZodIssue, name: string): string {
  const subject = formatPath(issue.path, name);
  const got = issue.message.startsWith("must be ") ? `, got ${formatValue(issue.input)}` : "";
  return `${subject} ${issue.message}${got}.`;
}

function formatPath(path: readonly PropertyKey[], name: string): string {
  const keys = path.map((key, position) => {
    if (typeof key === "number") return `[${key}]`;
    if (!/^[A-Za-z_$][\w$]*$/.test(String(key))) return `[${JSON.stringify(String(key))}]`;
    return position === 0 ? String(key) : `.${String(key)}`;
  });
  return path.length === 0 || typeof path[0] === "number" ? `${name}${keys.join("")}` : keys.join("");
}

function formatValue(value: unknown): string {
  if (typeof value === "string") {
    const isLong = value.length > MAX_QUOTED_LENGTH;
    return JSON.stringify(isLong ? `${value.slice(0, MAX_QUOTED_LENGTH)}…` : value);
  }
  if (Array.isArray(value)) return value.length === 0 ? "an empty array" : "an array";
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  const { constructor } = Object.getPrototypeOf(value) ?? {};
  return typeof constructor === "function" && constructor !== Object ? `a ${constructor.name}` : "an object";
}
