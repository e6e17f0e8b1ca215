import { isObject } from "../value/is-object.ts";
import { isHiveError } from "./is-hive-error.ts";
import { redactMessage } from "./redact-message.ts";

/** The properties that are copied besides message, stack, cause and errors. */
const COPIED = ["name", "code", "syscall"] as const;
const MAX_DEPTH = 5;
const MAX_ERRORS = 10;

/**
 * Copies an error from outside Hivekit without its other properties, which may contain the request: the response in
 * undici's parser errors, the URL in Bun's, the configuration of a request with its headers in those of HTTP libraries.
 * Copies causes and the errors of an AggregateError likewise. Hivekit's errors are kept.
 *
 * @param secrets - Values that must not appear.
 */
export function copyCause(thrown: unknown, secrets: readonly string[] = [], depth = 0): unknown {
  const clean = (value: unknown): string | number | undefined => {
    if (typeof value === "string") return redactMessage(value, secrets);
    return typeof value === "number" ? value : undefined;
  };
  if (isHiveError(thrown)) return thrown;
  if (!isObject(thrown) || depth > MAX_DEPTH) return clean(thrown);
  const { message, stack, errors, cause } = thrown;
  const copy = new Error(String(clean(message) ?? ""));
  const define = (name: string, value: unknown): void => {
    if (value !== undefined) Object.defineProperty(copy, name, { value, configurable: true, writable: true });
  };
  for (const name of COPIED) define(name, clean(thrown[name]));
  // The first lines repeat the message.
  const frames = /(?:\n +at .*)+$/.exec(String(stack))?.[0] ?? "";
  define("stack", `${copy.name}: ${copy.message}${clean(frames)}`);
  define("cause", copyCause(cause, secrets, depth + 1));
  if (Array.isArray(errors)) {
    define(
      "errors",
      errors.slice(0, MAX_ERRORS).map((one) => copyCause(one, secrets, depth + 1)),
    );
  }
  return copy;
}
