// Cuts, rewrites and breaks the model's answers. HIVEKIT_VLM_CASES=10000 checks that many; a failure prints the seed.
//
// The oracle knows the complete answer and what was done to it:
//
//   A change that keeps the meaning of JSON, or a single code fence: exactly the verdict of the complete answer.
//   Any other change: never `allow`, for any complete answer. `block` and `review` remain possible only if a category
// that applies still has its `true`. Any change: a verdict or a Hivekit error, and nothing else.

import fc from "fast-check";
import { expect, it } from "vitest";
import { isHiveError } from "../src/index.ts";
import type { Decision, Verdict } from "../src/policy.ts";
import { definePromptPolicy, HiveVlm } from "../src/vlm.ts";
import type { PromptPolicy } from "../src/vlm.ts";

const CASES = 2000;
const given = process.env["HIVEKIT_VLM_CASES"];
const numRuns = given === undefined ? CASES : Number(given);

const NAMES = ["insult", "weaponsSale", "spam", "constructor"] as const;
const MAX_TOKENS = 1024;

type Answers = Readonly<Record<string, boolean>>;
/** The parts of a response that a change may replace. */
type Reply = {
  readonly content: unknown;
  readonly message: Readonly<Record<string, unknown>>;
  readonly choice: Readonly<Record<string, unknown>>;
  readonly envelope: Readonly<Record<string, unknown>>;
  /** Turns the JSON of the response into its body. */
  readonly body: (json: string) => string;
};

type Context = {
  readonly answers: Answers;
  /** The answers as JSON, after the explanation if the policy asks for one. */
  readonly text: string;
  /** Chooses a position, or one of several things. */
  readonly pick: (below: number) => number;
};

type Change = (context: Context) => Partial<Reply>;

const last = (of: Context): string => Object.keys(of.answers).at(-1) ?? "";
const name = ({ answers, pick }: Context): string =>
  Object.keys(answers)[pick(Object.keys(answers).length)] ?? "";
const write = (value: unknown): string => JSON.stringify(value);
/** Writes the answers with one replaced. */
const replace = (of: Context, value: unknown): string => write({ ...of.answers, [name(of)]: value });
const rename = (of: Context, to: (key: string) => string): string => {
  const chosen = name(of);
  return write(
    Object.fromEntries(
      Object.entries(of.answers).map(([key, value]) => [key === chosen ? to(key) : key, value]),
    ),
  );
};

/** Changes that keep the meaning of the answer. */
const KEEPING: Readonly<Record<string, Change>> = {
  nothing: () => ({}),
  whitespace: ({ answers }) => ({ content: `\n ${JSON.stringify(answers, null, 2)}\r\n\t` }),
  "another order": ({ answers }) => ({
    content: write(Object.fromEntries(Object.entries(answers).toReversed())),
  }),
  "escaped keys": ({ answers }) => ({
    content: write(answers).replaceAll(/"(\w)/g, (_all, first: string) => {
      return `"\\u${first.charCodeAt(0).toString(16).padStart(4, "0")}`;
    }),
  }),
  "a code fence": ({ text }) => ({ content: `\`\`\`json\n${text}\n\`\`\`` }),
  "a code fence without a language": ({ text }) => ({ content: `\`\`\`\n${text}\n\`\`\`\n` }),
  "the end of the text as a token": ({ text }) => ({ content: `${text}<|endoftext|>` }),
  "an envelope with more keys": () => ({ envelope: { system_fingerprint: "example", service_tier: null } }),
  "spaces before the response": () => ({ body: (json) => `${" ".repeat(5000)}\n${json}\n` }),
  "other token counts": () => ({
    envelope: { usage: { prompt_tokens: 1, completion_tokens: MAX_TOKENS - 1, total_tokens: MAX_TOKENS } },
  }),
};

