/** The result of a validation, as Standard Schema defines it. */
export type SchemaResult<Value> =
  | {
      /** The converted value. */
      readonly value: Value;
      /** Absent: the value is valid. */
      readonly issues?: undefined;
    }
  | {
      /** The problems, at least one: the value is not valid. */
      readonly issues: readonly SchemaIssue[];
    };

/** A problem that a validation found. */
export type SchemaIssue = {
  /** The problem. It may quote the answer. */
  readonly message: string;
  /** The keys that lead to the value; absent for the value itself. */
  readonly path?:
    | readonly (
        | PropertyKey
        | {
            /** The key. */
            readonly key: PropertyKey;
          }
      )[]
    | undefined;
};

/**
 * A schema of a library that implements Standard Schema and Standard JSON Schema, such as zod from version 4.2.
 *
 * Source: https://standardschema.dev
 */
export type StandardAnswerSchema<Value> = {
  /** The properties that the standard defines. */
  readonly "~standard": {
    /** The version of the standard. */
    readonly version: 1;
    /** The name of the library. */
    readonly vendor: string;
    /** The types of the schema. Not present at runtime. */
    readonly types?:
      | {
          /** The values that the schema accepts. */
          readonly input: unknown;
          /** The values that it returns. */
          readonly output: Value;
        }
      | undefined;
    /** Checks a value and converts it. */
    readonly validate: (value: unknown) => SchemaResult<Value> | Promise<SchemaResult<Value>>;
    /** Converts the schema to JSON Schema. */
    readonly jsonSchema: {
      /** Describes the values that the schema accepts. */
      readonly input: (options: { readonly target: "draft-2020-12" }) => Readonly<Record<string, unknown>>;
    };
  };
};

/** A JSON Schema with a function that checks the answer. */
export type JsonAnswerSchema<Value> = {
  /** The JSON Schema, which is sent to the model as it is, without `$schema`. */
  readonly jsonSchema: Readonly<Record<string, unknown>>;
  /**
   * Checks the parsed JSON of an answer and returns the value. Must throw if the JSON does not fit, because the model
   * may not follow the schema.
   */
  readonly parse: (json: unknown) => Value;
};

/** The schema of an answer. */
export type AnswerSchema<Value> = StandardAnswerSchema<Value> | JsonAnswerSchema<Value>;
