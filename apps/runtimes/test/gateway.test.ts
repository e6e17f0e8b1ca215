import { afterAll, beforeAll, expect, it } from "vitest";
import { toSlug } from "../src/conformance/case-context.ts";
import { CASES } from "../src/conformance/cases.ts";
import { openGateway } from "./support/gateway.ts";
import type { Gateway } from "./support/gateway.ts";

let gateway: Gateway;
/** Each test uses the emulator of another case. */
const unusedCases = CASES.filter(
  ({ project, emulator }) => project === "demo-colors" && emulator === undefined,
);

beforeAll(async () => {
  gateway = await openGateway("");
});

afterAll(async () => {
  await gateway.close();
});

/** Sends a request as a case would. @returns the unexpected parts that the gateway found */
async function sendRequest(path: string, init: RequestInit): Promise<readonly string[]> {
  const name = unusedCases.shift()?.name ?? "";
  await (await fetch(`${gateway.origin}/cases/${toSlug(name)}${path}`, init)).text();
  return (await gateway.readUnexpected()).get(name) ?? [];
}

const authorization = "Token demo-colors";
const post = (headers: Readonly<Record<string, string>> = { authorization }): RequestInit => {
  const body = new FormData();
  body.set("image_url", `${gateway.origin}/media/shapes.jpg`);
  return { method: "POST", body, headers };
};

it("finds nothing unexpected in requests that the API supports", async () => {
  expect(await sendRequest("/api/v1/tag/task", post())).toEqual([]);
  const poll = "/api/v2/task?task_id=1&frame_limit=100&frame_offset=0";
  expect(await sendRequest(poll, { headers: { authorization } })).toEqual([]);
});

it.each([
  ["a query parameter", "?debug=1", { authorization }, ["the query parameter debug"]],
  ["the key in the query", "?api_key=demo-colors", {}, ["the query parameter api_key", "the key in the URL"]],
  ["the parameters of a poll in a submission", "?task_id=1", {}, ["the query parameter task_id"]],
  ["a header", "", { authorization, "x-trace": "1" }, ["the header x-trace"]],
  [
    "the key in another header",
    "",
    { authorization, "user-agent": "core (demo-colors)" },
    ["the key in the header user-agent"],
  ],
  ["another credential", "", { authorization: "Basic ZGVtbw==" }, ["a credential that is not a token"]],
])("finds %s", async (_what, query, headers, unexpected) => {
  expect(await sendRequest(`/api/v1/tag/task${query}`, post(headers))).toEqual(unexpected);
});

it("finds the key in a body, even if it is split across two chunks", async () => {
  const chunks = ["the key is demo-", "colors"].map((text) => new TextEncoder().encode(text));
  const body = new ReadableStream<Uint8Array>({
    pull: async (stream) => {
      const chunk = chunks.shift();
      if (chunk === undefined) stream.close();
      else stream.enqueue(chunk);
    },
  });
  const init = { method: "POST", body, duplex: "half" as const, headers: { authorization } };
  expect(await sendRequest("/api/v1/tag/task", init)).toEqual(["the key in the body"]);
});

it("finds unexpected parts of requests to a page or a redirect", async () => {
  expect(await sendRequest("/page/api/v1/tag/task?api_key=1", post())).toEqual([
    "the query parameter api_key",
  ]);
});
