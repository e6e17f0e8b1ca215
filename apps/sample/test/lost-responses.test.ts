import { readdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ItemDetail, ItemFrame } from "../api/desk-api.ts";
import { DATABASES } from "./support/databases.ts";
import { openDesk, readDemoFile, readEvents } from "./support/open-desk.ts";
import type { OpenDesk } from "./support/open-desk.ts";
import { openPostgresProxy } from "./support/postgres-proxy.ts";
import type { PostgresProxy } from "./support/postgres-proxy.ts";

const postgres = DATABASES.find(({ name }) => name === "PostgreSQL");

const INSERT = { statement: /insert into "items"/, command: "INSERT" } as const;
/** Matches the update that stores a state. */
const update = (state: string) =>
  ({ statement: new RegExp(`update "items" set[^]*${state}`), command: "COMMIT" }) as const;

describe.skipIf(postgres?.isMissing !== false)(
  "if the connection breaks before PostgreSQL's response",
  () => {
    let proxy: PostgresProxy;
    let desk: OpenDesk;

    beforeAll(async () => {
      proxy = await openPostgresProxy((await postgres?.create()) ?? "");
      desk = await openDesk({ databaseUrl: proxy.url, sweepIntervalMs: 1000 });
    });

    afterAll(async () => {
      proxy.connect();
      await desk[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
    });

    const countSubmissions = (filename: string): number =>
      desk.emulator.journal.filter((entry) => entry.filename === filename).length;

    /** Submits a video that stays in progress after its first frames. */
    async function submitHeldVideo(filename: string, frameCount = 2): Promise<string> {
      desk.hold.after(frameCount);
      const { id } = await desk.submit({ media: await readDemoFile("colors.mp4", filename) });
      await desk.reachFrames(id, frameCount);
      return id;
    }

    it("to a new item, the upload is accepted and submitted once", async () => {
      const lost = proxy.lose(INSERT);
      const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg", "added.jpg") });
      await lost;
      expect(await desk.reachState(id, "done")).toMatchObject({ hasMedia: true });
      expect((await desk.fetch(`/api/items/${id}/media`)).status).toBe(200);
      expect(countSubmissions("added.jpg")).toBe(1);
    });

    it("to a new item and stays broken, the item is interrupted with its media, and can be submitted again", async () => {
      const lost = proxy.lose({ ...INSERT, staysDown: true });
      const body = new FormData();
      body.set("media", await readDemoFile("shapes.jpg", "unknown.jpg"));
      const response = await desk.fetch("/api/items", { method: "POST", body });
      await lost;
      expect(response.status).toBe(500);
      proxy.connect();
      const find = async (): Promise<ItemDetail[]> =>
        (await desk.get<{ items: ItemDetail[] }>("/api/items")).items.filter(
          ({ source }) => source.kind === "media" && source.filename === "unknown.jpg",
        );
      await expect.poll(() => find().catch(() => [])).toMatchObject([{ state: "interrupted" }]);
      const [item] = await find();
      expect((await desk.fetch(`/api/items/${item?.id}/media`)).status).toBe(200);
      expect(countSubmissions("unknown.jpg")).toBe(0);
      expect((await desk.post(`/api/items/${item?.id}/resubmit`)).status).toBe(200);
      await desk.reachState(item?.id ?? "", "done");
      expect(countSubmissions("unknown.jpg")).toBe(1);
    });

    it("before a new item is stored, the upload fails and its file is deleted", async () => {
      proxy.disconnect();
      const body = new FormData();
      body.set("media", await readDemoFile("shapes.jpg", "never.jpg"));
      const before = await readdir(desk.mediaFolder());
      expect((await desk.fetch("/api/items", { method: "POST", body })).status).toBe(500);
      proxy.connect();
      await expect.poll(() => readdir(desk.mediaFolder())).toEqual(before);
      expect(countSubmissions("never.jpg")).toBe(0);
    });

    it("to stored frames, none is lost or stored twice", async () => {
      const id = await submitHeldVideo("frames.mp4");
      const lost = proxy.lose({ statement: /insert into "frames"/, command: "COMMIT" });
      desk.hold.release();
      await lost;
      expect(await desk.reachState(id, "done")).toMatchObject({
        frameCount: 10,
        decision: "block",
        failure: null,
      });
      const frames = await desk.get<ItemFrame[]>(`/api/items/${id}/frames`);
      expect(frames.map(({ position }) => position)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(countSubmissions("frames.mp4")).toBe(1);
    });

    it("to the final result, the item is done and its event stream ends", async () => {
      const id = await submitHeldVideo("result.mp4");
      const events = await desk.fetch(`/api/items/${id}/events`);
      const lost = proxy.lose(update("done"));
      desk.hold.release();
      const types: unknown[] = [];
      for await (const { type } of readEvents(events)) types.push(type);
      await lost;
      expect(types.at(-1)).toBe("end");
      expect(await desk.get(`/api/items/${id}`)).toMatchObject({
        state: "done",
        frameCount: 10,
        chargeUsd: 0.03,
      });
    });

    it("while results arrive, they are stored when the database is available again", async () => {
      const id = await submitHeldVideo("outage.mp4");
      proxy.disconnect();
      desk.hold.release();
      // A third of the time for which the desk retries.
      await sleep(400);
      proxy.connect();
      await expect
        .poll(() => desk.get(`/api/items/${id}`).catch(() => null))
        .toMatchObject({ state: "done", frameCount: 10 });
      expect(countSubmissions("outage.mp4")).toBe(1);
    });

    it("before an accepted item is submitted, it is submitted later and does not fail", async () => {
      const lost = proxy.lose({ statement: /update "items" set[^]*was_sent/, command: "COMMIT" });
      const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg", "queued.jpg") });
      await lost;
      expect(await desk.reachState(id, "done")).toMatchObject({ wasSent: true });
      expect(countSubmissions("queued.jpg")).toBe(1);
    });

    it("to a failure, the item has failed", async () => {
      desk.emulator.faults.add("task-code:3100");
      const lost = proxy.lose(update("failed"));
      const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg", "failed.jpg") });
      await lost;
      expect(await desk.reachState(id, "failed")).toMatchObject({ failure: { kind: "task" } });
      desk.emulator.faults.clear();
    });

    it("to the id of a task for reviewers, its answer arrives nevertheless", async () => {
      const lost = proxy.lose(update("waiting"));
      const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg"), project: "labeling" });
      await lost;
      await desk.reachState(id, "waiting");
      const { id: taskId } = await desk.emulator.tasks.nextQueued();
      desk.emulator.tasks.answer(taskId, ["fine"]);
      expect(await desk.reachState(id, "done")).toMatchObject({ summary: { labels: ["fine"] } });
    });

    it("to a cancellation, the item is cancelled", async () => {
      const id = await submitHeldVideo("cancelled.mp4");
      const lost = proxy.lose(update("cancelled"));
      expect((await desk.post(`/api/items/${id}/cancel`)).status).toBe(200);
      await lost;
      desk.hold.release();
      expect(await desk.get(`/api/items/${id}`)).toMatchObject({ state: "cancelled", frameCount: 2 });
    });

    it("to a resubmission, the item is submitted once more", async () => {
      const id = await submitHeldVideo("again.mp4");
      await desk.post(`/api/items/${id}/cancel`);
      desk.hold.release();
      const lost = proxy.lose({ statement: /delete from "frames"/, command: "COMMIT" });
      expect((await desk.post(`/api/items/${id}/resubmit`)).status).toBe(200);
      await lost;
      expect(await desk.reachState(id, "done")).toMatchObject({ frameCount: 10 });
      expect(countSubmissions("again.mp4")).toBe(2);
    });

    it("to a reviewer's decision, the decision is stored once", async () => {
      const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg"), project: "boxes" });
      await desk.reachState(id, "done");
      const lost = proxy.lose({ statement: /insert into "decisions"/, command: "COMMIT" });
      expect((await desk.post(`/api/items/${id}/decisions`, { decision: "block" })).status).toBe(201);
      await lost;
      expect(await desk.get(`/api/items/${id}`)).toMatchObject({
        decision: "block",
        decisions: [{ decision: "block" }],
      });
      expect((await desk.get<ItemDetail>(`/api/items/${id}`)).decisions).toHaveLength(1);
    });

    it("to a deletion, the item is deleted with its media", async () => {
      const id = await submitHeldVideo("deleted.mp4");
      const lost = proxy.lose({ statement: /delete from "items"/, command: "DELETE" });
      expect((await desk.fetch(`/api/items/${id}`, { method: "DELETE" })).status).toBe(204);
      await lost;
      desk.hold.release();
      expect((await desk.fetch(`/api/items/${id}`)).status).toBe(404);
      expect(await readdir(desk.mediaFolder())).not.toContain(id);
    });
  },
);
