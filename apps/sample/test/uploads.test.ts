import { readdir, rename } from "node:fs/promises";
import { request, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { Logger } from "@nestjs/common";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { ItemStore } from "../src/items/item-store.ts";
import { createForm, openDesk, readDemoFile } from "./support/open-desk.ts";
import type { OpenDesk } from "./support/open-desk.ts";

describe("a submission", () => {
  let desk: OpenDesk;

  beforeAll(async () => {
    desk = await openDesk({ maxUploadBytes: 100_000 });
  });

  afterAll(() => desk[Symbol.asyncDispose]());

  const post = (fields: Record<string, string | File>, init: RequestInit = {}): Promise<Response> =>
    desk.fetch("/api/items", { method: "POST", body: createForm(fields), ...init });
  const listMedia = (): Promise<string[]> => readdir(desk.mediaFolder());

  it.each([
    ["is empty", 400, {}],
    ["names an unknown project", 400, { url: "http://127.0.0.1/", project: "nobody" }],
    ["has an invalid URL", 400, { url: "nonsense" }],
    ["has a file URL", 400, { url: "file:///etc/passwd" }],
    ["has a URL with a password", 400, { url: "https://me:secret@example.com/" }],
    ["has a URL that is too long", 400, { url: `https://example.com/${"x".repeat(2048)}` }],
    ["has text that is too long", 400, { text: "x".repeat(1025), project: "text" }],
    ["has text for a project that accepts media", 400, { text: "x", project: "colors" }],
    ["has a file for a project that accepts text", 400, { media: new File(["x"], "x.jpg"), project: "text" }],
    ["has a URL and text", 400, { url: "https://example.com/", text: "x" }],
    ["has an empty file", 400, { media: new File([], "empty.jpg") }],
    ["has a file for an unknown project", 400, { media: new File(["x"], "x.jpg"), project: "nobody" }],
    ["has two files", 400, { media: new File(["1"], "1.jpg"), other: new File(["2"], "2.jpg") }],
    [
      "has a file that is not media",
      422,
      { media: new File(["<script>alert(1)</script>"], "a.jpg", { type: "image/jpeg" }) },
    ],
    ["has a file above the limit", 413, { media: new File([new Uint8Array(100_001)], "a.jpg") }],
    ["has a field above the limit", 400, { text: "x".repeat(20_000), project: "text" }],
  ])(
    "that %s is rejected with HTTP %i and a message, and nothing is stored",
    async (_name, status, fields) => {
      const response = await post(fields);
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ kind: "input", message: expect.stringMatching(/\w/) });
      expect(await listMedia()).toEqual([]);
      expect(await desk.get("/api/items")).toEqual({ items: [], next: null });
    },
  );

  it("leaves no file if the upload is interrupted", async () => {
    const { port } = new URL(desk.url);
    const headers = { "content-type": "multipart/form-data; boundary=b", "content-length": "90000" };
    const upload = request({ port, host: "127.0.0.1", path: "/api/items", method: "POST", headers });
    upload.on("error", () => {});
    upload.write('--b\r\ncontent-disposition: form-data; name="media"; filename="a.jpg"\r\n\r\n');
    upload.write(new Uint8Array(50_000));
    await expect.poll(listMedia).toHaveLength(1);
    const [debug, error] = [vi.spyOn(Logger.prototype, "debug"), vi.spyOn(Logger.prototype, "error")];
    onTestFinished(() => void vi.restoreAllMocks());
    upload.destroy();
    await expect.poll(listMedia).toEqual([]);
    await expect
      .poll(() => debug.mock.calls)
      .toEqual([["A client closed the connection during its request."]]);
    expect(error).not.toHaveBeenCalled();
  });

  it.each(["a file", "a field", "no part"])(
    "without an end, with %s, is rejected at the limit",
    async (kind) => {
      const headers = { "content-type": "multipart/form-data; boundary=b" };
      const upload = request(`${desk.url}/api/items`, { method: "POST", headers, agent: false });
      const closed = new Promise((resolve) => upload.once("close", resolve));
      upload.on("error", () => {});
      const response = new Promise<IncomingMessage>((resolve) => upload.once("response", resolve));
      const filename = kind === "a file" ? '; filename="a.jpg"' : "";
      if (kind !== "no part") {
        upload.write(`--b\r\ncontent-disposition: form-data; name="media"${filename}\r\n\r\n`);
      }
      let sentBytes = 0;
      const endless = setInterval(() => {
        sentBytes += 20_000;
        upload.write(new Uint8Array(20_000));
      }, 1);
      try {
        const received = await response;
        expect(received.statusCode).toBe(413);
        expect(await json(received)).toEqual({
          kind: "input",
          message: "A file must not exceed 100000 bytes.",
        });
        expect(sentBytes).toBeLessThan(10_000_000);
        await closed;
        await expect.poll(listMedia).toEqual([]);
      } finally {
        clearInterval(endless);
      }
    },
  );

  it("leaves no file if the database rejects the item", async () => {
    // As PostgreSQL reports it.
    const rejection = Object.assign(new Error("No such table."), { severity: "ERROR", code: "42P01" });
    const add = vi.spyOn(ItemStore.prototype, "add").mockRejectedValueOnce(rejection);
    expect((await post({ media: await readDemoFile("shapes.jpg") })).status).toBe(500);
    expect(add).toHaveBeenCalledOnce();
    expect(await listMedia()).toEqual([]);
  });

  it("keeps a non-ASCII file name, and never uses it as a path", async () => {
    for (const name of ["für 猫.jpg", "../../escape.jpg"]) {
      const file = await readDemoFile("shapes.jpg", name);
      const { id } = await desk.submit({ media: file });
      expect(await desk.reachState(id, "done")).toMatchObject({
        source: { filename: name.split("/").at(-1) },
      });
      expect(await listMedia()).toContain(id);
    }
  });

  it("keeps the end of a long file name without splitting a character", async () => {
    const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg", `${"😀".repeat(300)}.jpg`) });
    const filename = `${"😀".repeat(251)}.jpg`;
    expect(await desk.reachState(id, "done")).toMatchObject({ source: { filename } });
    expect((await desk.fetch(`/api/items/${id}/media`)).status).toBe(200);
  });

  it("is accepted only from the desk's own page or from a client that is not a browser", async () => {
    const before = await listMedia();
    const foreign = { origin: "https://evil.example" };
    const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg") });
    await desk.reachState(id, "done");
    for (const [path, method] of [
      ["/api/items", "POST"],
      [`/api/items/${id}/decisions`, "POST"],
      [`/api/items/${id}`, "DELETE"],
      ["/api/items", "GET"],
      ["/api/events", "GET"],
      [`/api/items/${id}/events`, "GET"],
      [`/api/items/${id}/media`, "GET"],
      [`/API/items/${id}/media`, "GET"],
    ]) {
      const response = await desk.fetch(path ?? "", { method: method ?? "", headers: foreign });
      expect([path, response.status]).toEqual([path, 403]);
      expect(await response.json()).toMatchObject({ kind: "forbidden" });
    }
    // A foreign host name that resolves to this machine.
    const status = await new Promise((resolve) => {
      const headers = { host: "evil.example" };
      request(`${desk.url}/api/items`, { headers }, (response) =>
        resolve(response.resume().statusCode),
      ).end();
    });
    expect(status).toBe(403);
    expect(await listMedia()).toHaveLength(before.length + 1);
  });

  it("keeps its file if the desk is opened with another database", async () => {
    const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg") });
    await desk.reachState(id, "done");
    const firstFolder = desk.mediaFolder();
    await desk.close();
    const [current, previous] = ["database", "previous database"].map((name) => join(desk.folder, name));
    await rename(current ?? "", previous ?? "");
    await desk.reopen();
    expect((await desk.fetch(`/api/items/${id}`)).status).toBe(404);
    expect(await listMedia()).toEqual([]);
    expect(await readdir(firstFolder)).toContain(id);
  });

  it("gets a response with security headers", async () => {
    const page = await desk.fetch("/");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'self'");
    // A submitted URL may use http or https.
    expect(page.headers.get("content-security-policy")).toMatch(/img-src[^;]* http: .*media-src[^;]* http: /);
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    expect(page.headers.get("referrer-policy")).toBe("no-referrer");
    expect(page.headers.get("x-powered-by")).toBeNull();
    expect((await desk.fetch("/demo/colors.mp4")).headers.get("content-type")).toBe("video/mp4");
  });
});
