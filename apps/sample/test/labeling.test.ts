import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { DeskInfo } from "../api/desk-api.ts";
import { ItemStore } from "../src/item-store.ts";
import { DATABASES } from "./databases.ts";
import { demoFile, openDesk } from "./open-desk.ts";
import type { OpenDesk } from "./open-desk.ts";

for (const { name, isMissing, create } of DATABASES) {
  describe.skipIf(isMissing)(`what people answer, in ${name}`, () => {
    let desk: OpenDesk;

    beforeAll(async () => {
      desk = await openDesk({ databaseUrl: await create() });
    });

    afterAll(() => desk[Symbol.asyncDispose]());

    /** Submits a picture to people. @returns the item's id, and the task's */
    async function ask(): Promise<{ id: string; taskId: string }> {
      const { id } = await desk.submit({ media: await demoFile("shapes.jpg"), project: "labeling" });
      const { id: taskId } = await desk.emulator.tasks.nextQueued();
      return { id, taskId };
    }

    const cancel = (id: string): Promise<Response> =>
      desk.fetch(`/api/items/${id}/cancel`, { method: "POST" });

    const decide = (id: string, decision: string): Promise<Response> =>
      desk.fetch(`/api/items/${id}/decisions`, { method: "POST", body: new URLSearchParams({ decision }) });

    it("comes by callback when a person has answered on the console, and is not decided on before", async () => {
      const { id, taskId } = await ask();
      expect(await desk.reach(id, "waiting")).toMatchObject({ decision: null, verdict: null });
      expect((await decide(id, "allow")).status).toBe(409);
      const { projects } = await desk.get<DeskInfo>("/api/desk");
      const consoleUrl = projects.find((project) => project.isLabeling)?.consoleUrl ?? "";
      expect(await (await fetch(consoleUrl)).text()).toContain("<html");
      desk.emulator.tasks.answer(taskId, ["not fine"]);
      expect(await desk.reach(id, "done")).toMatchObject({
        decision: "block",
        decisions: [],
        summary: { labels: ["not fine"], metadata: id },
      });
      expect(desk.emulator.callbacks.list()).toMatchObject([{ httpStatus: 200 }]);
    });

    it("is found again when the callback came while the desk was down", async () => {
      const { id, taskId } = await ask();
      await desk.reach(id, "waiting");
      const submitted = desk.emulator.journal.length;
      await desk.close();
      desk.emulator.tasks.answer(taskId, ["unsure"]);
      await desk.emulator.idle();
      expect(desk.emulator.callbacks.list().at(-1)).toMatchObject({ httpStatus: null });
      await desk.reopen();
      expect(await desk.reach(id, "done")).toMatchObject({ decision: "review" });
      expect(desk.emulator.journal).toHaveLength(submitted);
    });

    it("is found by what came with it when the desk ended before it knew the task's id", async () => {
      desk.emulator.faults.add("stall-headers");
      const { id, taskId } = await ask();
      await desk.close();
      await desk.reopen();
      expect(await desk.get(`/api/items/${id}`)).toMatchObject({ state: "interrupted" });
      expect((await decide(id, "block")).status).toBe(201);
      desk.emulator.tasks.answer(taskId, ["fine"]);
      expect(await desk.reach(id, "done")).toMatchObject({
        decision: "allow",
        decidedBy: "policy",
        decisions: [{ decision: "block" }],
      });
    });

    it("is waited for though the database was away when Hive took it on", async () => {
      const { change } = ItemStore.prototype;
      vi.spyOn(ItemStore.prototype, "change").mockImplementation(function (this: ItemStore, ...args) {
        if (args[2].state !== "waiting") return change.apply(this, args);
        vi.restoreAllMocks();
        return Promise.reject(new Error("The connection was lost."));
      });
      const { id } = await ask();
      expect(await desk.reach(id, "waiting")).toMatchObject({ wasSent: true, failure: null });
      await cancel(id);
      desk.emulator.reset();
    });

    it("is taken though its submission looks failed, as Hive's word that it has it was cut off", async () => {
      desk.emulator.faults.add("truncate");
      const { id, taskId } = await ask();
      expect(await desk.reach(id, "failed")).toMatchObject({ wasSent: true, decision: null });
      desk.emulator.tasks.answer(taskId, ["fine"]);
      expect(await desk.reach(id, "done")).toMatchObject({ decision: "allow", failure: null });
    });

    it("is found without a restart when its callback was lost", async () => {
      await using other = await openDesk({ databaseUrl: await create(), lookEveryMs: 200 });
      other.emulator.faults.add("callback-drop");
      const { id } = await other.submit({ media: await demoFile("shapes.jpg"), project: "labeling" });
      const task = await other.emulator.tasks.nextQueued();
      await other.reach(id, "waiting");
      other.emulator.tasks.answer(task.id, ["unsure"]);
      expect(await other.reach(id, "done")).toMatchObject({ decision: "review" });
    });

    it("changes nothing any more once the item is cancelled", async () => {
      const { id, taskId } = await ask();
      await desk.reach(id, "waiting");
      expect((await cancel(id)).status).toBe(200);
      desk.emulator.tasks.answer(taskId, ["fine"]);
      await desk.emulator.idle();
      expect(await desk.get(`/api/items/${id}`)).toMatchObject({ state: "cancelled", decision: null });
    });

    it("may be a failure, also one that comes before its task's id is stored", async () => {
      desk.emulator.faults.add("task-code:3300");
      const { id } = await desk.submit({ media: await demoFile("shapes.jpg"), project: "labeling" });
      expect(await desk.reach(id, "failed")).toMatchObject({ decision: null, failure: { kind: "task" } });
    });

    it("is refused from whoever was not given the address", async () => {
      const { id, taskId } = await ask();
      await desk.reach(id, "waiting");
      const body = JSON.stringify({ id: taskId, status: ["fine"], metadata: id });
      const response = await desk.fetch("/hive/callbacks/labeling", { method: "POST", body });
      expect(response.status).toBe(403);
      expect(await desk.get(`/api/items/${id}`)).toMatchObject({ state: "waiting" });
      await cancel(id);
    });

    it("is not waited for any more if Hive does not know the task after a restart", async () => {
      desk.emulator.reset();
      const { id } = await ask();
      await desk.reach(id, "waiting");
      await desk.close();
      desk.emulator.reset();
      await desk.reopen();
      expect(await desk.reach(id, "interrupted")).toMatchObject({ decision: null });
    });
  });
}
