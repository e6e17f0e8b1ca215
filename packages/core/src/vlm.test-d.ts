import { expectTypeOf, it } from "vitest";
import * as z from "zod";
import type { Submission } from "./index.ts";
import type { Verdict } from "./policy.ts";
import { definePromptPolicy, estimateTokens } from "./vlm.ts";
import type {
  Answer,
  AnswerSchema,
  CategoryAnswers,
  HiveVlm,
  HiveVlmOptions,
  JudgeItem,
  JudgeOptions,
  PromptCategory,
  PromptPolicy,
  TokenEstimate,
  VlmQuestion,
} from "./vlm.ts";

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

it("a judgment is the verdict of any policy, and takes every submission", () => {
  const rules = definePromptPolicy({
    instructions: "A forum.",
    categories: { insult: { description: "Insults.", decision: "review" } },
  });
  expectTypeOf(rules).toEqualTypeOf<PromptPolicy>();
  expectTypeOf(vlm.judge({ text: "a" }, rules)).resolves.toEqualTypeOf<Verdict>();
  expectTypeOf<Submission>().toExtend<JudgeItem>();
  expectTypeOf<JudgeOptions["onAnswer"]>().toEqualTypeOf<
    ((answer: Answer<CategoryAnswers>) => void) | undefined
  >();
  expectTypeOf<JudgeOptions>().not.toHaveProperty("schema");
  expectTypeOf(estimateTokens({ policy: rules, text: "a" })).toEqualTypeOf<TokenEstimate>();
});

it("a category blocks or leads to a review, and never allows", () => {
  expectTypeOf<PromptCategory["decision"]>().toEqualTypeOf<"block" | "review">();
  // @ts-expect-error -- not a decision of a category
  definePromptPolicy({ instructions: "A.", categories: { a: { description: "A.", decision: "allow" } } });
});
