import { describe, expect, it } from "vitest";
import { readFixture } from "../../../test/read-fixture.ts";
import { decodeChat } from "./decode-chat.ts";

const CHOICE = { index: 0, message: { role: "assistant", content: "SECRET answer" }, finish_reason: "stop" };
const USAGE = { prompt_tokens: 10, completion_tokens: 3, total_tokens: 13 };
const REPLY = { id: "a-1", created: 1767225600123, choices: [CHOICE], usage: USAGE };

const withMessage = (message: unknown): object => ({ ...REPLY, choices: [{ ...CHOICE, message }] });
const withIndexes = (...indexes: readonly unknown[]): object => ({
  ...REPLY,
  choices: indexes.map((index) => ({ ...CHOICE, index })),
});
const withUsage = (usage: unknown): object => ({ ...REPLY, usage });

describe("a reply", () => {
  it("is read from every fixture of a successful response", () => {
    const replies = ["chat/image", "chat/llm", "chat/video-per-frame"].map((name) =>
      decodeChat(readFixture(name), []),
    );
    expect(replies.map(({ choices }) => choices.map(({ index }) => index))).toEqual([[0], [0], [0, 1, 2]]);
  });

  it.each<[string, object, object]>([
    ["keys that nobody knows", { ...REPLY, service_tier: "x", choices: [{ ...CHOICE, logprobs: null }] }, {}],
    ["no id", { ...REPLY, id: undefined }, { id: "" }],
    [
      "no finish_reason",
      { ...REPLY, choices: [{ ...CHOICE, finish_reason: null }] },
      { choices: [{ finishReason: null }] },
    ],
    ["no index", withIndexes(null), { choices: [{ index: 0 }] }],
    ["another order", withIndexes(1, 0), { choices: [{ index: 0 }, { index: 1 }] }],
    ["an empty refusal", withMessage({ content: "yes", refusal: "" }), { choices: [{ text: "yes" }] }],
    ["a status of success", { ...REPLY, status_code: 200 }, {}],
    ["no total", withUsage({ prompt_tokens: 10, completion_tokens: 3 }), { usage: { totalTokens: 13 } }],
    ["seconds", { ...REPLY, created: 1767225600 }, { createdOn: new Date("2026-01-01T00:00:00Z") }],
    ["no date", { ...REPLY, created: "today" }, { createdOn: null }],
    ["a date that cannot exist", { ...REPLY, created: 1e300 }, { createdOn: null }],
    [
      "a token at its end",
      withMessage({ content: "yes \n<|endoftext|><|endoftext|>\n" }),
      { choices: [{ text: "yes" }] },
    ],
    [
      "the token elsewhere",
      withMessage({ content: "<|endoftext|> x" }),
      { choices: [{ text: "<|endoftext|> x" }] },
    ],
  ])("may have %s", (_name, json, expected) => {
    expect(decodeChat(json, [])).toMatchObject(expected);
  });

  it("may have many blanks, which take linear time", () => {
    const content = `a${" ".repeat(2_000_000)}b <|endoftext|> `;
    expect(decodeChat(withMessage({ content }), []).choices[0].text).toBe(content.slice(0, 2_000_002));
  });

  it("keeps the blanks at the end of a text without the token", () => {
    expect(decodeChat(withMessage({ content: "yes \n" }), []).choices[0].text).toBe("yes \n");
  });

  it("lists answers by index", () => {
    const choices = [2, 0, 1].map((index) => ({ ...CHOICE, index, message: { content: `frame ${index}` } }));
    expect(decodeChat({ ...REPLY, choices }, []).choices.map(({ text }) => text)).toEqual([
      "frame 0",
      "frame 1",
      "frame 2",
    ]);
  });
});

describe("a decode error names the place", () => {
  it.each<[string, unknown, string]>([
    ["no object", "SECRET", "(reply)"],
    ["no choices", { ...REPLY, choices: undefined }, "choices"],
    ["null as choices", { ...REPLY, choices: null }, "choices"],
    ["an empty list of choices", { ...REPLY, choices: [] }, "choices"],
    ["an object as choices", { ...REPLY, choices: { 0: CHOICE } }, "choices"],
    ["a string as choice", { ...REPLY, choices: ["SECRET"] }, "choices[0]"],
    ["no message", withMessage(undefined), "choices[0].message.content"],
    ["a string as message", withMessage("SECRET"), "choices[0].message"],
    ["no content", withMessage({}), "choices[0].message.content"],
    ["null as content", withMessage({ content: null }), "choices[0].message.content"],
    ["content of whitespace", withMessage({ content: " \n" }), "choices[0].message.content"],
    ["nothing but the last token", withMessage({ content: "<|endoftext|>" }), "choices[0].message.content"],
    [
      "parts as content",
      withMessage({ content: [{ type: "text", text: "SECRET" }] }),
      "choices[0].message.content",
    ],
    ["a refusal", withMessage({ content: null, refusal: "SECRET: I cannot" }), "choices[0]"],
    ["a refusal with content", withMessage({ content: "{}", refusal: "SECRET: I cannot" }), "choices[0]"],
    [
      "a withheld answer",
      { ...REPLY, choices: [{ ...CHOICE, finish_reason: "content_filter" }] },
      "choices[0]",
    ],
    [
      "a number as finish_reason",
      { ...REPLY, choices: [{ ...CHOICE, finish_reason: 1 }] },
      "choices[0].finish_reason",
    ],
    ["a repeated index", withIndexes(0, 0), "choices"],
    ["no answer to the first frame", withIndexes(1, 2), "choices"],
    ["a repeated index without index", withIndexes(1, null), "choices"],
    ["a gap", withIndexes(0, 2), "choices"],
    ["a gap at the start", withIndexes(1, 2), "choices"],
    ["a fraction as index", withIndexes(0.5), "choices[0].index"],
    ["a negative index", withIndexes(-1), "choices[0].index"],
    ["a string as index", withIndexes("0"), "choices[0].index"],
    ["no usage", withUsage(undefined), "usage"],
    ["a list as usage", withUsage([]), "usage"],
    ["no completion_tokens", withUsage({ prompt_tokens: 1 }), "usage"],
    ["a string as tokens", withUsage({ ...USAGE, completion_tokens: "3" }), "usage.completion_tokens"],
    ["a negative number of tokens", withUsage({ ...USAGE, prompt_tokens: -1 }), "usage.prompt_tokens"],
  ])("for %s", (_name, json, path) => {
    expect(() => decodeChat(json, [])).toThrow(expect.objectContaining({ kind: "decode", paths: [path] }));
  });
});

describe("a task error", () => {
  it.each<[string, object, string | null]>([
    ["status_code", { status_code: 500, message: "An example message" }, "500"],
    ["status_code beside an answer", { ...REPLY, status_code: 500 }, "500"],
    ["return_code", { return_code: 429, message: "Too fast" }, "429"],
    ["an error object", { error: { message: "SECRET" } }, null],
  ])("follows from %s", (_name, json, hiveCode) => {
    expect(() => decodeChat(json, [])).toThrow(expect.objectContaining({ kind: "task", hiveCode }));
  });
});
