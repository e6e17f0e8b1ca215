import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { bodyOf } from "../../test/fake-fetch.ts";
import { isHiveError } from "../error/is-hive-error.ts";
import type { HiveLogFields } from "../transport/logger.ts";
import { HiveVlm } from "./hive-vlm.ts";
import type { VlmQuestion } from "./question.ts";
import type { HiveVlmOptions } from "./vlm-options.ts";

const KEY = "KEYMARK-0123456789";
const PROMPT = "PROMPTMARK: our secret rules for moderators, which nobody may read";
const TEXT = "TEXTMARK <b>my private diary</b> & the words of a long day";
const QUERY = "QUERYMARK";
const MEDIA = new Uint8Array([
  0x89,
  0x50,
  0x4e,
  0x47,
  ...new TextEncoder().encode("MEDIAMARK of a picture ".repeat(5)),
]);
const BASE64 = Buffer.from(MEDIA).toString("base64");
const ANSWER = "ANSWERMARK of the model";

/** What must not be shown, also as a part of the base64, or of the text as it is sent. */
const LEAKS = [
  /KEYMARK|PROMPTMARK|secret rules|TEXTMARK|private diary|words of a long|QUERYMARK|MEDIAMARK|ANSWERMARK/i,
  new RegExp(BASE64.slice(20, 40).replaceAll("+", String.raw`\+`)),
];

const FENCED = TEXT.replaceAll(/[&<>]/g, (mark) => `&#${mark.charCodeAt(0)};`);
const ECHO = [
  KEY,
  PROMPT,
  TEXT,
  `<content>${FENCED}</content>`,
  JSON.stringify(PROMPT + TEXT),
  encodeURIComponent(TEXT),
  `https://media.example/a.jpg?sig=${QUERY}`,
].join(" | ");
const MEDIA_ECHO = `cannot read data:image/png;base64,${BASE64}`;

const chat = (content: unknown, more: object = {}): Response =>
  Response.json({
    choices: [{ index: 0, message: { content, ...more }, finish_reason: "stop" }],
    usage: { prompt_tokens: 1, completion_tokens: 1 },
  });

const CASES: readonly {
  name: string;
  options?: HiveVlmOptions;
  respond: () => Response | Promise<Response>;
}[] = [
  ...[400, 401, 403, 405, 429, 500, 502, 504].flatMap((status) => [
    {
      name: `HTTP ${status} that repeats the request`,
      respond: () => Response.json({ status_code: status, message: ECHO }, { status }),
    },
    {
      name: `HTTP ${status} that repeats the image`,
      respond: () => Response.json({ status_code: status, message: MEDIA_ECHO }, { status }),
    },
  ]),
  { name: "HTML that repeats the request", respond: () => new Response(`<p>${ECHO}`, { status: 502 }) },
  {
    name: "a late error that repeats the request",
    respond: () => new Response(`  ${JSON.stringify({ status_code: 500, message: ECHO })}`),
  },
  {
    name: "a late error that repeats the image",
    respond: () => Response.json({ status_code: 500, message: MEDIA_ECHO }),
  },
  {
    name: "a late error that repeats base64",
    respond: () => Response.json({ status_code: 400, message: `bad ${BASE64}` }),
  },
  {
    name: "a late error whose code and id are secrets",
    respond: () => Response.json({ status_code: KEY, id: KEY }),
  },
  { name: "an answer that is not JSON", respond: () => chat(ANSWER) },
  { name: "an answer that does not fit", respond: () => chat(JSON.stringify({ safe: ANSWER, [ANSWER]: 1 })) },
  { name: "an answer with prose", respond: () => chat(`${ANSWER}: {"safe": true}`) },
  {
    name: "an answer with a repeated key",
    respond: () => chat(`{"safe": true, "safe": true, "ANSWERMARK": 1}`),
  },
  { name: "a refusal", respond: () => chat(null, { refusal: ANSWER }) },
  { name: "an answer that is a list", respond: () => chat([ANSWER]) },
  {
    name: "several answers",
    respond: () =>
      Response.json({
        choices: [1, 2].map((index) => ({ index, message: { content: ANSWER } })),
        usage: { prompt_tokens: 1, completion_tokens: 1 },
      }),
  },
  { name: "no usage", respond: () => Response.json({ choices: [{ message: { content: ANSWER } }] }) },
  {
    name: "a body that is cut off",
    respond: () => new Response(`{"choices":[{"message":{"content":"${ANSWER}${ECHO}`),
  },
  {
    name: "a body that fails",
    respond: () => new Response(bodyOf([`{"a":"${ANSWER}`, new TypeError("terminated")])),
  },
  {
    name: "a lost connection",
    respond: () => Promise.reject(new TypeError("fetch failed", { cause: new Error(ECHO) })),
  },
  { name: "a deadline", options: { timeoutMs: 30 }, respond: () => new Promise<Response>(() => {}) },
  {
    name: "an idle timeout",
    options: { idleTimeoutMs: 30 },
    respond: () => new Response(bodyOf([`{"a":"${ANSWER}`, null])),
  },
];

