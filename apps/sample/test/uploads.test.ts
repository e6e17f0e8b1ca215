import { readdir, rename, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { Logger } from "@nestjs/common";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { ItemStore } from "../src/item-store.ts";
import { demoFile, formOf, openDesk } from "./open-desk.ts";
import type { OpenDesk } from "./open-desk.ts";

describe("what is submitted", () => {
  let desk: OpenDesk;

  beforeAll(async () => {
    desk = await openDesk({ maxUploadBytes: 100_000 });
  });

  afterAll(() => desk[Symbol.asyncDispose]());

  const post = (fields: Record<string, string | File>, init: RequestInit = {}): Promise<Response> =>
    desk.fetch("/api/items", { method: "POST", body: formOf(fields), ...init });
  const media = (): Promise<string[]> => readdir(join(desk.folder, "media"));

  it.each([
    ["nothing", 400, {}],
    ["an unknown project", 400, { url: "http://127.0.0.1/", project: "nobody" }],
    ["an address that is none", 400, { url: "nonsense" }],
    ["an address of another kind", 400, { url: "file:///etc/passwd" }],
    ["an address with a password", 400, { url: "https://me:secret@example.com/" }],
    ["an address that is too long", 400, { url: `https://example.com/${"x".repeat(2048)}` }],
    ["a text that is too long", 400, { text: "x".repeat(1025), project: "text" }],
    ["a text where media is judged", 400, { text: "x", project: "colors" }],
    ["a file where a text is judged", 400, { media: new File(["x"], "x.jpg"), project: "text" }],
    ["two at once", 400, { url: "https://example.com/", text: "x" }],
    ["an empty file", 400, { media: new File([], "empty.jpg") }],
    ["a file for an unknown project", 400, { media: new File(["x"], "x.jpg"), project: "nobody" }],
    ["two files", 400, { media: new File(["1"], "1.jpg"), other: new File(["2"], "2.jpg") }],
    [
      "a file that is no media",
      422,
      { media: new File(["<script>alert(1)</script>"], "a.jpg", { type: "image/jpeg" }) },
    ],
    ["a file above the limit", 413, { media: new File([new Uint8Array(100_001)], "a.jpg") }],
    ["a field above the limit", 400, { text: "x".repeat(20_000), project: "text" }],
  ])(
    "is refused where it is %s, with HTTP %i and words, and nothing of it stays",
    async (_name, status, fields) => {
      const response = await post(fields);
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ kind: "input", message: expect.stringMatching(/\w/) });
      expect(await media()).toEqual([]);
      expect(await desk.get("/api/items")).toEqual({ items: [], next: null });
    },
  );

  it("leaves nothing if its upload breaks off", async () => {
    const { port } = new URL(desk.url);
    const headers = { "content-type": "multipart/form-data; boundary=b", "content-length": "90000" };
    const upload = request({ port, host: "127.0.0.1", path: "/api/items", method: "POST", headers });
    upload.on("error", () => {});
    upload.write('--b\r\ncontent-disposition: form-data; name="media"; filename="a.jpg"\r\n\r\n');
    upload.write(new Uint8Array(50_000));
    await expect.poll(media).toHaveLength(1);
    const [debug, error] = [vi.spyOn(Logger.prototype, "debug"), vi.spyOn(Logger.prototype, "error")];
    onTestFinished(() => void vi.restoreAllMocks());
    upload.destroy();
    await expect.poll(media).toEqual([]);
    await expect.poll(() => debug.mock.calls).toEqual([["A request broke off."]]);
    expect(error).not.toHaveBeenCalled();
  });

  it("leaves nothing if the database does not take it", async () => {
    const add = vi.spyOn(ItemStore.prototype, "add").mockRejectedValueOnce(new Error("No database."));
    expect((await post({ media: await demoFile("shapes.jpg") })).status).toBe(500);
    expect(add).toHaveBeenCalledOnce();
    expect(await media()).toEqual([]);
  });

  it("keeps a name that is not ASCII, and never uses it as a path", async () => {
    for (const name of ["für 猫.jpg", "../../escape.jpg"]) {
      const file = await demoFile("shapes.jpg", name);
      const { id } = await desk.submit({ media: file });
      expect(await desk.reach(id, "done")).toMatchObject({ source: { filename: name.split("/").at(-1) } });
      expect(await media()).toContain(id);
    }
  });

  it("keeps the end of a long name, and no half of a character", async () => {
    const { id } = await desk.submit({ media: await demoFile("shapes.jpg", `${"😀".repeat(300)}.jpg`) });
    const filename = `${"😀".repeat(251)}.jpg`;
    expect(await desk.reach(id, "done")).toMatchObject({ source: { filename } });
    expect((await desk.fetch(`/api/items/${id}/media`)).status).toBe(200);
  });

  it("comes from the desk's own page, or from no page at all", async () => {
    const before = await media();
    const foreign = { origin: "https://evil.example" };
    const { id } = await desk.submit({ media: await demoFile("shapes.jpg") });
    await desk.reach(id, "done");
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
    // Under a name that was made to lead here.
    const status = await new Promise((resolve) => {
      const headers = { host: "evil.example" };
      request(`${desk.url}/api/items`, { headers }, (response) =>
        resolve(response.resume().statusCode),
      ).end();
    });
    expect(status).toBe(403);
    expect(await media()).toHaveLength(before.length + 1);
  });

  it("stays on disk when the desk is opened with another database; what was never complete goes", async () => {
    const { id } = await desk.submit({ media: await demoFile("shapes.jpg") });
    await desk.reach(id, "done");
    await desk.close();
    await rename(join(desk.folder, "database"), join(desk.folder, "database of before"));
    await writeFile(join(desk.folder, "media", "1.part"), "x");
    await desk.reopen();
    expect((await desk.fetch(`/api/items/${id}`)).status).toBe(404);
    expect(await media()).toContain(id);
    expect(await media()).not.toContain("1.part");
  });

  it("is told of with the headers that keep a page from doing more than it should", async () => {
    const page = await desk.fetch("/");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'self'");
    // A submitted address may be of either kind.
    expect(page.headers.get("content-security-policy")).toMatch(/img-src[^;]* http: .*media-src[^;]* http: /);
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    expect(page.headers.get("referrer-policy")).toBe("no-referrer");
    expect(page.headers.get("x-powered-by")).toBeNull();
    expect((await desk.fetch("/demo/colors.mp4")).headers.get("content-type")).toBe("video/mp4");
  });
});
