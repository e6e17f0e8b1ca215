import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { ChatChoice, ChatReply } from "../protocol/chat/decode-chat.ts";
import { compileSchema, TEXT_SCHEMA } from "./compile-schema.ts";
import type { CompiledSchema } from "./compile-schema.ts";
import { readAnswer } from "./read-answer.ts";

const SAFE = compileSchema(z.strictObject({ safe: z.boolean() }));
const GOOD = '{"safe": true}';

function replyOf(
  texts: readonly string[],
  more: { finishReason?: string; completionTokens?: number } = {},
): ChatReply {
  const { finishReason = "stop", completionTokens = 5 } = more;
  const [first = "", ...others] = texts;
  const toChoice = (text: string, index: number): ChatChoice => ({ index, text, finishReason });
  return {
    id: "a-1",
    createdOn: null,
    choices: [toChoice(first, 0), ...others.map((text, index) => toChoice(text, index + 1))],
    usage: { promptTokens: 10, completionTokens, totalTokens: 10 + completionTokens },
  };
}

const read = async <Value>(
  reply: ChatReply,
  schema: CompiledSchema<Value>,
  options: { maxTokens?: number; isPerFrame?: boolean } = {},
): Promise<Awaited<ReturnType<typeof readAnswer<Value>>>> =>
  readAnswer(reply, { raw: null, schema, maxTokens: 100, isPerFrame: false, ...options });

describe("an answer is accepted", () => {
  it.each([
    ["as JSON", GOOD],
    ["with whitespace around it", `\n ${GOOD} \n`],
    ["in a code fence", `\`\`\`\n${GOOD}\n\`\`\``],
    ["in a code fence with json", ` \`\`\`json\n${GOOD}\n\`\`\` `],
    ["in a code fence with JSON, on Windows", `\`\`\`JSON\r\n${GOOD}\r\n\`\`\`\r\n`],
    ["in a code fence on one line", `\`\`\`json ${GOOD}\`\`\``],
  ])("%s", async (_name, text) => {
    expect(await read(replyOf([text]), SAFE)).toMatchObject({ value: { safe: true }, text });
  });

  it("that contains a code fence in a string", async () => {
    const text = '{"code": "```json\\n{}\\n```"}';
    const { value } = await read(replyOf([text]), compileSchema(z.object({ code: z.string() })));
    expect(value).toEqual({ code: "```json\n{}\n```" });
  });
});

describe("an answer is rejected", () => {
  it.each(["error", "CONTENT_FILTER", "tool_calls", ""])(
    "if it ended for the reason %j, which does not clearly mean its end",
    async (finishReason) => {
      await expect(read(replyOf([GOOD], { finishReason }), SAFE)).rejects.toMatchObject({
        kind: "decode",
        paths: ["choices[0].finish_reason"],
      });
    },
  );

  it("if parse returns a promise that rejects, whose error is not shown", async () => {
    const schema = compileSchema({
      jsonSchema: {},
      parse: async (json) => Promise.reject(new Error(`SECRET ${JSON.stringify(json)}`)),
    });
    await expect(read(replyOf([GOOD]), schema)).rejects.toMatchObject({
      kind: "decode",
      message: expect.not.stringContaining("SECRET"),
    });
  });

  it.each([
    ["with prose before it", `Sure! ${GOOD}`],
    ["with prose after it", `${GOOD} Stay safe.`],
    ["with prose around a code fence", `Here:\n\`\`\`json\n${GOOD}\n\`\`\``],
    ["in two code fences", `\`\`\`\n\`\`\`json\n${GOOD}\n\`\`\`\n\`\`\``],
    ["twice", `${GOOD}\n${GOOD}`],
    ["in a fence that is not closed", `\`\`\`json\n${GOOD}`],
    ["with a repeated key", '{"safe": false, "safe": true}'],
    ["with a repeated key in another spelling", String.raw`{"safe": false, "s\u0061fe": true}`],
    ["with a repeated key in a fence", '```json\n{"safe": false, "safe": true}\n```'],
    ["with a comment", '{"safe": true // yes\n}'],
    ["with single quotes", "{'safe': true}"],
    ["with a trailing comma", '{"safe": true,}'],
    ["with a byte order mark", `\ufeff${GOOD}`],
    ["cut off", '{"safe": tr'],
    ["as words", "yes"],
    ["as a string of JSON", JSON.stringify(GOOD)],
    ["in a list", `[${GOOD}]`],
    ["with a string instead of a boolean", '{"safe": "true"}'],
    ["with null", '{"safe": null}'],
    ["with another key", '{"safe": true, "also": true}'],
    ["with a key that looks the same", '{"s\u0430fe": true}'],
    ["with __proto__", '{"__proto__": {"safe": true}}'],
    ["empty", "{}"],
  ])("%s", async (_name, text) => {
    await expect(read(replyOf([text]), SAFE)).rejects.toMatchObject({ kind: "decode", isRetryable: false });
  });

  it("by an error that names known keys and never quotes the answer", async () => {
    const schema = compileSchema(
      z.object({ labels: z.array(z.enum(["a", "b"])), notes: z.record(z.string(), z.number()) }),
    );
    const text = JSON.stringify({
      labels: ["a", "SECRETMARK"],
      notes: { SECRETMARK: "SECRETMARK", labels: "SECRETMARK" },
    });
    await expect(read(replyOf([text]), schema)).rejects.toMatchObject({
      paths: [".labels[1]", ".notes.(key)", ".notes.labels"],
      message:
        "The model's answer cannot be used: it does not fit the schema at .labels[1], .notes.(key), .notes.labels; ask again, or simplify the prompt and the schema.",
    });
  });

  it("if there are several, but the question is not per frame", async () => {
    await expect(read(replyOf([GOOD, GOOD]), SAFE)).rejects.toThrow("2 answers instead of one");
    await expect(read(replyOf(["a", "b"]), TEXT_SCHEMA)).rejects.toThrow("2 answers instead of one");
  });
});