const QUESTIONS: readonly [string, VlmQuestion][] = [
  ["an image and a text", { prompt: PROMPT, text: TEXT, media: MEDIA }],
  ["a URL and a text", { prompt: PROMPT, text: TEXT, url: `https://media.example/a.jpg?sig=${QUERY}` }],
  [
    "several images and a text",
    {
      prompt: PROMPT,
      text: TEXT,
      images: [{ media: MEDIA }, { url: `https://media.example/a.jpg?sig=${QUERY}` }],
    },
  ],
];

function shown(value: unknown): string {
  const error = value instanceof Error ? value : null;
  const names = error === null ? [] : Object.getOwnPropertyNames(error);
  const texts = [
    String(value),
    inspect(value, { depth: 9, getters: true, maxStringLength: null }),
    JSON.stringify(value),
    JSON.stringify(value, names),
    error?.stack,
  ];
  return texts.join("\n") + (error?.cause === undefined ? "" : shown(error.cause));
}

function expectNoLeak(value: unknown): void {
  for (const leak of LEAKS) expect(shown(value)).not.toMatch(leak);
}

describe.each(QUESTIONS)("after a question about %s", (_name, question) => {
  it.each(CASES)("no secret is shown: $name", async ({ options, respond }) => {
    const lines: unknown[] = [];
    const log = (message: string, fields: HiveLogFields): void => void lines.push([message, fields]);
    const vlm = new HiveVlm({
      apiKey: KEY,
      retry: { limit: 1, minDelayMs: 0 },
      fetch: async () => respond(),
      logger: { debug: log, info: log, warn: log, error: log },
      onAttempt: (attempt) => void lines.push(attempt, attempt.error),
      ...options,
    });
    const error: unknown = await vlm
      .ask({ ...question, schema: z.strictObject({ safe: z.boolean() }) })
      .catch((thrown: unknown) => thrown);
    expect(error).toSatisfy(isHiveError);
    expectNoLeak(error);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expectNoLeak(line);
    expectNoLeak(vlm);
  });
});

it.each<[string, object]>([
  ["a prompt of another type", { prompt: [PROMPT] }],
  ["a text as URL", { prompt: PROMPT, url: TEXT }],
  ["a URL with user info", { prompt: PROMPT, url: "https://USERMARK:pw@a.example/?QUERYMARK" }],
  ["a data URI as URL", { prompt: PROMPT, url: `data:image/png;base64,${BASE64}` }],
  ["base64 as media", { prompt: PROMPT, media: BASE64 }],
  ["a text as scope", { prompt: PROMPT, url: "https://a.example/", video: { scope: TEXT } }],
  ["a schema with a text", { prompt: PROMPT, schema: TEXT }],
])("no secret is shown by %s", async (_name, question) => {
  const vlm = new HiveVlm({ apiKey: KEY, fetch: async () => new Response(ECHO) });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- untyped callers pass anything
  const error: unknown = await vlm.ask(question as VlmQuestion).catch((thrown: unknown) => thrown);
  expect(error).toSatisfy(isHiveError);
  expectNoLeak(error);
});