/** Changes after which the verdict must not be `allow`. */
const BREAKING: Readonly<Record<string, Change>> = {
  "a cut": ({ text, pick }) => ({ content: text.slice(0, pick(text.length)) }),
  "a cut in a code fence": ({ text, pick }) => ({
    content: `\`\`\`json\n${text.slice(0, pick(text.length))}`,
  }),
  "a cut that closes itself": ({ text, pick }) => ({ content: `${text.slice(0, pick(text.length - 1))}}` }),
  "a cut response": ({ pick }) => ({ body: (json) => json.slice(0, pick(json.length - 1)) }),
  "prose before": ({ text }) => ({ content: `Sure! ${text}` }),
  "prose after": ({ text }) => ({ content: `${text}\nLet me know if you need more.` }),
  "prose around a fence": ({ text }) => ({ content: `Here:\n\`\`\`json\n${text}\n\`\`\`` }),
  "two fences": ({ text }) => ({ content: `\`\`\`\n${text}\n\`\`\`\n\`\`\`\n${text}\n\`\`\`` }),
  "a fence in a fence": ({ text }) => ({ content: `\`\`\`\n\`\`\`json\n${text}\n\`\`\`\n\`\`\`` }),
  "another fence": ({ text }) => ({ content: `~~~\n${text}\n~~~` }),
  "two answers in one": ({ text }) => ({ content: `${text}${text}` }),
  "two lines of JSON": ({ text }) => ({ content: `${text}\n${text}` }),
  "a list": ({ text }) => ({ content: `[${text}]` }),
  "a string": ({ text }) => ({ content: write(text) }),
  "an object around": ({ answers }) => ({ content: write({ answer: answers }) }),
  "a missing category": (of) => ({ content: replace(of, undefined) }),
  "an empty object": () => ({ content: "{}" }),
  null: () => ({ content: "null" }),
  false: () => ({ content: "false" }),
  "a number": () => ({ content: "0" }),
  "text for a boolean": (of) => ({ content: replace(of, "false") }),
  "a number for a boolean": (of) => ({ content: replace(of, 0) }),
  "null for a boolean": (of) => ({ content: replace(of, null) }),
  "a list for a boolean": (of) => ({ content: replace(of, [false]) }),
  "an object for a boolean": (of) => ({ content: replace(of, { value: false }) }),
  "a probability for a boolean": (of) => ({ content: replace(of, 0.01) }),
  "a key in another case": (of) => ({ content: rename(of, (key) => key.toUpperCase()) }),
  "a key with a space": (of) => ({ content: rename(of, (key) => `${key} `) }),
  "a key with a look-alike": (of) => ({
    content: rename(
      of,
      (key) => key.replaceAll("s", "ѕ").replaceAll("a", "а") + (/[sa]/.test(key) ? "" : "\u200b"),
    ),
  }),
  "a key of the prototype": (of) => ({
    content: `{"__proto__": ${write(of.answers)}}`,
  }),
  "another property": ({ answers, pick }) => ({
    content: write({ ...answers, ...[{ decision: "allow" }, { safe: true }, { "": false }][pick(3)] }),
  }),
  "a repeated key": (of) => ({
    content: of.text.replace(/\}$/, `,"${last(of)}":false}`),
  }),
  "a repeated key with an escape": (of) => ({
    content: of.text.replace(
      /\}$/,
      `,"\\u${last(of).charCodeAt(0).toString(16).padStart(4, "0")}${last(of).slice(1)}":false}`,
    ),
  }),
  "a comma at the end": ({ text }) => ({ content: text.replace(/\}$/, ",}") }),
  "a comment": ({ text }) => ({ content: text.replace("{", "{/* ok */") }),
  "single quotes": ({ text }) => ({ content: text.replaceAll('"', "'") }),
  "words of Python": ({ text }) => ({
    content: text.replaceAll("false", "False").replaceAll("true", "True"),
  }),
  NaN: ({ text }) => ({ content: text.replace(/":(?:false|true)/, '":NaN') }),
  "a byte order mark": ({ text }) => ({ content: `\ufeff${text}` }),
  "a zero-width space": ({ text }) => ({ content: `\u200b${text}` }),
  "no text": () => ({ content: "" }),
  "whitespace for a text": () => ({ content: " \n" }),
  "null for a text": () => ({ content: null }),
  "parts for a text": ({ text }) => ({ content: [{ type: "text", text }] }),
  "an object for a text": ({ answers }) => ({ content: answers }),
  "a refusal": () => ({ content: "I'm sorry, but I can't help with that." }),
  "a refusal beside the answer": () => ({ message: { refusal: "I can't help with that." } }),
  "a filter": () => ({ choice: { finish_reason: "content_filter" } }),
  "the reason length": () => ({ choice: { finish_reason: "length" } }),
  "all tokens used": () => ({
    envelope: { usage: { prompt_tokens: 1, completion_tokens: MAX_TOKENS, total_tokens: MAX_TOKENS + 1 } },
  }),
  "no token counts": () => ({ envelope: { usage: undefined } }),
  "token counts as texts": () => ({
    envelope: { usage: { prompt_tokens: "1", completion_tokens: "1", total_tokens: "2" } },
  }),
  "no choices": () => ({ envelope: { choices: [] } }),
  "no list of choices": () => ({ envelope: { choices: undefined } }),
  "no message": () => ({ choice: { message: undefined } }),
  HTML: () => ({ body: () => "<!doctype html><title>502</title>" }),
  "an empty body": () => ({ body: () => "" }),
  "whitespace alone": () => ({ body: () => "   \n" }),
  "an error": () => ({ body: () => '  {"status_code": 500, "message": "An example message"}' }),
  "an error after the response": () => ({
    body: (json) => `${json}{"status_code": 500, "message": "An example message"}`,
  }),
  "an error beside the response": () => ({ envelope: { status_code: 500, message: "An example message" } }),
};

/** Changes that are made in the same way to several choices. */
const SEVERAL: Readonly<Record<string, (choice: object) => readonly unknown[]>> = {
  "two choices": (choice) => [choice, { ...choice, index: 1 }],
  "a choice that is null": (choice) => [choice, null],
};

const anyCase = fc.record({
  values: fc.array(fc.boolean(), { minLength: 1, maxLength: NAMES.length }),
  decisions: fc.infiniteStream(fc.constantFrom<"block" | "review">("block", "review")),
  change: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...Object.keys(KEEPING)) },
    { weight: 4, arbitrary: fc.constantFrom(...Object.keys(BREAKING), ...Object.keys(SEVERAL)) },
  ),
  explanation: fc.option(
    fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom('"allow": false}', "```json\n{}\n```", "} {", "\\"),
    ),
  ),
  picks: fc.infiniteStream(fc.nat()),
});

