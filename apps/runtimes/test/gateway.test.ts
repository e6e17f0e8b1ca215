import { afterAll, beforeAll, expect, it } from "vitest";
import { slugOf } from "../src/conformance/case-context.ts";
import { CASES } from "../src/conformance/cases.ts";
import { openGateway } from "./support/gateway.ts";
import type { Gateway } from "./support/gateway.ts";

let gateway: Gateway;
/** Each test has a case's desk of its own. */
const free = CASES.filter(({ project, emulator }) => project === "demo-colors" && emulator === undefined);

beforeAll(async () => {
  gateway = await openGateway("");
});

afterAll(async () => {
  await gateway.close();
});

/** Submits something as a case would; tells what the gateway found strange about that case. */
async function straysOf(path: string, init: RequestInit): Promise<readonly string[]> {
  const name = free.shift()?.name ?? "";
  await (await fetch(`${gateway.origin}/cases/${slugOf(name)}${path}`, init)).text();
  return (await gateway.strays()).get(name) ?? [];
}

const authorization = "Token demo-colors";
const post = (headers: Readonly<Record<string, string>> = { authorization }): RequestInit => {
  const body = new FormData();
  body.set("image_url", `${gateway.origin}/media/shapes.jpg`);
  return { method: "POST", body, headers };
};

it("what the API knows is nothing strange", async () => {
  expect(await straysOf("/api/v1/tag/task", post())).toEqual([]);
  const look = "/api/v2/task?task_id=1&frame_limit=100&frame_offset=0";
  expect(await straysOf(look, { headers: { authorization } })).toEqual([]);
});

it.each([
  ["a query parameter", "?debug=1", { authorization }, ["the query parameter debug"]],
  [
    "the key in the query",
    "?api_key=demo-colors",
    {},
    ["the query parameter api_key", "the key in the address"],
  ],
  ["the parameters of a look, beside a submission", "?task_id=1", {}, ["the query parameter task_id"]],
  ["a header", "", { authorization, "x-trace": "1" }, ["the header x-trace"]],
  [
    "the key in another header",
    "",
    { authorization, "user-agent": "core (demo-colors)" },
    ["the key in the header user-agent"],
  ],
  ["another credential", "", { authorization: "Basic ZGVtbw==" }, ["a credential that is no token"]],
])("%s is told", async (_what, query, headers, strays) => {
  expect(await straysOf(`/api/v1/tag/task${query}`, post(headers))).toEqual(strays);
});

it("the key in a body is told, wherever the pieces are cut", async () => {
  const pieces = ["the key is demo-", "colors"].map((text) => new TextEncoder().encode(text));
  const body = new ReadableStream<Uint8Array>({
    pull: async (stream) => {
      const piece = pieces.shift();
      if (piece === undefined) stream.close();
      else stream.enqueue(piece);
    },
  });
  const init = { method: "POST", body, duplex: "half" as const, headers: { authorization } };
  expect(await straysOf("/api/v1/tag/task", init)).toEqual(["the key in the body"]);
});

it("what is strange about a page or a redirect is told, too", async () => {
  expect(await straysOf("/page/api/v1/tag/task?api_key=1", post())).toEqual(["the query parameter api_key"]);
});
