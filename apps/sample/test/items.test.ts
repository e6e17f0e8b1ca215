import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import type { DeskInfo, ItemDetail, ItemFrame, ItemPage } from "../api/desk-api.ts";
import { DeskSettings } from "../src/items/desk-settings.ts";
import { ItemStore } from "../src/items/item-store.ts";
import { DATABASES } from "./support/databases.ts";
import { openDesk, readDemoFile, readEvents } from "./support/open-desk.ts";
import type { OpenDesk } from "./support/open-desk.ts";

for (const { name, isMissing, create } of DATABASES) {
  describe.skipIf(isMissing)(`items in ${name}`, () => {
    let desk: OpenDesk;

    beforeAll(async () => {
      desk = await openDesk({ databaseUrl: await create(), emulator: { labels: ["fine"] } });
    });

    afterAll(() => desk[Symbol.asyncDispose]());

    const list = (query = ""): Promise<ItemPage> => desk.get(`/api/items${query}`);

    /** Submits a video and waits until it has `frameCount` frames. It stays in progress until the hold is released. */
    async function submitHeldVideo(frameCount: number): Promise<string> {
      desk.hold.after(frameCount);
      const { id } = await desk.submit({ media: await readDemoFile("colors.mp4") });
      await desk.reachFrames(id, frameCount);
      return id;
    }

    it("describes the projects to the page without their API keys", async () => {
      const text = await (await desk.fetch("/api/desk")).text();
      const info: DeskInfo = JSON.parse(text);
      expect(info.projects.map((project) => project.name)).toEqual([
        "colors",
        "boxes",
        "mask",
        "visual",
        "text",
        "prompt",
        "labeling",
      ]);
      expect(info).toMatchObject({ isLive: false, maxUploadBytes: 1_000_000, maxTextCharacters: 1024 });
      expect(text).not.toContain("demo-colors");
    });

    it("accepts a video immediately, and stores its frames, segments, verdict and charge", async () => {
      const item = await desk.submit({ media: await readDemoFile("colors.mp4"), project: "colors" });
      expect(item).toMatchObject({ state: "submitting", frameCount: 0, decision: null });
      expect(item).not.toHaveProperty("verdict");
      const detail = await desk.reachState(item.id, "done");
      expect(detail).toMatchObject({
        wasSent: true,
        source: { kind: "media", filename: "colors.mp4", contentType: "video/mp4", sizeBytes: 61_764 },
        frameCount: 10,
        decision: "block",
        chargeUsd: 0.03,
        hasMedia: true,
        segments: [
          { class: "red", start: 0, end: 3 },
          { class: "green", start: 3, end: 6 },
          { class: "blue", start: 6, end: 8 },
          { class: "yellow", start: 8, end: 9.5 },
        ],
        summary: { kind: "model", results: [{ frameCount: 10, media: { widthPx: 320 } }] },
      });
      expect(detail.verdict?.reasons[0]).toMatchObject({ decision: "block", class: "red" });
      expect(detail.topClasses).toHaveLength(5);
      const frames = await desk.get<ItemFrame[]>(`/api/items/${item.id}/frames`);
      expect(frames.map(({ position, timeSeconds }) => [position, timeSeconds])).toEqual(
        Array.from({ length: 10 }, (_, index) => [index, index]),
      );
      const raw = await desk.get<{ reply: object; frames: unknown[] }>(`/api/items/${item.id}/raw`);
      expect(raw.reply).toMatchObject({ code: 200, status: { status: { code: "0" } } });
      expect(raw.frames[3]).toMatchObject({ time: 3 });
    });

    it.each([
      ["boxes", { url: "demo" }, { decision: "review", frameCount: 1 }],
      ["mask", { media: "shapes.jpg" }, { decision: "unknown", frameCount: 1 }],
      ["visual", { media: "hive-test-gun_in_hand.jpg" }, { decision: "review" }],
      ["visual", { media: "shapes.jpg" }, { decision: "allow" }],
      ["text", { text: "Good morning." }, { decision: "allow", chargeUsd: 0.001 }],
      ["text", { text: "hive-test-hate \u0000 \ud800" }, { decision: "block", source: { kind: "text" } }],
      ["labeling", { media: "shapes.jpg" }, { decision: "allow", summary: { labels: ["fine"] } }],
    ])("submits to the project %s: %j", async (project, given, expected) => {
      const fields = "media" in given ? { media: await readDemoFile("shapes.jpg", given.media) } : given;
      const source = "url" in fields ? { url: `${desk.url}/demo/shapes.jpg` } : fields;
      const { id } = await desk.submit({ project, ...source });
      expect(await desk.reachState(id, "done")).toMatchObject(expected);
    });

    it("streams all frames of an item in progress, then the end", async () => {
      const id = await submitHeldVideo(3);
      const positions: number[] = [];
      const states: string[] = [];
      for await (const { type, data } of readEvents(await desk.fetch(`/api/items/${id}/events`))) {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- by the event's name
        if (type === "frames") positions.push(...(data as ItemFrame[]).map(({ position }) => position));
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- by the event's name
        if (type === "item") states.push((data as ItemDetail).state);
        if (type === "end") states.push("end");
        if (states.length === 1) desk.hold.release();
      }
      expect(positions).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(states[0]).toBe("submitting");
      expect(states.slice(-2)).toEqual(["done", "end"]);
    });

    it("streams changes and deletions to the list", async () => {
      const client = new AbortController();
      const events = readEvents(await desk.fetch("/api/events", { signal: client.signal }));
      const { id } = await desk.submit({ text: "Hello.", project: "text" });
      expect((await events.next()).value).toMatchObject({ type: "item", data: { id, state: "submitting" } });
      await desk.reachState(id, "done");
      expect((await desk.fetch(`/api/items/${id}`, { method: "DELETE" })).status).toBe(204);
      const received: unknown[] = [];
      for await (const event of events) {
        received.push(event);
        if (event.type === "deleted") break;
      }
      expect(received.at(-1)).toMatchObject({ type: "deleted", data: { id } });
      client.abort();
    });

    it("cancels an item: aborts the submission and stores no further frames", async () => {
      const id = await submitHeldVideo(2);
      const response = await desk.post(`/api/items/${id}/cancel`);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({
        state: "cancelled",
        frameCount: 2,
        decision: null,
        verdict: null,
      });
      expect(desk.emulator.journal.at(-1)).toMatchObject({ filename: "colors.mp4" });
      const stats = await desk.get<{ details: object }>("/health");
      expect(stats.details).toMatchObject({ "hive.colors": { inFlight: 0 } });
      desk.hold.release();
      expect(await desk.get<ItemFrame[]>(`/api/items/${id}/frames`)).toHaveLength(2);
      expect((await desk.post(`/api/items/${id}/cancel`)).status).toBe(409);
    });

    it("submits a cancelled item again exactly once, without its earlier decision", async () => {
      const id = await submitHeldVideo(2);
      await desk.post(`/api/items/${id}/cancel`);
      const allow = (): Promise<Response> => desk.post(`/api/items/${id}/decisions`, { decision: "allow" });
      const resubmit = (): Promise<Response> => desk.post(`/api/items/${id}/resubmit`);
      expect(await (await allow()).json()).toMatchObject({ decision: "allow", decidedBy: "reviewer" });
      const submissions = desk.emulator.journal.length;
      const removal = vi.spyOn(DeskSettings.prototype, "removeMasks").mockRejectedValueOnce(new Error("EIO"));
      expect((await resubmit()).status).toBe(500);
      removal.mockRestore();
      expect(await desk.get(`/api/items/${id}`)).toMatchObject({ state: "cancelled" });
      const statuses = (await Promise.all([resubmit(), resubmit()])).map(({ status }) => status);
      expect(statuses.toSorted((one, other) => one - other)).toEqual([200, 409]);
      expect((await resubmit()).status).toBe(409);
      expect(await desk.get(`/api/items/${id}`)).toMatchObject({
        state: "submitting",
        decision: null,
        decisions: [{ decision: "allow" }],
      });
      const tooEarly = await allow();
      expect([tooEarly.status, await tooEarly.json()]).toMatchObject([409, { kind: "conflict" }]);
      desk.hold.release();
      expect(await desk.reachState(id, "done")).toMatchObject({
        frameCount: 10,
        decision: "block",
        decidedBy: "policy",
        decisions: [{ decision: "allow" }],
      });
      expect(desk.emulator.journal).toHaveLength(submissions + 1);
      expect((await resubmit()).status).toBe(409);
    });

    it("stores every decision of a reviewer with its note, and applies the latest one", async () => {
      const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg"), project: "boxes" });
      await desk.reachState(id, "done");
      const decide = (body: unknown): Promise<Response> => desk.post(`/api/items/${id}/decisions`, body);
      expect((await decide({ decision: "block", note: "No red." })).status).toBe(201);
      expect(await (await decide({ decision: "allow" })).json()).toMatchObject({
        decision: "allow",
        decidedBy: "reviewer",
        verdict: { decision: "review" },
        decisions: [
          { decision: "allow", note: "" },
          { decision: "block", note: "No red." },
        ],
      });
      expect((await list("?decision=allow&project=boxes")).items.map((item) => item.id)).toContain(id);
      expect((await list("?decision=review&project=boxes")).items.map((item) => item.id)).not.toContain(id);
      for (const [body, message] of [
        [{}, 'decision must be "allow" or "block".'],
        [{ decision: "review" }, 'decision must be "allow" or "block".'],
        [{ decision: "allow", note: "x".repeat(2001) }, "note must have at most 2000 characters."],
        [{ decision: "allow", note: 1 }, "note must be text."],
        [{ decision: "allow", note: "\0" }, "note must not contain NUL characters."],
      ] as const) {
        const response = await decide(body);
        expect([response.status, await response.json()]).toMatchObject([400, { kind: "input", message }]);
      }
      const large = await decide({ decision: "allow", note: "x".repeat(200_000) });
      expect([large.status, await large.json()]).toEqual([
        413,
        { kind: "input", message: "request entity too large" },
      ]);
    });

    it("filters by class, project, state and decision, and pages backward", async () => {
      const { items } = await list("?class=yellow&project=colors&state=done&decision=block");
      expect(items.length).toBeGreaterThan(0);
      for (const item of items)
        expect(item).toMatchObject({ project: "colors", state: "done", decision: "block" });
      expect(await list("?class=nothing")).toEqual({ items: [], next: null });
      expect(await list("?class=&decision=&before=&project=colors")).toEqual(await list("?project=colors"));
      for (let count = 0; count < 51; count++) await desk.submit({ text: `${count}`, project: "text" });
      const first = await list();
      expect(first.items).toHaveLength(50);
      const second = await list(`?before=${first.next}`);
      expect(second.next).toBeNull();
      const ids = [...first.items, ...second.items].map((item) => item.id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(first.items[0]?.source).toEqual({ kind: "text", text: "50" });
      for (const [query, parameter] of [
        ["?before=x", "before"],
        ["?class=%00", "class"],
        ["?class=a&class=b", "class"],
      ] as const) {
        const response = await desk.fetch(`/api/items${query}`);
        expect([response.status, await response.json()]).toMatchObject([
          400,
          { kind: "input", message: expect.stringContaining(`query parameter ${parameter}`) },
        ]);
      }
    });

    it("serves a picture, a range of it, and its mask", async () => {
      const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg"), project: "mask" });
      await desk.reachState(id, "done");
      const complete = await desk.fetch(`/api/items/${id}/media`);
      expect(complete.headers.get("content-type")).toBe("image/jpeg");
      expect(complete.headers.get("content-security-policy")).toContain("sandbox");
      expect(complete.headers.get("x-content-type-options")).toBe("nosniff");
      const range = await desk.fetch(`/api/items/${id}/media`, { headers: { range: "bytes=0-2" } });
      expect(range.status).toBe(206);
      expect(new Uint8Array(await range.arrayBuffer())).toEqual(new Uint8Array([0xff, 0xd8, 0xff]));
      const outside = await desk.fetch(`/api/items/${id}/media`, { headers: { range: "bytes=9999999-" } });
      expect([outside.status, await outside.json()]).toMatchObject([416, { kind: "input" }]);
      expect(outside.headers.get("content-type")).toContain("application/json");
      const mask = await desk.fetch(`/api/items/${id}/masks/0`);
      expect([mask.status, mask.headers.get("content-type")]).toEqual([200, "image/png"]);
      // Hive's URLs expire. The desk keeps the mask until the item is deleted.
      desk.emulator.reset();
      expect((await desk.fetch(`/api/items/${id}/masks/0`)).status).toBe(200);
      const other = await desk.submit({ media: await readDemoFile("shapes.jpg"), project: "mask" });
      await desk.reachState(other.id, "done");
      desk.emulator.reset();
      const expired = await desk.fetch(`/api/items/${other.id}/masks/0`);
      expect([expired.status, await expired.json()]).toMatchObject([502, { kind: "network" }]);
      for (const position of ["1", "-1", "x"]) {
        expect((await desk.fetch(`/api/items/${id}/masks/${position}`)).status).toBe(404);
      }
      expect((await desk.fetch(`/api/items/${id}`, { method: "DELETE" })).status).toBe(204);
      expect((await readdir(desk.mediaFolder())).filter((file) => file.startsWith(id))).toEqual([]);
    });

    it("serves a mask that it cannot store, and does not store a mask of a deleted item", async () => {
      const listMasks = async (id: string): Promise<string[]> =>
        (await readdir(desk.mediaFolder())).filter((file) => file.startsWith(`${id}.`));
      const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg"), project: "mask" });
      await desk.reachState(id, "done");
      // A folder blocks the path of the file.
      await mkdir(join(desk.mediaFolder(), `${id}.mask0`));
      expect((await desk.fetch(`/api/items/${id}/masks/0`)).status).toBe(200);
      expect(await listMasks(id)).toEqual([`${id}.mask0`]);
      await rm(join(desk.mediaFolder(), `${id}.mask0`), { recursive: true });
      const { frames } = ItemStore.prototype;
      vi.spyOn(ItemStore.prototype, "frames").mockImplementationOnce(async function (
        this: ItemStore,
        ...args
      ) {
        const found = await frames.apply(this, args);
        await desk.fetch(`/api/items/${id}`, { method: "DELETE" });
        return found;
      });
      onTestFinished(() => void vi.restoreAllMocks());
      expect((await desk.fetch(`/api/items/${id}/masks/0`)).status).toBe(200);
      expect(await listMasks(id)).toEqual([]);
    });

    it("deletes an item with its media, even while it is in progress", async () => {
      const id = await submitHeldVideo(1);
      expect(await readdir(desk.mediaFolder())).toContain(id);
      expect((await desk.fetch(`/api/items/${id}`, { method: "DELETE" })).status).toBe(204);
      desk.hold.release();
      expect(await readdir(desk.mediaFolder())).not.toContain(id);
      for (const path of ["", "/frames", "/media", "/raw", "/events"]) {
        const response = await desk.fetch(`/api/items/${id}${path}`);
        expect([path, response.status]).toEqual([path, 404]);
        expect(await response.json()).toMatchObject({ kind: "not_found", message: expect.any(String) });
      }
    });

    it.each(["done", "failed"] as const)(
      "retries storing that an item is %s until the database is available",
      async (state) => {
        // Other items must not be affected.
        await desk.settle();
        const { change } = ItemStore.prototype;
        let rejections = 0;
        vi.spyOn(ItemStore.prototype, "change").mockImplementation(function (this: ItemStore, ...args) {
          if (args[2].state !== state || rejections === 2) return change.apply(this, args);
          rejections += 1;
          return Promise.reject(new Error("The connection was lost."));
        });
        onTestFinished(() => void vi.restoreAllMocks());
        if (state === "failed") desk.emulator.faults.add("task-code:3100");
        const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg"), project: "boxes" });
        await desk.reachState(id, state);
        expect(rejections).toBe(2);
      },
    );

    it("deletes an item even if its files cannot be removed", async () => {
      const { id } = await desk.submit({ text: "Hello.", project: "text" });
      vi.spyOn(DeskSettings.prototype, "removeMasks").mockRejectedValueOnce(new Error("EIO"));
      onTestFinished(() => void vi.restoreAllMocks());
      expect((await desk.fetch(`/api/items/${id}`, { method: "DELETE" })).status).toBe(204);
      expect((await desk.fetch(`/api/items/${id}`)).status).toBe(404);
    });

    it("reports the health of the database and of each project", async () => {
      expect(await desk.get("/health")).toMatchObject({
        status: "ok",
        details: { database: { status: "up" }, "hive.colors": { health: "up" } },
      });
    });

    it("keeps all items across a restart, and marks an item in progress as interrupted", async () => {
      await desk.settle();
      const before = await list("?project=boxes");
      const id = await submitHeldVideo(1);
      const submissions = desk.emulator.journal.length;
      await desk.close();
      desk.hold.release();
      await desk.reopen();
      expect(await list("?project=boxes")).toEqual(before);
      expect(await desk.get(`/api/items/${id}`)).toMatchObject({
        state: "interrupted",
        decision: null,
        verdict: null,
      });
      expect(desk.emulator.journal).toHaveLength(submissions);
      expect((await desk.post(`/api/items/${id}/resubmit`)).status).toBe(200);
      expect(await desk.reachState(id, "done")).toMatchObject({ frameCount: 10 });
    });
  });
}
