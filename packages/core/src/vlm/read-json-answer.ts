import { HiveDecodeError } from "../error/hive-decode-error.ts";
import { repeatsKey } from "../protocol/wire/repeats-key.ts";
import { isObject } from "../value/is-object.ts";
import type { SchemaIssue, SchemaResult } from "./schema.ts";

/** A code fence around a complete answer. */
const CODE_FENCE = /^\s*```(?:json)?\s([^]*)```\s*$/i;

/**
 * Reads an answer that is JSON, also in one code fence, and checks it.
 *
 * @param validate - May throw anything.
 * @throws HiveDecodeError if the answer is anything but JSON, or if `validate` throws.
 */
export async function readJsonAnswer<Value>(
  text: string,
  validate: (json: unknown) => SchemaResult<Value> | Promise<SchemaResult<Value>>,
): Promise<SchemaResult<Value>> {
  const json = parse(CODE_FENCE.exec(text)?.[1] ?? text);
  try {
    const result: unknown = await validate(json);
    if (isResult<Value>(result)) return result;
  } catch {
    // The error may quote the answer.
  }
  throw mismatch("it does not fit the schema", []);
}

/** Only an untyped library returns anything else. */
function isResult<Value>(result: unknown): result is SchemaResult<Value> {
  return isObject(result) && (Array.isArray(result["issues"]) || result["issues"] === undefined);
}

/**
 * Creates the error for an answer that does not fit the schema. It names only positions whose keys are in the schema,
 * because other keys are part of the answer.
 */
export function createMismatch(issues: readonly SchemaIssue[], jsonSchema: unknown): HiveDecodeError {
  const known = JSON.stringify(jsonSchema);
  const paths = issues.map(({ path = [] }) => {
    const steps = path.map((step) => (typeof step === "object" ? step.key : step));
    return steps.map((key) => showKey(key, known)).join("") || "(answer)";
  });
  const unique = [...new Set(paths)];
  return mismatch(
    `it does not fit the schema at ${unique.slice(0, MAX_PATHS).join(", ") || "(answer)"}`,
    unique,
  );
}

/** The number of positions in a message. */
const MAX_PATHS = 5;

function showKey(key: PropertyKey, known: string): string {
  if (typeof key === "number") return `[${key}]`;
  const name = String(key);
  return /^\w{1,64}$/.test(name) && known.includes(`${JSON.stringify(name)}:`) ? `.${name}` : ".(key)";
}

function parse(text: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw mismatch("it is not JSON, or has other text around it", []);
  }
  if (repeatsKey(text, json)) throw mismatch("it repeats a key", []);
  return json;
}

function mismatch(problem: string, paths: readonly string[]): HiveDecodeError {
  return new HiveDecodeError(
    `The model's answer cannot be used: ${problem}; ask again, or simplify prompt and schema.`,
    { paths },
  );
}
