import { createServer } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import { picture } from "./support/pictures.ts";
import { submit } from "./support/submit.ts";

const png = await picture({ width: 8, height: 8 }, "#ff0000").png().toBuffer();
const emulator = createEmulator();
let base = "";

const files = createServer((request, response) => {
  if (request.url?.startsWith("/a.png") === true) response.setHeader("content-type", "image/png").end(png);
  else if (request.url === "/away") response.writeHead(302, { location: "/a.png" }).end();
  else if (request.url === "/cut")
    response.writeHead(200, { "content-length": 1000 }).write("x", () => response.destroy());
  else response.writeHead(404).end("none");
});

beforeAll(async () => {
  await new Promise<void>((resolve) => files.listen(0, "127.0.0.1", resolve));
  const address = files.address();
  base = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
afterAll(() => {
  files.close();
  files.closeAllConnections();
});

it("a URL on this machine is downloaded, and is echoed unchanged", async () => {
  const url = `${base}/a.png?sig=1%20`;
  for (const form of [new URLSearchParams({ image_url: url }), createUrlForm(url)]) {
    const { status, body } = await submit(emulator, "demo-colors", form);
    expect(status).toBe(200);
    expect(body.status.response.input.media).toMatchObject({
      url,
      filename: null,
      mimetype: "image/png",
      width: 8,
    });
  }
  expect(emulator.journal.at(-1)).toMatchObject({
    kind: "image_url",
    mimetype: "image/png",
    sizeBytes: png.length,
    filename: null,
  });
});

it.each(["/none", "/away", "/cut"])(
  "a URL that cannot be downloaded (%s) is an error inside HTTP 200",
  async (path) => {
    const { status, body } = await submit(
      emulator,
      "demo-colors",
      new URLSearchParams({ image_url: base + path }),
    );
    expect(status).toBe(200);
    expect(body).toEqual({ return_code: 400, message: "Unable to download file from url" });
    expect(emulator.journal.at(-1)).toMatchObject({ httpStatus: 200, taskId: null, chargeUsd: 0 });
  },
);

it("a port without a server is an error inside HTTP 200", async () => {
  const { status, body } = await submit(
    emulator,
    "demo-colors",
    new URLSearchParams({ image_url: "http://localhost:1/x.png" }),
  );
  expect(status).toBe(200);
  expect(body.return_code).toBe(400);
});

it("a file that exceeds maxBodyBytes is an error inside HTTP 200, like one that cannot be downloaded", async () => {
  const own = createEmulator({ maxBodyBytes: 400, fetch: async () => new Response(new Uint8Array(401)) });
  const response = await submit(
    own,
    "demo-colors",
    new URLSearchParams({ image_url: "http://localhost/x.png" }),
  );
  expect(response).toMatchObject({ status: 200, body: { return_code: 400 } });
  own.verify.one({ sizeBytes: null, taskId: null });
});

it("another host is rejected with a message that explains how to allow it", async () => {
  const { status, body } = await submit(
    emulator,
    "demo-colors",
    new URLSearchParams({ image_url: "https://example.com/a.png" }),
  );
  expect(status).toBe(400);
  expect(body.message).toContain('allowedHosts: ["example.com"]');
});

it.each([
  "http://169.254.169.254/",
  "http://127.0.0.1.example.com/",
  "http://0.0.0.0/",
  "http://user:pw@127.0.0.1/",
  "file:///etc/passwd",
  "data:,x",
  "a.png",
])("%s is rejected", async (url) => {
  expect((await submit(emulator, "demo-colors", new URLSearchParams({ image_url: url }))).status).toBe(400);
});

it("an allowed host is contacted", async () => {
  const own = createEmulator({ allowedHosts: ["Nowhere.invalid"] });
  const { status } = await submit(
    own,
    "demo-colors",
    new URLSearchParams({ image_url: "http://nowhere.invalid/a.png" }),
  );
  expect(status).toBe(200);
});

function createUrlForm(url: string): FormData {
  const form = new FormData();
  form.set("image_url", url);
  return form;
}

it.each(["reset", "close"] as const)("a %s ends a download with HTTP 503", async (end) => {
  const requested: string[] = [];
  const emulator = createEmulator({
    files: {
      "https://media.example/never.png": () => {
        requested.push("file");
        return new Promise(() => undefined);
      },
    },
    fetch: (_, init) =>
      new Promise((_, reject) => {
        requested.push("fetch");
        init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      }),
  });
  const responses = ["https://media.example/never.png", `${base}/never.png`].map((url) =>
    submit(emulator, "demo-colors", createUrlForm(url)),
  );
  await expect.poll(() => requested).toHaveLength(2);
  void emulator[end]();
  for (const { status, body } of await Promise.all(responses)) {
    expect({ status, code: body.return_code }).toEqual({ status: 503, code: 503 });
  }
});