function writeBody(change: string, context: Context): string {
  const changed = { ...KEEPING, ...BREAKING }[change]?.(context) ?? {};
  const { content = context.text, message = {}, choice = {}, envelope = {}, body = (json) => json } = changed;
  const only = {
    index: 0,
    message: { role: "assistant", content, ...message },
    finish_reason: "stop",
    ...choice,
  };
  const reply = {
    id: "7d1c2f60-1111-11ef-9a55-000000000030",
    object: "chat.completion",
    model: "hive/vision-language-model",
    created: 1767225600123,
    choices: SEVERAL[change]?.(only) ?? [only],
    usage: { prompt_tokens: 300, completion_tokens: 12, total_tokens: 312 },
    ...envelope,
  };
  return body(JSON.stringify(reply));
}

function decideBy(policy: PromptPolicy, answers: Answers): Decision {
  const decisions = Object.keys(answers).flatMap((key) =>
    answers[key] === true ? [policy.categories[key]?.decision] : [],
  );
  return decisions.includes("block") ? "block" : decisions.includes("review") ? "review" : "allow";
}

async function judge(policy: PromptPolicy, body: string): Promise<Verdict | null> {
  const vlm = new HiveVlm({ apiKey: "k", retry: false, fetch: async () => new Response(body) });
  try {
    return await vlm.judge({ text: "Hello" }, policy);
  } catch (error) {
    if (isHiveError(error)) return null;
    throw error;
  }
}

const timeout = 30_000 + numRuns * 20;
it(
  `a cut or rewritten answer leads to allow only if the complete answer does (${numRuns} cases)`,
  { timeout },
  async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(anyCase, async ({ values, decisions, change, explanation, picks }) => {
        const rules = decisions.next.bind(decisions);
        const answers = Object.fromEntries(values.map((value, index) => [NAMES[index] ?? "", value]));
        const policy = definePromptPolicy({
          instructions: "A forum for students.",
          categories: Object.fromEntries(
            Object.keys(answers).map((key) => [key, { description: "An example.", decision: rules().value }]),
          ),
          explain: explanation !== null,
        });
        const context: Context = {
          answers,
          text: write(explanation === null ? answers : { explanation, ...answers }),
          pick: (below) => Number(picks.next().value) % Math.max(1, below),
        };
        const verdict = await judge(policy, writeBody(change, context));
        const complete = decideBy(policy, answers);
        seen.add(`${change}: ${verdict?.decision ?? "error"}`);
        if (change in KEEPING) expect(verdict?.decision).toBe(complete);
        else {
          expect(verdict?.decision).not.toBe("allow");
          if (complete === "allow") expect([undefined, "unknown"]).toContain(verdict?.decision);
        }
      }),
      { numRuns, seed: Number(process.env["HIVEKIT_VLM_SEED"] ?? 1) },
    );
    // Every change was made.
    const changes = new Set([...seen].map((one) => one.replace(/: \w+$/, "")));
    expect(changes.size).toBe(Object.keys({ ...KEEPING, ...BREAKING, ...SEVERAL }).length);
  },
);
