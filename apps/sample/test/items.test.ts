import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import type { DeskInfo, Item, ItemDetail, ItemFrame, ItemPage } from "../api/desk-api.ts";
import { DeskSettings } from "../src/desk-settings.ts";
import { ItemStore } from "../src/item-store.ts";
import { DATABASES } from "./databases.ts";
import { demoFile, eventsOf, openDesk } from "./open-desk.ts";
import type { OpenDesk } from "./open-desk.ts";

/** Long enough that a test sees what is between the frames. */
const MS_PER_FRAME = 150;

for (const { name, isMissing, create } of DATABASES) {
  describe.skipIf(isMissing)(`the desk's items in ${name}`, () => {
    let desk: OpenDesk;

    beforeAll(async () => {
      desk = await openDesk({
        databaseUrl: await create(),
        emulator: { pace: { msPerFrame: MS_PER_FRAME }, labels: ["fine"] },
      });
    });

    afterAll(() => desk[Symbol.asyncDispose]());

    const list = (query = ""): Promise<ItemPage> => desk.get(`/api/items${query}`);
    const post = (path: string, body: unknown = {}): Promise<Response> =>
      desk.fetch(path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });

    it("tells the page what can be submitted, and no key", async () => {
      const text = await (await desk.fetch("/api/desk")).text();
      const info: DeskInfo = JSON.parse(text);
      expect(info.projects.map((project) => project.name)).toEqual([
        "colors",
        "boxes",
        "mask",
        "visual",
        "text",
        "labeling",
      ]);
      expect(info).toMatchObject({ isLive: false, maxUploadBytes: 1_000_000, maxTextCharacters: 1024 });
      expect(text).not.toContain("demo-colors");
    });

    it("answers a video at once, and keeps frames, segments, verdict and charge", async () => {
      const item = await desk.submit({ media: await demoFile("colors.mp4"), project: "colors" });
      expect(item).toMatchObject({ state: "submitting", frameCount: 0, decision: null });
      expect(item).not.toHaveProperty("verdict");
      const detail = await desk.reach(item.id, "done");
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
      expect(detail.verdict?.reasons[0]?.sentence).toMatch(/^Block: red scored up to/);
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
    ])("takes what the project %s takes: %j", async (project, given, expected) => {
      const fields = "media" in given ? { media: await demoFile("shapes.jpg", given.media) } : given;
      const source = "url" in fields ? { url: `${desk.url}/demo/shapes.jpg` } : fields;
      const { id } = await desk.submit({ project, ...source });
      expect(await desk.reach(id, "done")).toMatchObject(expected);
    });

    it("shows frames before the reply is complete, from the first one on whenever one looks, and then the end", async () => {
      const { id } = await desk.submit({ media: await demoFile("colors.mp4") });
      await expect
        .poll(() => desk.get<Item>(`/api/items/${id}`), { interval: 20, timeout: 10_000 })
        .toMatchObject({ state: "submitting", frameCount: expect.toSatisfy((count: number) => count >= 3) });
      const positions: number[] = [];
      const states: string[] = [];
      for await (const { type, data } of eventsOf(await desk.fetch(`/api/items/${id}/events`))) {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- by the event's name
        if (type === "frames") positions.push(...(data as ItemFrame[]).map(({ position }) => position));
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- by the event's name
        if (type === "item") states.push((data as ItemDetail).state);
        if (type === "end") states.push("end");
      }
      expect(positions).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(states[0]).toBe("submitting");
      expect(states.slice(-2)).toEqual(["done", "end"]);
    });

    it("tells the list what changes and what is deleted", async () => {
      const client = new AbortController();
      const events = eventsOf(await desk.fetch("/api/events", { signal: client.signal }));
      const { id } = await desk.submit({ text: "Hello.", project: "text" });
      expect((await events.next()).value).toMatchObject({ type: "item", data: { id, state: "submitting" } });
      await desk.reach(id, "done");
      expect((await desk.fetch(`/api/items/${id}`, { method: "DELETE" })).status).toBe(204);
      const told: unknown[] = [];
      for await (const event of events) {
        told.push(event);
        if (event.type === "deleted") break;
      }
      expect(told.at(-1)).toEqual({ type: "deleted", data: { id } });
      client.abort();
    });

    it("cancels: the connection to Hive is closed, and no frame comes any more", async () => {
      const { id } = await desk.submit({ media: await demoFile("colors.mp4") });
      await expect
        .poll(() => desk.get<Item>(`/api/items/${id}`), { interval: 20, timeout: 10_000 })
        .toMatchObject({ frameCount: expect.toSatisfy((count: number) => count > 0) });
      const response = await post(`/api/items/${id}/cancel`);
      expect(response.status).toBe(200);
      const { frameCount, ...cancelled }: ItemDetail = await response.json();
      expect(cancelled).toMatchObject({ state: "cancelled", decision: null, verdict: null });
      expect(desk.emulator.journal.at(-1)).toMatchObject({ filename: "colors.mp4" });
      const stats = await desk.get<{ details: object }>("/health");
      expect(stats.details).toMatchObject({ "hive.colors": { inFlight: 0 } });
      expect(await desk.get<ItemFrame[]>(`/api/items/${id}/frames`)).toHaveLength(frameCount);
      expect((await post(`/api/items/${id}/cancel`)).status).toBe(409);
      const allow = (): Promise<Response> => post(`/api/items/${id}/decisions`, { decision: "allow" });
      expect(await (await allow()).json()).toMatchObject({ decision: "allow", decidedBy: "person" });
      const submitted = desk.emulator.journal.length;
      const removal = vi.spyOn(DeskSettings.prototype, "removeMasks").mockRejectedValueOnce(new Error("EIO"));
      expect((await post(`/api/items/${id}/resubmit`)).status).toBe(500);
      removal.mockRestore();
      expect(await desk.get(`/api/items/${id}`)).toMatchObject({ state: "cancelled" });
      const both = await Promise.all([post(`/api/items/${id}/resubmit`), post(`/api/items/${id}/resubmit`)]);
      expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 409]);
      expect((await post(`/api/items/${id}/resubmit`)).status).toBe(409);
      const again = await desk.fetch(`/api/items/${id}`);
      expect(await again.json()).toMatchObject({
        state: "submitting",
        decision: null,
        decisions: [{ decision: "allow" }],
      });
      const tooEarly = await allow();
      expect([tooEarly.status, await tooEarly.json()]).toMatchObject([409, { kind: "conflict" }]);
      expect(await desk.reach(id, "done")).toMatchObject({
        frameCount: 10,
        decision: "block",
        decidedBy: "policy",
        decisions: [{ decision: "allow" }],
      });
      expect(desk.emulator.journal).toHaveLength(submitted + 1);
      expect((await post(`/api/items/${id}/resubmit`)).status).toBe(409);
    });

    it("keeps each decision of a person, with its note, and goes by the last", async () => {
      const { id } = await desk.submit({ media: await demoFile("shapes.jpg"), project: "boxes" });
      await desk.reach(id, "done");
      expect((await post(`/api/items/${id}/decisions`, { decision: "block", note: "No red." })).status).toBe(
        201,
      );
      const response = await post(`/api/items/${id}/decisions`, { decision: "allow" });
      expect(await response.json()).toMatchObject({
        decision: "allow",
        decidedBy: "person",
        verdict: { decision: "review" },
        decisions: [
          { decision: "allow", note: "" },
          { decision: "block", note: "No red." },
        ],
      });
      expect((await list("?decision=allow&project=boxes")).items.map((item) => item.id)).toContain(id);
      expect((await list("?decision=review&project=boxes")).items.map((item) => item.id)).not.toContain(id);
      for (const wrong of [
        {},
        { decision: "review" },
        { decision: "allow", note: "x".repeat(2001) },
        { decision: "allow", note: 1 },
      ]) {
        expect((await post(`/api/items/${id}/decisions`, wrong)).status).toBe(400);
      }
    });

    it("filters by class, project, state and decision, and pages backwards", async () => {
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
      for (const wrong of ["?before=x", "?class=%00", "?class=a&class=b"]) {
        expect((await desk.fetch(`/api/items${wrong}`)).status).toBe(400);
      }
    });

    it("serves the picture, parts of it, and the mask that Hive gave", async () => {
      const { id } = await desk.submit({ media: await demoFile("shapes.jpg"), project: "mask" });
      await desk.reach(id, "done");
      const whole = await desk.fetch(`/api/items/${id}/media`);
      expect(whole.headers.get("content-type")).toBe("image/jpeg");
      expect(whole.headers.get("content-security-policy")).toContain("sandbox");
      expect(whole.headers.get("x-content-type-options")).toBe("nosniff");
      const part = await desk.fetch(`/api/items/${id}/media`, { headers: { range: "bytes=0-2" } });
      expect(part.status).toBe(206);
      expect(new Uint8Array(await part.arrayBuffer())).toEqual(new Uint8Array([0xff, 0xd8, 0xff]));
      const none = await desk.fetch(`/api/items/${id}/media`, { headers: { range: "bytes=9999999-" } });
      expect([none.status, await none.json()]).toMatchObject([416, { kind: "input" }]);
      expect(none.headers.get("content-type")).toContain("application/json");
      const mask = await desk.fetch(`/api/items/${id}/masks/0`);
      expect([mask.status, mask.headers.get("content-type")]).toEqual([200, "image/png"]);
      // Hive does not keep it for ever; the desk does, until the item is deleted.
      desk.emulator.reset();
      expect((await desk.fetch(`/api/items/${id}/masks/0`)).status).toBe(200);
      const other = await desk.submit({ media: await demoFile("shapes.jpg"), project: "mask" });
      await desk.reach(other.id, "done");
      desk.emulator.reset();
      const gone = await desk.fetch(`/api/items/${other.id}/masks/0`);
      expect([gone.status, await gone.json()]).toMatchObject([502, { kind: "network" }]);
      for (const position of ["1", "-1", "x"]) {
        expect((await desk.fetch(`/api/items/${id}/masks/${position}`)).status).toBe(404);
      }
      expect((await desk.fetch(`/api/items/${id}`, { method: "DELETE" })).status).toBe(204);
      expect((await readdir(join(desk.folder, "media"))).filter((name) => name.startsWith(id))).toEqual([]);
    });

    it("keeps no mask of an item that was deleted meanwhile, and shows one that it cannot keep", async () => {
      const names = async (id: string): Promise<string[]> =>
        (await readdir(join(desk.folder, "media"))).filter((name) => name.startsWith(`${id}.`));
      const { id } = await desk.submit({ media: await demoFile("shapes.jpg"), project: "mask" });
      await desk.reach(id, "done");
      // A folder is where the file would be.
      await mkdir(join(desk.folder, "media", `${id}.mask0`));
      expect((await desk.fetch(`/api/items/${id}/masks/0`)).status).toBe(200);
      expect(await names(id)).toEqual([`${id}.mask0`]);
      await rm(join(desk.folder, "media", `${id}.mask0`), { recursive: true });
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
      expect(await names(id)).toEqual([]);
    });

    it("deletes an item with its media, also while it is with Hive", async () => {
      const { id } = await desk.submit({ media: await demoFile("colors.mp4") });
      expect(await readdir(join(desk.folder, "media"))).toContain(id);
      await expect
        .poll(() => desk.get<Item>(`/api/items/${id}`), { interval: 20, timeout: 10_000 })
        .toMatchObject({ frameCount: expect.toSatisfy((count: number) => count > 0) });
      expect((await desk.fetch(`/api/items/${id}`, { method: "DELETE" })).status).toBe(204);
      expect(await readdir(join(desk.folder, "media"))).not.toContain(id);
      for (const path of ["", "/frames", "/media", "/raw", "/events"]) {
        const response = await desk.fetch(`/api/items/${id}${path}`);
        expect([path, response.status]).toEqual([path, 404]);
        expect(await response.json()).toMatchObject({ kind: "not_found", message: expect.any(String) });
      }
    });

    it.each(["done", "failed"] as const)(
      "stores that an item is %s as soon as the database answers again",
      async (state) => {
        const { change } = ItemStore.prototype;
        /** The items whose end was not stored at first: those of other tests may be among them. */
        const lost = new Set<string>();
        vi.spyOn(ItemStore.prototype, "change").mockImplementation(function (this: ItemStore, ...args) {
          if (args[2].state !== state || lost.has(args[0])) return change.apply(this, args);
          lost.add(args[0]);
          return Promise.reject(new Error("The connection was lost."));
        });
        onTestFinished(() => void vi.restoreAllMocks());
        if (state === "failed") desk.emulator.faults.add("task-code:3100");
        const { id } = await desk.submit({ media: await demoFile("shapes.jpg"), project: "boxes" });
        await desk.reach(id, state);
        expect(lost).toContain(id);
      },
    );

    it("is gone though its files cannot be removed", async () => {
      const { id } = await desk.submit({ text: "Hello.", project: "text" });
      vi.spyOn(DeskSettings.prototype, "removeMasks").mockRejectedValueOnce(new Error("EIO"));
      onTestFinished(() => void vi.restoreAllMocks());
      expect((await desk.fetch(`/api/items/${id}`, { method: "DELETE" })).status).toBe(204);
      expect((await desk.fetch(`/api/items/${id}`)).status).toBe(404);
    });

    it("says that all is well, and with whom", async () => {
      expect(await desk.get("/health")).toMatchObject({
        status: "ok",
        details: { database: { status: "up" }, "hive.colors": { health: "up" } },
      });
    });

    it("keeps all of it over a restart; what was in flight is interrupted", async () => {
      const before = await list("?project=boxes");
      const { id } = await desk.submit({ media: await demoFile("colors.mp4") });
      await expect
        .poll(() => desk.get<Item>(`/api/items/${id}`), { interval: 20, timeout: 10_000 })
        .toMatchObject({ frameCount: expect.toSatisfy((count: number) => count > 0) });
      const submitted = desk.emulator.journal.length;
      await desk.close();
      await desk.reopen();
      expect(await list("?project=boxes")).toEqual(before);
      expect(await desk.get(`/api/items/${id}`)).toMatchObject({
        state: "interrupted",
        decision: null,
        verdict: null,
      });
      expect(desk.emulator.journal).toHaveLength(submitted);
      expect((await post(`/api/items/${id}/resubmit`)).status).toBe(200);
      expect(await desk.reach(id, "done")).toMatchObject({ frameCount: 10 });
    });
  });
}
