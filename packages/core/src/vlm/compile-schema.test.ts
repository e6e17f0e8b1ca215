import { describe, expect, it } from "vitest";
import * as z from "zod";
import { compileSchema } from "./compile-schema.ts";
import type { AnswerSchema } from "./schema.ts";

/** A schema of a library without types. */
function untyped(schema: unknown): AnswerSchema<unknown> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- untyped callers pass anything
  return schema as AnswerSchema<unknown>;
}

const standardOf = (properties: object): AnswerSchema<unknown> =>
  untyped({
    "~standard": { version: 1, vendor: "own", validate: (value: unknown) => ({ value }), ...properties },
  });

describe("a schema", () => {
  it("of zod becomes the JSON Schema of its input, and returns its output", async () => {
    const schema = compileSchema(
      z.object({ score: z.string().transform(Number), label: z.string().default("none") }),
    );
    expect(schema.jsonSchema).toEqual({
      type: "object",
      properties: { score: { type: "string" }, label: { type: "string", default: "none" } },
      required: ["score"],
    });
    expect(await schema.read('{"score": "0.5"}')).toEqual({ score: 0.5, label: "none" });
  });

  it("may validate asynchronously", async () => {
    const schema = compileSchema(z.object({ a: z.number().refine(async (value) => value > 1) }));
    expect(await schema.read('{"a": 2}')).toEqual({ a: 2 });
    await expect(schema.read('{"a": 1}')).rejects.toMatchObject({ kind: "decode", paths: [".a"] });
  });

  it("of another library may be a function or an object with Standard JSON Schema", async () => {
    const callable = Object.assign(() => {}, {
      "~standard": {
        version: 1,
        vendor: "own",
        validate: (value: unknown) => ({ value: [value] }),
        jsonSchema: { input: () => ({ type: "number" }) },
      },
    });
    const schema = compileSchema(untyped(callable));
    expect([schema.jsonSchema, await schema.read("1")]).toEqual([{ type: "number" }, [1]]);
  });

  it("may be a JSON Schema with a parse function", async () => {
    const jsonSchema = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      $defs: { a: true },
    };
    const parse = (json: unknown): number => z.object({ a: z.number() }).parse(json).a;
    const schema = compileSchema({ jsonSchema, parse });
    jsonSchema.type = "changed later";
    expect(schema.jsonSchema).toEqual({ type: "object", $defs: { a: true } });
    expect(await schema.read('{"a": 1}')).toBe(1);
    await expect(schema.read('{"a": "SECRET"}')).rejects.toMatchObject({ kind: "decode", paths: [] });
  });
});

describe("a validation that fails without issues is a decode error", () => {
  it.each<[string, AnswerSchema<unknown>]>([
    [
      "throws",
      {
        jsonSchema: {},
        parse: (json) => {
          throw new Error(String(json));
        },
      },
    ],
    ["rejects without a schema library", { jsonSchema: {}, parse: async (json) => Promise.reject(json) }],
    [
      "rejects",
      standardOf({
        jsonSchema: { input: () => ({}) },
        validate: async () => Promise.reject(new Error("SECRET")),
      }),
    ],
    ["returns nothing", standardOf({ jsonSchema: { input: () => ({}) }, validate: () => {} })],
    [
      "returns no list of issues",
      standardOf({ jsonSchema: { input: () => ({}) }, validate: () => ({ issues: "SECRET" }) }),
    ],
    ["returns no issue", standardOf({ jsonSchema: { input: () => ({}) }, validate: () => ({ issues: [] }) })],
    [
      "returns malformed issues",
      standardOf({ jsonSchema: { input: () => ({}) }, validate: () => ({ issues: [null, { path: 1 }] }) }),
    ],
  ])("if it %s", async (_name, schema) => {
    await expect(compileSchema(schema).read('"SECRET"')).rejects.toMatchObject({ kind: "decode" });
  });
});

describe("a config error follows from", () => {
  it.each<[string, unknown, string]>([
    ["null", null, "must be a schema such as z.object(…)"],
    ["a string", "object", "must be a schema such as z.object(…)"],
    ["a JSON Schema alone", { type: "object" }, "must be a schema such as z.object(…)"],
    [
      "an instance with parse",
      new (class {
        parse(): void {}
      })(),
      "must be a schema such as z.object(…)",
    ],
    ["parse alone", { parse: () => 1 }, "must have a JSON Schema that is an object"],
    [
      "a list as JSON Schema",
      { jsonSchema: [], parse: () => 1 },
      "must have a JSON Schema that is an object",
    ],
    ["a Standard Schema without JSON Schema", standardOf({}), "update its library (zod: 4.2 or later)"],
    ["a type that JSON lacks", z.object({ a: z.date() }), "see the cause"],
    [
      "a getter that throws",
      {
        get "~standard"(): never {
          throw new Error("Example.");
        },
      },
      "cannot be read; see the cause",
    ],
    ["a bigint", { jsonSchema: { minimum: 1n }, parse: () => 1 }, "see the cause"],
  ])("%s", (_name, schema, message) => {
    expect(() => compileSchema(untyped(schema))).toThrow(
      expect.objectContaining({
        kind: "config",
        option: "schema",
        message: expect.stringContaining(message),
      }),
    );
  });
});
