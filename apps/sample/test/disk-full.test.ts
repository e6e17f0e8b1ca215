import fs from "node:fs";
import { readdir } from "node:fs/promises";
import { Writable } from "node:stream";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { DeskSettings } from "../src/items/desk-settings.ts";
import { ItemStore } from "../src/items/item-store.ts";
import { createForm, openDesk, readDemoFile } from "./support/open-desk.ts";
import type { OpenDesk } from "./support/open-desk.ts";

const MIB = 1024 * 1024;
const REJECTION = { kind: "storage", message: expect.stringContaining("Free some space") };

/** An error of a database whose disk is full, as PostgreSQL and PGlite report it. */
const createDatabaseError = (): Error =>
  Object.assign(new Error("could not extend file"), { severity: "ERROR", code: "53100" });

describe("a full disk", () => {
  let desk: OpenDesk;

  beforeAll(async () => {
    desk = await openDesk();
  });

  afterAll(() => desk[Symbol.asyncDispose]());
  afterEach(() => void vi.restoreAllMocks());

  const post = async (fields: Record<string, string | File>): Promise<readonly [number, unknown]> => {
    const response = await desk.fetch("/api/items", { method: "POST", body: createForm(fields) });
    return [response.status, await response.json()];
  };
  const setFreeBytes = (sizeBytes: number): void =>
    void vi.spyOn(DeskSettings.prototype, "readFreeBytes").mockResolvedValue(sizeBytes);

  it("rejects all submissions with HTTP 507 before anything is stored, and makes the health degraded", async () => {
    const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg") });
    await desk.reachState(id, "done");
    desk.hold.after(1);
    const held = await desk.submit({ media: await readDemoFile("colors.mp4") });
    await desk.reachFrames(held.id, 1);
    await desk.post(`/api/items/${held.id}/cancel`);
    desk.hold.release();
    const [before, submissions] = [await readdir(desk.mediaFolder()), desk.emulator.journal.length];

    setFreeBytes(23 * MIB);
    for (const fields of [
      { media: await readDemoFile("shapes.jpg") },
      { url: `${desk.url}/demo/shapes.jpg`, project: "boxes" },
      { text: "Hello.", project: "text" },
    ]) {
      expect(await post(fields)).toMatchObject([507, REJECTION]);
    }
    const again = await desk.post(`/api/items/${held.id}/resubmit`);
    expect([again.status, await again.json()]).toMatchObject([507, REJECTION]);
    expect(await readdir(desk.mediaFolder())).toEqual(before);
    expect(desk.emulator.journal).toHaveLength(submissions);
    expect(await desk.get("/api/items")).toMatchObject({
      items: [
        { id: held.id, state: "cancelled" },
        { id, state: "done" },
      ],
    });
    expect(await desk.get("/health")).toMatchObject({
      status: "degraded",
      details: { disk: { status: "degraded", message: REJECTION.message }, database: { status: "up" } },
    });

    vi.restoreAllMocks();
    expect((await desk.post(`/api/items/${held.id}/resubmit`)).status).toBe(200);
    await desk.reachState(held.id, "done");
    expect(await desk.get("/health")).toMatchObject({ status: "ok", details: { disk: { status: "up" } } });
  });

  it("rejects an upload that does not fit, and accepts what does", async () => {
    // The smaller one has 18 kB, the larger one 62 kB.
    setFreeBytes(24 * MIB + 40_000);
    expect(await post({ media: await readDemoFile("colors.mp4") })).toMatchObject([507, REJECTION]);
    const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg") });
    expect(await desk.reachState(id, "done")).toMatchObject({ failure: null });
  });

  it("that is reached during an upload rejects it with HTTP 507 and leaves no file", async () => {
    const before = await readdir(desk.mediaFolder());
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    vi.spyOn(fs, "createWriteStream").mockImplementationOnce((path) => {
      fs.writeFileSync(path, "x");
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- multer uses only what all writable streams have
      return new Writable({ write: (_chunk, _encoding, done) => done(full) }) as fs.WriteStream;
    });
    const media = new File([new Uint8Array(900_000)], "large.jpg");
    expect(await post({ media })).toMatchObject([507, REJECTION]);
    expect(await readdir(desk.mediaFolder())).toEqual(before);
  });

  it("of the database rejects a submission with HTTP 507 and leaves no file", async () => {
    const before = await readdir(desk.mediaFolder());
    vi.spyOn(ItemStore.prototype, "add").mockRejectedValueOnce(
      new Error("Failed query", { cause: createDatabaseError() }),
    );
    expect(await post({ media: await readDemoFile("shapes.jpg") })).toMatchObject([507, REJECTION]);
    expect(await readdir(desk.mediaFolder())).toEqual(before);
    const readHealth = (): Promise<unknown> => desk.get("/health");
    expect(await readHealth()).toMatchObject({
      status: "degraded",
      details: { database: { status: "degraded", message: REJECTION.message }, disk: { status: "up" } },
    });
    await desk.submit({ media: await readDemoFile("shapes.jpg") });
    expect(await readHealth()).toMatchObject({ status: "ok", details: { database: { status: "up" } } });
    await desk.settle();
  });

  it("of the database makes an item fail with this reason only if it stays full", async () => {
    const { change } = ItemStore.prototype;
    let isFull = true;
    vi.spyOn(ItemStore.prototype, "change").mockImplementation(function (this: ItemStore, ...args) {
      if (isFull && args[2].state === "done") return Promise.reject(createDatabaseError());
      return change.apply(this, args);
    });
    const lost = await desk.submit({ media: await readDemoFile("shapes.jpg") });
    expect(await desk.reachState(lost.id, "failed")).toMatchObject({ failure: REJECTION });
    const kept = await desk.submit({ media: await readDemoFile("shapes.jpg") });
    await desk.reachFrames(kept.id, 1);
    isFull = false;
    expect(await desk.reachState(kept.id, "done")).toMatchObject({ failure: null });
  });
});
