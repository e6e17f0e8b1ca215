import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import { listen, type EmulatorServer } from "../src/node.ts";
import { picture } from "./support/pictures.ts";

const MIB = 1024 * 1024;
const bytes = await picture({ width: 8, height: 8 }, "#ff0000").png().toBuffer();
const V1 = { path: "/api/v1/tag/task", authorization: "Token demo-colors" };
const V2_TEXT = { path: "/api/v2/task/sync", authorization: "Token demo-text" };
const V3 = { path: "/api/v3/hive/visual-moderation", authorization: "Bearer demo-colors" };
const V3_TEXT = { path: "/api/v3/hive/text-moderation", authorization: "Bearer demo-v3" };
const MULTIPART = "multipart/form-data; boundary=b";
const JSON_TYPE = "application/json";
const URLENCODED = "application/x-www-form-urlencoded";
const FILE_HEADERS = '--b\r\nContent-Disposition: form-data; name="image"; filename="a.png"';
const file = (headers = FILE_HEADERS): Buffer =>
  Buffer.concat([Buffer.from(`${headers}\r\n\r\n`), bytes, Buffer.from("\r\n--b--\r\n")]);
const field = (name: string, value: string): string =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

let server: EmulatorServer;
beforeAll(async () => {
  server = await listen();
});
afterAll(() => server.close());

async function send(
  route: { readonly path: string; readonly authorization: string },
  type: string,
  body: string | Buffer,
  chunkBytes = MIB,
) {
  const { path, authorization } = route;
  const source = Buffer.from(body);
  let sent = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (sent >= source.length) return controller.close();
      controller.enqueue(source.subarray(sent, sent + chunkBytes));
      sent += chunkBytes;
    },
  });
  const init: RequestInit & { duplex: "half" } = {
    method: "POST",
    headers: { authorization, "content-type": type },
    body: stream,
    duplex: "half",
  };
  // A server closes the connection soon after its response, even if the client is still sending. On a busy machine, a
  // client would lose the response to a large body.
  const fetchFrom = source.length > MIB ? server.emulator.fetch : fetch;
  const response = await fetchFrom(server.url + path, init);
  return { status: response.status, body: await response.json() };
}

describe("a form", () => {
  it.each([1, 7, 100, MIB])("is read in chunks of %i bytes", async (chunkBytes) => {
    const body = Buffer.concat([Buffer.from(field("text", "ä\r\n-b--b")), file()]);
    expect(await send(V1, MULTIPART, body, chunkBytes)).toMatchObject({
      status: 200,
      body: { status: { response: { input: { media: { filename: "a.png", width: 8 } } } } },
    });
  });

  it.each([
    ["quotation marks that curl escapes", '"a\\"b.png"', 'a"b.png'],
    ["quotation marks that browsers encode", '"a%22b.png"', 'a"b.png'],
    ["a backslash", '"a\\b.png"', "a\\b.png"],
    ["letters outside ASCII", '"é😀.png"', "é😀.png"],
    ["parameters in its name", '"; name=x.png"', "; name=x.png"],
    ["no quotation marks", "a.png", "a.png"],
    ["no characters", '""', ""],
  ])("has a file whose name has %s", async (_, written, filename) => {
    const headers = `--b\r\ncontent-disposition:form-data; filename=${written}; name=image`;
    expect(await send(V1, MULTIPART, file(headers))).toMatchObject({
      status: 200,
      body: { status: { response: { input: { media: { filename } } } } },
    });
  });

  it("may have line breaks before it and any bytes after it", async () => {
    const body = Buffer.concat([Buffer.from("\r\n"), file(), Buffer.alloc(100_000)]);
    for (const chunkBytes of [1000, MIB]) {
      expect((await send(V1, MULTIPART, body, chunkBytes)).status).toBe(200);
    }
  });

  it.each([
    ["without a boundary", "multipart/form-data", file(), 400, "cannot be parsed"],
    ["with another boundary", "multipart/form-data; boundary=c", file(), 400, "cannot be parsed"],
    ["that is cut off", MULTIPART, file().subarray(0, -4), 400, "cannot be parsed"],
    ["with a part without a name", MULTIPART, file("--b\r\nA: b"), 400, 'name="image"'],
    ["with headers in Latin-1", MULTIPART, file(FILE_HEADERS).fill(0xe9, 40, 41), 400, "UTF-8"],
    ["with 1,000,000 parts", MULTIPART, field("a", "").repeat(1_000_000), 413, "more than 100 parts"],
    ["with endless headers", MULTIPART, `--b\r\nA: ${"a".repeat(20 * MIB)}`, 413, "exceed 8192 bytes"],
    [
      "with a field of 2 MiB",
      MULTIPART,
      `${field("text", "a".repeat(2 * MIB))}--b--`,
      413,
      "exceeds 1048576 bytes",
    ],
    ["with 5,000,000 urlencoded fields", URLENCODED, "a=b&".repeat(5_000_000), 413, "multipart/form-data"],
    ["with 101 urlencoded fields", URLENCODED, "a=b&".repeat(100), 413, "more than 100 fields"],
  ])("%s gets an error that says why", async (_, type, body, status, reason) => {
    const response = await send(V1, type, body);
    expect(response.status).toBe(status);
    expect(response.body.message).toContain(reason);
  });
});

