import { mkdtemp, readdir, readlink, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { fakeFetch } from "../../test/fake-fetch.ts";
import { readFixture } from "../../test/read-fixture.ts";
import { HiveClient } from "../index.ts";
import type { HiveClientOptions, MediaFile } from "../index.ts";
import { fromPath } from "../node.ts";

const PNG = new Uint8Array([
  0x89,
  0x50,
  0x4e,
  0x47,
  0x0d,
  0x0a,
  0x1a,
  0x0a,
  ...new Uint8Array(200_000).keys(),
]);
let folder = "";
let path = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hivekit-from-path-"));
  path = join(folder, "a b.png");
  await writeFile(path, PNG);
});

afterAll(async () => rm(folder, { recursive: true, force: true }));

function clientFor(
  answer: () => Response = () => Response.json(readFixture("v1/array-of-two")),
  options: HiveClientOptions = {},
): { hive: HiveClient; seen: ReturnType<typeof fakeFetch>["seen"] } {
  const fake = fakeFetch(answer);
  return { hive: new HiveClient({ apiKey: "k", fetch: fake.fetch, ...options }), seen: fake.seen };
}

describe("fromPath", () => {
  it.each<[string, () => string | URL]>([
    ["a string", () => path],
    ["a file URL", () => pathToFileURL(path)],
  ])("sends a file given as %s byte for byte, with name, type and length", async (_name, give) => {
    const { hive, seen } = clientFor();
    await hive.classify({ media: fromPath(give()) });
    const image = (await seen[0]?.form())?.get("image");
    expect(image instanceof File && [image.name, image.type]).toEqual(["a b.png", "image/png"]);
    expect(image instanceof File && new Uint8Array(await image.arrayBuffer())).toEqual(PNG);
    expect(Number(seen[0]?.request.headers.get("content-length"))).toBeGreaterThan(PNG.length);
  });

  it("opens the file for each attempt", async () => {
    const answers = [new Response("", { status: 503 }), Response.json(readFixture("v1/array-of-two"))];
    const { hive, seen } = clientFor(() => answers.shift() ?? new Response(), { retry: { minDelayMs: 0 } });
    await hive.classify({ media: fromPath(path) });
    const images = await Promise.all(seen.map(async ({ form }) => (await form()).get("image")));
    expect(images.map((image) => image instanceof File && image.size)).toEqual([PNG.length, PNG.length]);
  });

  it.each<[string, () => string]>([
    ["a missing file", () => join(folder, "none.png")],
    ["a folder", () => folder],
  ])("rejects %s with an input error and its cause, before any request", async (_name, give) => {
    const { hive, seen } = clientFor();
    await expect(hive.classify({ media: fromPath(give()) })).rejects.toMatchObject({
      kind: "input",
      cause: expect.any(Error),
    });
    expect(seen).toHaveLength(0);
  });

  it.each<[string, () => string, RegExp]>([
    [
      "a missing file",
      () => join(folder, "none.png"),
      /^The file .*none\.png could not be read \(ENOENT\); check the path\.$/,
    ],
    ["a folder", () => folder, /^The file .* could not be read \(EISDIR\); check the path\.$/],
    ["a name in a file", () => join(path, "a.png"), /a b\.png.a\.png could not be read \(ENOTDIR\)/],
  ])("names the path of %s and the reason", async (_name, give, message) => {
    const { hive } = clientFor();
    await expect(hive.classify({ media: fromPath(give()) })).rejects.toThrow(message);
  });

  it("names the path of a file that disappears after it was opened", async () => {
    const vanishing = join(folder, "vanishing.png");
    await writeFile(vanishing, PNG);
    const open = fromPath(vanishing);
    const media = async () => {
      const file = await open();
      await rm(vanishing);
      return file;
    };
    const { hive } = clientFor();
    await expect(hive.classify({ media })).rejects.toThrow(
      /^The file .*vanishing\.png could not be read \(ENOENT\)/,
    );
  });

  it.each<[string, unknown]>([
    ["string", "https://a.example/a.png?sig=SECRET"],
    ["string", "data:image/png;base64,SECRET"],
    ["string", "SECRET".repeat(1_000)],
    ["string", ""],
    ["URL", new URL("https://a.example/a.png?sig=SECRET")],
    ["undefined", undefined],
    ["Uint8Array", PNG],
  ])("rejects a %s that is not a path, and does not show it", async (type, given) => {
    const { hive } = clientFor();
    const media: () => Promise<MediaFile> = Reflect.apply(fromPath, null, [given]);
    const error: unknown = await hive.classify({ media }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      kind: "input",
      message: `fromPath() requires the path of a file or a file: URL object, got ${type}; for the URL of media, use url.`,
    });
    expect(JSON.stringify([error, String(error)])).not.toContain("SECRET");
  });

  it("rejects an empty file with an input error, before any request", async () => {
    const empty = join(folder, "empty.png");
    await writeFile(empty, "");
    const { hive, seen } = clientFor();
    await expect(hive.classify({ media: fromPath(empty) })).rejects.toMatchObject({ kind: "input" });
    expect(seen).toHaveLength(0);
  });

  it("closes the file when a request fails before reading it", async () => {
    const long = join(folder, "long.png");
    await writeFile(long, new Uint8Array(9 * 1024 * 1024).fill(1));
    const hive = new HiveClient({
      apiKey: "k",
      retry: false,
      fetch: () => Promise.reject(new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } })),
    });
    await expect(hive.classify({ media: fromPath(long) })).rejects.toMatchObject({ kind: "network" });
    await vi.waitFor(async () => {
      const open = await readdir("/proc/self/fd").catch(() => []);
      const links = await Promise.all(open.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => "")));
      expect(links).not.toContain(long);
    });
  });

  it("rejects a file that shrinks while it is opened, instead of sending a part of it", async () => {
    const shrinking = join(folder, "shrinking.png");
    await writeFile(shrinking, PNG);
    const open = fromPath(shrinking);
    const media = async () => {
      const file = await open();
      await truncate(shrinking, 100);
      return file;
    };
    const { hive, seen } = clientFor();
    await expect(hive.classify({ media })).rejects.toMatchObject({
      kind: "input",
      limit: PNG.length,
      actual: 100,
      unit: "bytes",
    });
    expect(seen).toHaveLength(0);
  });
});
