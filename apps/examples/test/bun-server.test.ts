import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { EmulatorServer } from "@hivekit/emulator/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  COLORS_KEY,
  REVIEWED_NAMES,
  BLOCKED_NAMES,
  NAMES,
  openEmulator,
  PHOTO,
} from "./support/example-emulator.ts";
import { installExamples } from "./support/installed-examples.ts";
import type { InstalledExamples } from "./support/installed-examples.ts";

const { resolve } = createRequire(import.meta.url);
let examples: InstalledExamples;
let server: EmulatorServer;
/** The servers that a test started. */
const started: ChildProcess[] = [];

beforeAll(async () => {
  examples = await installExamples();
  server = await openEmulator();
});

afterEach(() => {
  for (const bun of started.splice(0)) bun.kill("SIGKILL");
  server.emulator.reset();
});

afterAll(async () => {
  await server.close();
});

/** Starts the server. @returns its URL and its image folder */
async function start(key: string) {
  const images = await mkdtemp(join(examples.folder, "images-"));
  const child = spawn(resolve("bun/bin/bun.exe"), ["bun-server.ts"], {
    cwd: examples.folder,
    env: { ...process.env, PORT: "0", IMAGE_FOLDER: images, HIVE_API_KEY: key, HIVE_BASE_URL: server.url },
    stdio: ["ignore", "pipe", "ignore"],
  });
  started.push(child);
  const url = await new Promise<string>((settle, reject) => {
    child.stdout.on("data", (line) => {
      const found = /listening on (\S+)/.exec(String(line))?.[1];
      if (found !== undefined) settle(found);
    });
    child.on("exit", () => reject(new Error("The server exited before it listened.")));
  });
  return { url, images };
}

/** Posts a picture to a running server. */
async function postTo(url: string, image: File | string) {
  const form = new FormData();
  form.set("image", image);
  const response = await fetch(new URL("/images", url), { method: "POST", body: form });
  const body: { readonly id?: string } = Object(await response.json());
  return { status: response.status, body };
}

/** Starts the server and posts a picture. @returns the response and the stored files */
async function post(image: File | string, key = "demo-visual") {
  const { url, images } = await start(key);
  return { ...(await postTo(url, image)), images, written: await readdir(images) };
}

const photo = (name: string): File => new File([PHOTO], name, { type: "image/jpeg" });

describe("the server, in Bun", () => {
  it("stores an allowed image unchanged", async () => {
    const { status, body, images, written } = await post(photo(NAMES.harmless));
    expect([status, body]).toEqual([201, { decision: "allow", id: expect.any(String) }]);
    expect(written).toEqual([body.id]);
    expect(await readFile(join(images, body.id ?? ""))).toEqual(PHOTO);
  });

  it("does not store a blocked image", async () => {
    expect(await post(photo(NAMES.blocked))).toMatchObject({
      status: 422,
      body: { decision: "block", rules: ["block.gun_in_hand"] },
      written: [],
    });
  });

  it("does not store images of classes to block or review", async () => {
    const { url, images } = await start("demo-visual");
    const decisions: unknown[] = [];
    for (const name of [...BLOCKED_NAMES, ...REVIEWED_NAMES]) {
      const { status, body } = await postTo(url, photo(name));
      decisions.push([name, status, Reflect.get(body, "decision")]);
    }
    expect(decisions).toEqual([
      ...BLOCKED_NAMES.map((name) => [name, 422, "block"]),
      ...REVIEWED_NAMES.map((name) => [name, 422, name === NAMES.blocked ? "block" : "review"]),
    ]);
    expect(await readdir(images)).toEqual([]);
  });

  it("does not store an image whose decision is unknown", async () => {
    expect(await post(photo(NAMES.harmless), COLORS_KEY)).toMatchObject({
      status: 422,
      body: { decision: "unknown" },
      written: [],
    });
  });

  it("does not store a file that is not an image, and reports a client error", async () => {
    const text = new File(["not an image"], "a.jpg", { type: "image/jpeg" });
    expect(await post(text)).toMatchObject({ status: 422, body: { decision: "unknown" }, written: [] });
    expect(await post("a text")).toMatchObject({ status: 400, written: [] });
  });

  it("stores nothing if the balance is insufficient", async () => {
    server.emulator.faults.add("405");
    expect(await post(photo(NAMES.harmless))).toMatchObject({ status: 503, written: [] });
  });
});