describe("JSON", () => {
  const base64 = bytes.toString("base64");

  it.each([
    ["plain", base64],
    ["without padding", base64.replace(/=+$/, "")],
    ["with line breaks", `${base64.replace(/.{76}/g, "$&\n")}\n`],
    ["as a data: URI", `data:image/png;base64,${base64}`],
  ])("may contain base64 %s", async (_, media) => {
    const json = JSON.stringify({ input: [{ media_base64: media }] });
    expect((await send(V3, JSON_TYPE, json, 10)).status).toBe(200);
    // PHP escapes slashes.
    expect((await send(V3, JSON_TYPE, json.replaceAll("/", "\\/"))).status).toBe(200);
  });

  it("with base64 of almost 20 MiB has the same result as the file", async () => {
    // A trailer is not part of the picture.
    const media = Buffer.concat([bytes, Buffer.alloc(20 * MIB - bytes.length, "end")]);
    const json = JSON.stringify({ input: [{ media_base64: media.toString("base64") }] });
    const form = Buffer.concat([
      Buffer.from('--b\r\nContent-Disposition: form-data; name="media"; filename="a.png"\r\n\r\n'),
      media,
      Buffer.from("\r\n--b--"),
    ]);
    const [fromJson, fromForm] = [await send(V3, JSON_TYPE, json), await send(V3, MULTIPART, form)];
    expect(fromJson.body.output).toEqual(fromForm.body.output);
    expect(fromJson.body.output[0].classes[0]).toEqual({ class: "red", value: 1 });
  });

  it.each([
    ["that is cut off", V3, '{"input":[', 400, "not valid JSON"],
    ["with more after its end", V3, '{"input":[]}{}', 400, "not valid JSON"],
    ["that is empty", V3, "", 400, "not valid JSON"],
    ["with broken base64", V3, '{"input":[{"media_base64":"a?"}]}', 400, "must be base64"],
    [
      "with base64 in several parts",
      V3,
      `{"input":[{"media_base64":"${"QQ==".repeat(100_000)}"}]}`,
      400,
      "base64",
    ],
    [
      "with base64 above 20 MiB",
      V3,
      `{"input":[{"media_base64":"${"A".repeat(27_990_000)}"}]}`,
      413,
      "20971520",
    ],
    [
      "with base64 of 100 MiB",
      V3,
      `{"input":[{"media_base64":"${"A".repeat(140_000_000)}"}]}`,
      413,
      "multipart",
    ],
    [
      "with a URL of 2 MiB",
      V3,
      `{"input":[{"media_url":"http://${"a".repeat(2 * MIB)}"}]}`,
      413,
      "media_url",
    ],
    ["with a text of 20 MiB", V3_TEXT, `{"input":[{"text":"${"a".repeat(20 * MIB)}"}]}`, 400, "1024"],
    ["with 10,000,000 values", V3, `[${"1,".repeat(10_000_000)}1]`, 413, "10000"],
    ["10,000,000 levels deep", V3, "[".repeat(10_000_000), 413, "10000"],
    ["above 1 MiB in v2", V2_TEXT, `{"metadata":"${"a".repeat(2 * MIB)}"}`, 413, "1048576"],
  ])("%s gets an error that says why", async (_, route, body, status, reason) => {
    const response = await send(route, JSON_TYPE, body);
    expect(response.status).toBe(status);
    expect(response.body.message).toContain(reason);
  });

  it("is accepted 4,000 levels deep", async () => {
    const json = `{"text_data":"hello","metadata":${"[".repeat(4000)}${"]".repeat(4000)}}`;
    expect((await send(V2_TEXT, JSON_TYPE, json)).status).toBe(200);
  });
});

it("other requests are served while large bodies are read", async () => {
  const state = { isDone: false };
  const large = Promise.all([
    send(V3_TEXT, JSON_TYPE, `{"input":[{"text":"${"\\u0041".repeat(500_000)}"}]}`),
    send(V1, URLENCODED, "a=b&".repeat(5_000_000)),
    send(V1, MULTIPART, field("a", "").repeat(500_000)),
    send(V3, JSON_TYPE, `{"input":[{"media_base64":"${"A".repeat(27_000_000)}"}]}`),
  ]).then((responses) => {
    state.isDone = true;
    return responses;
  });
  let longestMs = 0;
  let count = 0;
  while (!state.isDone) {
    const startMs = performance.now();
    expect((await send(V2_TEXT, URLENCODED, "text_data=hello")).status).toBe(200);
    longestMs = Math.max(longestMs, performance.now() - startMs);
    count += 1;
  }
  expect((await large).map(({ status }) => status)).toEqual([400, 413, 413, 400]);
  expect(count).toBeGreaterThan(3);
  // Before bodies were read in chunks, this took 6 to 60 seconds.
  expect(longestMs).toBeLessThan(1500);
});

it("an upload above the limit gets HTTP 413 before it ends, and the connection closes", async () => {
  const emulator = createEmulator({ maxBodyBytes: MIB });
  const limited = await listen({ emulator });
  const socket = connect(limited.port, "127.0.0.1");
  socket.on("error", () => undefined);
  const response = text(socket).catch(() => "");
  socket.write(
    `POST ${V1.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${V1.authorization}\r\n` +
      `Content-Type: ${MULTIPART}\r\nTransfer-Encoding: chunked\r\n\r\n`,
  );
  const endless = setInterval(() => socket.write(`10000\r\n${"a".repeat(65_536)}\r\n`), 1);
  try {
    expect(await response).toMatch(/^HTTP\/1\.1 413 .*"return_code":413/s);
  } finally {
    clearInterval(endless);
    await limited.close();
  }
});
