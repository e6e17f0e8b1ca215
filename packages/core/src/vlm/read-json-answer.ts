import { HiveDecodeError } from "../error/hive-decode-error.ts";
import { repeatsKey } from "../protocol/wire/repeats-key.ts";
import { isObject } from "../value/is-object.ts";
import type { SchemaResult } from "./schema.ts";

/** A code fence around a complete answer. */
const CODE_FENCE = /^\s*```(?:json)?\s([^]*)```\s*$/i;

/** The maximum number of positions in an error. */
const MAX_PATHS = 10;

/**
 * Reads an answer that is JSON, also in one code fence, and checks it.
 *
 * @param schema - `validate` may throw and return anything. `jsonSchema` has the keys that an error may name.
 * @throws HiveDecodeError if the answer is not JSON, or does not fit the schema. The error never quotes the answer.
 */
export async function readJsonAnswer<Value>(
  text: string,
  schema: {
    readonly jsonSchema: object;
    readonly validate: (json: unknown) => SchemaResult<Value> | Promise<SchemaResult<Value>>;
  },
): Promise<Value> {
  const json = parse(CODE_FENCE.exec(text)?.[1] ?? text);
  let paths: readonly string[] = [];
  try {
    const result: SchemaResult<Value> = await schema.validate(json);
    // Awaited here, because `parse` of an untyped caller may be asynchronous.
    if (isObject(result) && result.issues === undefined) return await result.value;
    paths = listPaths(result.issues, JSON.stringify(schema.jsonSchema));
  } catch {
    // The caller's error may quote the answer.
  }
  const places = paths.length === 0 ? "" : ` at ${paths.join(", ")}`;
  throw createUnusableError(`it does not fit the schema${places}`, paths);
}

/** Lists the positions of issues. Only untyped libraries return issues of another form. */
function listPaths(issues: unknown, knownKeys: string): readonly string[] {
  const paths = (Array.isArray(issues) ? issues : []).map((issue: unknown) => {
    const path: unknown = Object(issue).path;
    const steps: readonly unknown[] = Array.isArray(path) ? path : [];
    return steps.map((step) => showKey(isObject(step) ? step["key"] : step, knownKeys)).join("");
  });
  return [...new Set(paths.map((path) => path || "(answer)"))].slice(0, MAX_PATHS);
}

/** Names a key only if it is in the schema. Any other key, such as that of a record, is part of the answer. */
function showKey(key: unknown, knownKeys: string): string {
  if (typeof key === "number") return `[${key}]`;
  const name = String(key);
  return /^\w{1,64}$/.test(name) && knownKeys.includes(`"${name}":`) ? `.${name}` : ".(key)";
}

function parse(text: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw createUnusableError("it is not JSON, or has other text around it");
  }
  if (repeatsKey(text, json)) throw createUnusableError("it repeats a key");
  return json;
}

/** @param problem - A clause about the answer, `it`, without any part of it. */
export function createUnusableError(problem: string, paths: readonly string[] = []): HiveDecodeError {
  return new HiveDecodeError(
    `The model's answer cannot be used: ${problem}; ask again, or simplify the prompt and the schema.`,
    { paths },
  );
}
