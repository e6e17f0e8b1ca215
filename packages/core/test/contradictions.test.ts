import { describe, expect, it } from "vitest";
import { HiveClient, readFrames } from "../src/index.ts";
import type { HiveApi, Submission, Task, TaskSummary } from "../src/index.ts";
import { readCallback } from "../src/callback.ts";

const frame = (score: number): string =>
  `{"time":0,"classes":[{"class":"yes_smoking","score":${score}},{"class":"no_smoking","score":${1 - score}}]}`;
const bad = frame(0.99);
const clean = frame(0.01);
const success = '"status":{"code":"0","message":"SUCCESS"}';
const entry = (output: string): string => `{${success},"response":{"input":{},"output":[${output}]}}`;
const reply = (status: string): string => `{"id":"t","code":200,"status":[${status}]}`;

/** Documents in which an object repeats a key, first with a harmful value and then with a harmless one. */
const documents: readonly (readonly [string, HiveApi, string])[] = [
  ["status", "v2", `{"id":"t","status":[${entry(bad)}],"status":[${entry(clean)}]}`],
  ["code of the envelope", "v2", `{"id":"t","code":500,"code":200,"status":[${entry(clean)}]}`],
  ["status of an entry", "v2", reply(`{"status":{"code":"3300"},${entry(clean).slice(1)}`)],
  ["code of a status", "v2", reply(entry(clean).replace('"code":"0"', '"code":"3300","code":"0"'))],
  ["response", "v2", reply(`{${success},"response":{"output":[${bad}]},"response":{"output":[${clean}]}}`)],
  ["output", "v2", reply(entry(`${bad}],"output":[${clean}`))],
  ["output, spelled differently", "v2", reply(entry(`${bad}],"\\u006futput":[${clean}`))],
  ["an empty output", "v2", reply(entry(`],"output":[${clean}`))],
  ["output of v3", "v3", `{"task_id":"1","output":[${bad}],"output":[${clean}]}`],
  ["classes", "v2", reply(entry(`{"classes":[{"class":"yes_smoking","score":0.99}],${clean.slice(1)}`))],
  ["score", "v2", reply(entry(clean.replace('"score":', '"score":0.99,"score":')))],
  ["score, with a space", "v2", reply(entry(clean.replace('"score":', '"score" : 0.99,"score":')))],
  ["class", "v2", reply(entry(bad.replace('"class":', '"class":"yes_smoking","class":')))],
  [
    "score of the second frame",
    "v2",
    reply(entry(`${clean},${clean.replace('"score":', '"score":0.99,"score":')}`)),
  ],
  [
    "score of the last of 200 frames",
    "v2",
    reply(entry(`${`${clean},`.repeat(199)}${clean.replace('"score":', '"score":0.99,"score":')}`)),
  ],
  [
    "score of the first of 200 frames",
    "v2",
    reply(entry(`${clean.replace('"score":', '"score":0.99,"score":')}${`,${clean}`.repeat(199)}`)),
  ],
  [
    "text_filters",
    "v2",
    reply(entry(clean).replace('"input"', '"text_filters":[{"value":"x"}],"text_filters":[],"input"')),
  ],
  [
    "reasons of a hash match",
    "v2",
    reply(
      `{${success},"response":{"output":{"file":{"reasons":["matched"],"reasons":[],"classifierPrediction":{"csam_classifier":{"csam":0}}}}}}`,
    ),
  ],
];

const SUBMISSION: Submission = { url: "https://media.example/a.jpg" };

function clientFor(api: HiveApi, text: string): HiveClient {
  const model = api === "v3" ? { model: "vendor/model" } : {};
  return new HiveClient({ apiKey: "k", api, retry: false, ...model, fetch: async () => new Response(text) });
}

async function readToEnd(
  stream: AsyncIterable<unknown> & { summary(): Promise<TaskSummary> },
): Promise<TaskSummary> {
  for await (const _frame of stream);
  return stream.summary();
}

const WAYS: readonly (readonly [string, (api: HiveApi, text: string) => Promise<Task | TaskSummary>])[] = [
  ["classify", async (api, text) => clientFor(api, text).classify(SUBMISSION)],
  ["frames", async (api, text) => readToEnd(clientFor(api, text).frames(SUBMISSION))],
  ["a summary", async (api, text) => clientFor(api, text).frames(SUBMISSION).summary()],
  ["readFrames", async (_api, text) => readToEnd(readFrames(new Response(text)))],
  [
    "readCallback",
    async (_api, text) => readCallback(new Request("https://me.example/", { method: "POST", body: text })),
  ],
];

