import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callsCurl, checkCurl } from "../src/check-curl.ts";
import { compareReply, parseShown } from "../src/compare-reply.ts";
import { openCurlDesk } from "../src/curl-desk.ts";
import type { CurlDesk } from "../src/curl-desk.ts";
import { listDocuments, pathOf } from "../src/documents.ts";
import { readBlocks } from "../src/read-blocks.ts";

const documents = listDocuments()
  .map((document) => ({ document, markdown: readFileSync(pathOf(document), "utf8") }))
  .filter(({ document, markdown }) => readBlocks(document, markdown).some(callsCurl));
const TASK = "curl --url http://127.0.0.1:8787/api/v1/tag/task --header 'Authorization: Token demo-colors'";
const PICTURE = "--form 'image=@demo-media/shapes.jpg'";
let desk: CurlDesk;

beforeAll(async () => {
  desk = await openCurlDesk();
});

afterAll(() => desk.close());

const block = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\`\n\n`;
const check = async (markdown: string): Promise<readonly string[]> =>
  (await checkCurl({ document: "docs/a.md", markdown }, desk)).flatMap(({ problems }) => problems);

describe("blocks that call curl", () => {
  it("are found in both guides and in the emulator's README", () => {
    const expected = ["docs/v1-with-curl.md", "docs/v2-and-v3-with-curl.md", "packages/emulator/README.md"];
    expect(documents.map(({ document }) => document)).toEqual(expect.arrayContaining(expected));
  });

  it.each(documents)("in $document get the responses that it shows", async (guide) => {
    expect((await checkCurl(guide, desk)).flatMap(({ problems }) => problems)).toEqual([]);
  });

  const wrongPath = `${TASK.replace("/tag/", "/tags/")} ${PICTURE}`;
  it.each([
    ["an HTTP error", wrongPath, "HTTP 404"],
    ["an HTTP error next to a success", `${wrongPath} &\n${TASK} ${PICTURE}`, "HTTP 404"],
    ["a failure in HTTP 200", `${TASK} --form 'image_url=http://127.0.0.1:9100/none.jpg'`, "HTTP 200"],
    ["an exit code", `${TASK} ${PICTURE}\nfalse`, "exited with code 1"],
    ["no request", "true # curl", "sent no request"],
  ])("with %s are reported", async (_, script, problem) => {
    expect(await check(block("sh", script))).toEqual([expect.stringContaining(problem)]);
  });

  it("show the complete response, or the properties that they list", async () => {
    const curl = block("sh", `${TASK} ${PICTURE}`);
    const part = (shown: string): string => `${curl}<!-- reply: width, height -->\n\n${block("json", shown)}`;
    expect(await check(part('{ "width": 640, "height": 480 }'))).toEqual([]);
    expect(await check(part('{ "width": 641, "height": 480 }'))).toEqual([
      "docs/a.md:8: the reply.width is 640, not 641",
    ]);
    expect(await check(curl + block("json", '{ "width": 640, "height": 480 }'))).toEqual([
      "docs/a.md:6: the reply.width is missing",
    ]);
  });

  it("with rejected requests get the responses in their table", async () => {
    const table = (...rows: readonly string[]): string =>
      `<!-- refused -->\n\n${block("sh", `${TASK} --form text=a`)}| sent | HTTP | body |\n|---|---|---|\n${rows.join("\n")}\n`;
    const good = '| no media | **400** | `{"return_code":400,"message":"Send exactly one of …"}` |';
    expect(await check(table(good))).toEqual([]);
    expect(await check(table(good.replace("**400**", "403")))).toEqual(["docs/a.md:9: HTTP 400, not 403"]);
    expect(await check(table(good.replace("Send", "Give")))).toEqual([
      expect.stringContaining("docs/a.md:9: the reply.message is"),
    ]);
    expect(await check(table(good, good))).toEqual([
      "docs/a.md:4: 1 responses, but 2 rows in the next table",
    ]);
  });
});

describe("a response", () => {
  const ids = ["0d456b10-d153-4aa1-8a7b-b4cc75749556", "31bdd168-b507-406d-bdbc-5de6a2485b98"];

  it.each([
    ['{"a": 1}', '{"a":1}', true],
    ['{"a": 1}', '{"a":2}', false],
    ['{"a": 1}', '{"a":1,"b":2}', false],
    ['{"a": 1, "b": 2}', '{"a":1}', false],
    ['{"a": null}', "{}", false],
    ["[1, …]", "[1,2,3]", true],
    ["[1, …]", "[2,1]", false],
    ["[1]", "[1,2]", false],
    ["[1, …, 3]", "[1,2,2,3]", true],
    ["[1, …, 3]", "[1,2,3,4]", false],
    ["0.12317708333333334", "0.123178", true],
    ["0.12317708333333334", "0.13", false],
    ["0", "0.0001", false],
    ['"a … c"', '"a b c"', true],
    ['"a … c"', '"a b d"', false],
    ['"2026-11-24T08:39:05.674Z"', '"2027-01-01T00:00:00.000Z"', true],
    ['"2026-11-24T08:39:05.674Z"', '"yesterday"', false],
    [`["${ids[0]}", "x_${ids[0]}"]`, `["${ids[1]}","x_${ids[1]}"]`, true],
    [`["${ids[0]}", "${ids[0]}"]`, `["${ids[0]}","${ids[1]}"]`, false],
  ])("shown as %s may be %s: %j", (shown, reply, isSame) => {
    expect(compareReply(parseShown(shown), JSON.parse(reply)) === null).toBe(isSame);
  });
});