describe("an answer that is cut off", () => {
  it.each([
    ["by its finish_reason", { finishReason: "length" }],
    ["by its tokens, although finish_reason is stop", { completionTokens: 100 }],
    ["by more tokens than allowed", { completionTokens: 101 }],
  ])("is an error with a schema, and is marked without one: %s", async (_name, more) => {
    await expect(read(replyOf([GOOD], more), SAFE)).rejects.toThrow("raise maxTokens");
    expect(await read(replyOf([GOOD], more), TEXT_SCHEMA)).toMatchObject({ isCut: true, value: GOOD });
  });

  it("has at least maxTokens tokens", async () => {
    expect(await read(replyOf([GOOD], { completionTokens: 99 }), TEXT_SCHEMA)).toMatchObject({
      isCut: false,
    });
  });
});

describe("answers to frames", () => {
  const isPerFrame = true;

  it("are listed even if there is only one", async () => {
    const { value, frames } = await read(replyOf([GOOD, '{"safe": false}']), SAFE, { isPerFrame });
    expect([value, frames.map((frame) => frame.value)]).toEqual([
      { safe: true },
      [{ safe: true }, { safe: false }],
    ]);
    expect((await read(replyOf([GOOD]), SAFE, { isPerFrame })).frames).toHaveLength(1);
  });

  it("fail together if one does not fit", async () => {
    await expect(read(replyOf([GOOD, "SECRET"]), SAFE, { isPerFrame })).rejects.toMatchObject({
      kind: "decode",
    });
  });

  it("fail together if one is cut off", async () => {
    const reply = replyOf([GOOD, GOOD]);
    const [first] = reply.choices;
    const cut = { ...reply, choices: [first, { ...first, index: 1, finishReason: "length" }] } as const;
    await expect(read(cut, SAFE, { isPerFrame })).rejects.toThrow("raise maxTokens");
    expect((await read(cut, TEXT_SCHEMA, { isPerFrame })).isCut).toBe(true);
  });

  it("may have more tokens than one answer, if each is a complete object", async () => {
    const more = { completionTokens: 300 };
    const fenced = `\`\`\`json\n${GOOD}\n\`\`\``;
    expect((await read(replyOf([GOOD, fenced], more), SAFE, { isPerFrame })).frames).toHaveLength(2);
    await expect(read(replyOf([GOOD, '{"safe": true'], more), SAFE, { isPerFrame })).rejects.toThrow(
      "raise maxTokens",
    );
    // A number that is cut off is another number.
    const number = compileSchema(z.number());
    await expect(read(replyOf(["12", "1"], more), number, { isPerFrame })).rejects.toThrow("raise maxTokens");
    expect((await read(replyOf(["a", "b"], more), TEXT_SCHEMA, { isPerFrame })).isCut).toBe(true);
  });
});
