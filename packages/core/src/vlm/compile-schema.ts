import { copyCause } from "../error/copy-cause.ts";
import { HiveConfigError } from "../error/hive-config-error.ts";
import { isHiveError } from "../error/is-hive-error.ts";
import { isObject, isPlainObject } from "../value/is-object.ts";
import { readJsonAnswer } from "./read-json-answer.ts";
import type { AnswerSchema, SchemaResult, StandardAnswerSchema } from "./schema.ts";

/** How an answer becomes a value. */
export type CompiledSchema<Value> = {
  /** The JSON Schema to send; `null` if the value is the text of the answer. */
  readonly jsonSchema: Readonly<Record<string, unknown>> | null;
  /**
   * Checks an answer and returns its value.
   * @throws HiveDecodeError if it does not fit. The error never quotes the answer.
   */
  readonly read: (text: string) => Value | Promise<Value>;
};

/** Accepts every answer; the value is its text. */
export const TEXT_SCHEMA: CompiledSchema<string> = { jsonSchema: null, read: (text) => text };

/**
 * Checks a schema and converts it to JSON Schema.
 *
 * @throws HiveConfigError if it is not a schema, or cannot be converted.
 */
export function compileSchema<Value>(schema: AnswerSchema<Value>): CompiledSchema<Value> {
  try {
    return compileKnown(schema);
  } catch (cause) {
    // A getter of the schema may throw.
    throw isHiveError(cause) ? cause : invalid("cannot be read; see the cause", cause);
  }
}

function compileKnown<Value>(schema: AnswerSchema<Value>): CompiledSchema<Value> {
  const standard: unknown = Object(schema)["~standard"];
  if (isObject(standard) && "~standard" in schema) return compileStandard(schema);
  if (!isPlainObject(schema) || !("parse" in schema) || typeof schema.parse !== "function") {
    throw invalid("must be a schema such as z.object(…) of zod 4.2 or later, or { jsonSchema, parse }");
  }
  const { jsonSchema, parse } = schema;
  return compile(
    () => jsonSchema,
    (json) => ({ value: parse(json) }),
  );
}

function compileStandard<Value>(schema: StandardAnswerSchema<Value>): CompiledSchema<Value> {
  const { validate, jsonSchema }: { validate: unknown; jsonSchema?: unknown } = schema["~standard"];
  if (typeof validate !== "function" || typeof Object(jsonSchema).input !== "function") {
    throw invalid(
      "cannot be converted to JSON Schema; update its library (zod: 4.2 or later), or pass { jsonSchema, parse }",
    );
  }
  const { "~standard": standard } = schema;
  return compile(
    () => standard.jsonSchema.input({ target: "draft-2020-12" }),
    (json) => standard.validate(json),
  );
}

function compile<Value>(
  convert: () => unknown,
  validate: (json: unknown) => SchemaResult<Value> | Promise<SchemaResult<Value>>,
): CompiledSchema<Value> {
  const jsonSchema = copyJson(convert);
  return { jsonSchema, read: async (text) => readJsonAnswer(text, { jsonSchema, validate }) };
}

/** Copies a JSON Schema as JSON, without `$schema`: Hive documents no draft, and the keyword does not describe a value. */
function copyJson(read: () => unknown): Readonly<Record<string, unknown>> {
  let copy: unknown;
  try {
    copy = JSON.parse(JSON.stringify(read()) ?? "null");
  } catch (cause) {
    throw invalid("cannot be converted to JSON Schema; see the cause", cause);
  }
  if (!isObject(copy)) throw invalid("must have a JSON Schema that is an object");
  const { $schema: _, ...rest } = copy;
  return rest;
}

function invalid(problem: string, cause?: unknown): HiveConfigError {
  return new HiveConfigError(`ask: schema ${problem}.`, {
    option: "schema",
    ...(cause === undefined ? {} : { cause: copyCause(cause) }),
  });
}