describe.each(WAYS)("%s rejects a response that repeats", (_way, read) => {
  it.each(documents)("%s", async (_key, api, text) => {
    await expect(read(api, text)).rejects.toMatchObject({
      kind: "decode",
      message: expect.stringContaining("repeats a key"),
    });
  });
});

const match = '{"reasons":["matched"]}';
const withKey = (key: string, value: string): string =>
  reply(entry(clean)).replace(/.$/, `,"${key}":${value}}`);
const inResponse = (key: string, value: string): string =>
  reply(entry(clean)).replace('"input":{}', `"${key}":${value}`);

describe.each(WAYS)("%s rejects a response with two results:", (_way, read) => {
  it.each<readonly [string, HiveApi, string]>([
    ["output and hashes", "v2", inResponse("hashes", `[${match}]`)],
    ["output and file", "v2", inResponse("file", match)],
    ["output and matchTypes", "v2", inResponse("matchTypes", '["CSAM"]')],
    ["status and file", "v2", reply(`{"file":${match},${entry(clean).slice(1)}`)],
    ["status and hashes", "v2", withKey("hashes", `[${match}]`)],
    ["status and csam_results", "v2", withKey("csam_results", '["thorn_hash_matching"]')],
    ["output and file", "v3", `{"task_id":"1","output":[${clean}],"file":${match}}`],
  ])("%s (%s)", async (keys, api, text) => {
    await expect(read(api, text)).rejects.toMatchObject({ kind: "decode", paths: keys.split(" and ") });
  });
});

describe.each(WAYS)("%s rejects a response with an error beside a success", (_way, read) => {
  it.each([
    ["in a response", inResponse("error", '"failed"')],
    ["in a response, as a code", inResponse("return_code", "500")],
    ["in an entry", reply(`{"error_code":3300,${entry(clean).slice(1)}`)],
    ["in an entry, as a code", reply(`{"code":500,${entry(clean).slice(1)}`)],
    ["in a status", reply(entry(clean)).replace('"code":"0"', '"code":"0","error":"failed"')],
    ["in a status that is not a list", `{"id":"t","status":{"code":"5",${entry(clean).slice(1)}}`],
  ])("%s", async (_place, text) => {
    await expect(read("v2", text)).rejects.toMatchObject({ kind: "task", isRetryable: expect.any(Boolean) });
  });
});

describe.each(WAYS)("%s does not evaluate a frame in a language that is not supported", (_way, read) => {
  it.each([
    ["with classes", clean.replace("{", '{"language":"UNSUPPORTED",')],
    ["with a text", clean.replace("{", '{"block_text":"x","language":"unsupported",')],
    ["with speech", clean.replace("{", '{"transcript":"x","words":[],"language":"UNSUPPORTED",')],
  ])("%s", async (_name, output) => {
    expect(await read("v2", reply(entry(output)))).toMatchObject({ results: [{ evaluated: false }] });
  });
});

describe.each(WAYS)("%s accepts a response", (_way, read) => {
  it.each([
    [
      "with colons, quotes and escapes in strings",
      clean.replace('"time":0', '"time":0,"note":"a\\":\\"b\\\\","url":"https://x.example/?a=\\"b\\":c"'),
    ],
    ["with the same key in different objects", `${clean},${bad}`],
    ["with the key __proto__", clean.replace('"time":0', '"time":0,"__proto__":{"time":1}')],
    ["with spaces", clean.replaceAll(":", " : ")],
    ["with success in every place", `${clean}],"hashes":null,"error":"","code":"0","status_code":200,"x":[`],
  ])("%s", async (_name, output) => {
    await expect(read("v2", reply(entry(output)))).resolves.toMatchObject({
      id: "t",
      results: [{ evaluated: true }],
    });
  });

  it("that is nested 20,000 levels deep in an unknown key", async () => {
    const deep = `"note":${"[".repeat(20_000)}${"]".repeat(20_000)}`;
    await expect(read("v2", `{${deep},"status":[${entry(clean)}]}`)).resolves.toMatchObject({
      results: [{}],
    });
  });
});
