import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import { answerOf, ask, CHAT, formatFor, VLM } from "./support/chat.ts";

const RUNS = 1000;
/** A schema may combine keywords that can never apply together, such as `enum` and another `type`. */
const OPTIONS = { strict: false, validateFormats: false } as const;

const name = fc.constantFrom("spam", "isRed", "hate_speech", "a-b", "label", "__proto__x", "constructor");
const scalar = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.constantFrom("red", "none", "x", ""),
);
const least = fc.integer({ min: 0, max: 2 });
const most = fc.integer({ min: 2, max: 4 });
const lower = fc.integer({ min: -5, max: 2 }).map((value) => value / 2);
const upper = fc.integer({ min: 1, max: 5 }).map((value) => value / 2);
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });

const { schema } = fc.letrec((tie) => {
  const child = tie("schema");
  return {
    schema: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      fc.constantFrom({ type: "boolean" }, { type: "null" }, { type: ["boolean", "null"] }, true, {}),
      fc.record({
        type: fc.constantFrom("number", "integer", ["integer", "null"]),
        minimum: optional(lower),
        maximum: optional(upper),
        exclusiveMinimum: optional(lower),
        exclusiveMaximum: optional(upper),
      }),
      fc.record({ type: fc.constant("string"), minLength: optional(least), maxLength: optional(most) }),
      fc.record({ enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 }) }),
      fc.record({ const: scalar }),
      fc.record({
        type: fc.constant("array"),
        items: optional(child),
        minItems: optional(least),
        maxItems: optional(most),
      }),
      fc.record({
        type: fc.constant("object"),
        properties: fc.dictionary(name, child, { maxKeys: 4 }),
        required: fc.uniqueArray(name, { maxLength: 2 }),
        additionalProperties: fc.oneof(fc.constant(undefined), fc.boolean(), child),
      }),
      fc.record({ anyOf: fc.array(child, { minLength: 1, maxLength: 3 }) }),
      fc.record({
        type: fc.constantFrom("boolean", "string"),
        anyOf: fc.array(child, { minLength: 1, maxLength: 2 }),
      }),
      fc.constantFrom({ $ref: "#/$defs/one" }, { $ref: "#/$defs/two" }, { $ref: "#" }),
      // Keywords that the emulator does not support are rare, because one of them rejects the complete schema.
      fc.oneof(
        { arbitrary: fc.constant({ type: "string" }), weight: 15 },
        { arbitrary: fc.constantFrom({ type: "string", pattern: "^a" }, { not: {} }), weight: 1 },
      ),
    ),
  };
});
const withDefinitions = fc
  .tuple(schema, schema, schema)
  .map(([root, one, two]) => (typeof root === "object" ? { ...root, $defs: { one, two } } : root));

it(`of ${RUNS} random schemas, each gets a valid answer or HTTP 400`, async () => {
  const emulator = createEmulator({ keepTasks: 1 });
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(withDefinitions, async (one) => {
      const reply = await ask(emulator, "red spam", { ...formatFor(one), max_tokens: 1_000_000 });
      if (reply.status === 400) {
        expect(reply.body.message).toMatch(/does not support|found no answer|too complex|refers to/);
        return;
      }
      expect(reply.status).toBe(200);
      answered += 1;
      const validate = new Ajv2020(OPTIONS).compile(one);
      const answer: unknown = answerOf(reply);
      expect({ isValid: validate(answer), errors: validate.errors ?? [] }).toEqual({
        isValid: true,
        errors: [],
      });
    }),
    { numRuns: RUNS, seed: 1 },
  );
  // Otherwise, the test would hardly test anything.
  expect(answered).toBeGreaterThan(RUNS / 2);
}, 60_000);

it.each<[name: string, schema: Readonly<Record<string, unknown>>]>([
  ["an enum that is null", { enum: [null] }],
  ["a second type, if the limits exclude the first", { type: ["integer", "null"], minimum: 2, maximum: 1 }],
  ["alternatives that say nothing about the type", { type: "boolean", anyOf: [{}, true] }],
  ["an open interval", { type: "number", exclusiveMinimum: 0.25, exclusiveMaximum: 0.5 }],
])("%s is answered", async (_, one) => {
  const answer: unknown = answerOf(await ask(createEmulator(), "x", formatFor(one)));
  expect(new Ajv2020(OPTIONS).compile(one)(answer)).toBe(true);
});

it("an impossible schema is rejected, and one that only looks impossible is answered", async () => {
  const emulator = createEmulator();
  const list = {
    type: "object",
    properties: { value: { type: "boolean" }, next: { anyOf: [{ $ref: "#" }, { type: "null" }] } },
    required: ["value", "next"],
    additionalProperties: false,
  };
  const answer: unknown = answerOf(await ask(emulator, "x", formatFor(list)));
  expect(new Ajv2020(OPTIONS).compile(list)(answer)).toBe(true);
  expect((await ask(emulator, "x", formatFor({ type: "boolean", enum: [1] }))).status).toBe(400);
});

const MANY = Array.from({ length: 4500 }, (_, index) => index);
/** Definitions whose checks double 14 times. */
const DOUBLING = Object.fromEntries([
  ["d14", { type: "number" }],
  ...Array.from({ length: 14 }, (_, index) => {
    const next = { $ref: `#/$defs/d${index + 1}` };
    return [`d${index}`, { anyOf: [next, next] }];
  }),
]);
const nested = Array.from({ length: 1000 }).reduce<unknown>((inner) => [inner], 1);

it.each<[name: string, schema: Readonly<Record<string, unknown>>, message: string]>([
  ["a constant that is nested deeply", { const: nested }, "nested more than 64 levels"],
  ["a choice that is nested deeply", { enum: [nested] }, "nested more than 64 levels"],
  ["many items of many choices", { type: "array", minItems: 5000, items: { enum: MANY } }, "too complex"],
  [
    "many items that take long to check",
    {
      $defs: DOUBLING,
      type: "array",
      minItems: 3000,
      items: { anyOf: [{ anyOf: [{ const: "a" }, { $ref: "#/$defs/d0" }] }, { type: "null" }], minLength: 5 },
    },
    "too complex",
  ],
  [
    "many long texts",
    { type: "array", minItems: 9000, items: { type: "string", minLength: 10_000 } },
    "too complex",
  ],
  [
    "many long constants",
    { type: "array", minItems: 9000, items: { const: "x".repeat(1_000_000) } },
    "too complex",
  ],
])("%s is rejected without delay", async (_, one, message) => {
  const reply = await ask(createEmulator(), "x", formatFor(one));
  expect({ status: reply.status, message: reply.body.message }).toEqual({
    status: 400,
    message: expect.stringContaining(message),
  });
});

it("a number that JSON cannot express is not answered", async () => {
  const request = {
    model: VLM,
    messages: [{ role: "user", content: "x" }],
    ...formatFor({ const: "NUMBER" }),
  };
  const response = await createEmulator().fetch(`https://api.thehive.ai${CHAT}`, {
    method: "POST",
    headers: { authorization: "Bearer demo-vlm", "content-type": "application/json" },
    body: JSON.stringify(request).replace('"NUMBER"', "1e400"),
  });
  expect(response.status).toBe(400);
});

it("texts of more than 1 MiB together are rejected", async () => {
  const text = { type: "text", text: "x ".repeat(300_000) };
  expect((await ask(createEmulator(), [text])).status).toBe(200);
  expect((await ask(createEmulator(), [text, text])).status).toBe(413);
});
