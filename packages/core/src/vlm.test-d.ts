import { expectTypeOf, it } from "vitest";
import * as z from "zod";
import type { Answer, AnswerSchema, HiveVlm, HiveVlmOptions, VlmQuestion } from "./vlm.ts";

declare const vlm: HiveVlm;
const prompt = "Is it safe?";

it("the value is text without a schema", () => {
  expectTypeOf(vlm.ask({ prompt })).resolves.toEqualTypeOf<Answer<string>>();
  expectTypeOf(vlm.ask({ prompt, schema: undefined })).resolves.toEqualTypeOf<Answer<string>>();
});

it("the value has the output type of a zod schema", () => {
  const schema = z.object({ score: z.string().transform(Number), tags: z.array(z.enum(["a", "b"])) });
  type Value = { score: number; tags: ("a" | "b")[] };
  expectTypeOf(vlm.ask({ prompt, schema })).resolves.toEqualTypeOf<Answer<Value>>();
  expectTypeOf(schema).toExtend<AnswerSchema<Value>>();
});

it("the value has the type that parse returns", () => {
  const parse = (json: unknown): Date => new Date(String(json));
  expectTypeOf(vlm.ask({ prompt, schema: { jsonSchema: {}, parse } })).resolves.toEqualTypeOf<Answer<Date>>();
});

it("a schema without JSON Schema is rejected", () => {
  const schema = {
    "~standard": { version: 1, vendor: "own", validate: (value: unknown) => ({ value }) },
  } as const;
  // @ts-expect-error -- it cannot be sent to the model
  void vlm.ask({ prompt, schema });
});

it("a question needs a prompt, and options of HiveVlm are not those of a HiveClient", () => {
  // @ts-expect-error -- the prompt is required
  void vlm.ask({ text: "a" });
  expectTypeOf<HiveVlmOptions>().not.toHaveProperty("api");
  expectTypeOf<NonNullable<HiveVlmOptions["limits"]>>().not.toHaveProperty("frameCharacters");
  expectTypeOf<VlmQuestion["maxTokens"]>().toEqualTypeOf<number | undefined>();
});
