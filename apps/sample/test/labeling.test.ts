import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { DeskInfo } from "../api/desk-api.ts";
import { ItemStore } from "../src/items/item-store.ts";
import { DATABASES } from "./support/databases.ts";
import { openDesk, readDemoFile } from "./support/open-desk.ts";
import type { OpenDesk } from "./support/open-desk.ts";

for (const { name, isMissing, create } of DATABASES) {
  describe.skipIf(isMissing)(`a reviewer's answer, in ${name}`, () => {
    let desk: OpenDesk;

    beforeAll(async () => {
      desk = await openDesk({ databaseUrl: await create() });
    });

    afterAll(() => desk[Symbol.asyncDispose]());

    /** Submits a picture for labeling. @returns the ids of the item and the task */
    async function submitForLabeling(): Promise<{ id: string; taskId: string }> {
      const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg"), project: "labeling" });
      const { id: taskId } = await desk.emulator.tasks.nextQueued();
      return { id, taskId };
    }

    const cancel = (id: string): Promise<Response> => desk.post(`/api/items/${id}/cancel`);

    const decide = (id: string, decision: string): Promise<Response> =>
      desk.fetch(`/api/items/${id}/decisions`, { method: "POST", body: new URLSearchParams({ decision }) });

    it("arrives by callback, and there is no decision before that", async () => {
      const { id, taskId } = await submitForLabeling();
      expect(await desk.reachState(id, "waiting")).toMatchObject({ decision: null, verdict: null });
      expect((await decide(id, "allow")).status).toBe(409);
      const { projects } = await desk.get<DeskInfo>("/api/desk");
      const consoleUrl = projects.find((project) => project.isLabeling)?.consoleUrl ?? "";
      expect(await (await fetch(consoleUrl)).text()).toContain("<html");
      desk.emulator.tasks.answer(taskId, ["not fine"]);
      expect(await desk.reachState(id, "done")).toMatchObject({
        decision: "block",
        decisions: [],
        summary: { labels: ["not fine"], metadata: id },
      });
      await desk.emulator.idle();
      expect(desk.emulator.callbacks.list()).toMatchObject([{ httpStatus: 200 }]);
    });

    it("is polled after a restart if its callback arrived while the desk was down", async () => {
      const { id, taskId } = await submitForLabeling();
      await desk.reachState(id, "waiting");
      const submissions = desk.emulator.journal.length;
      await desk.close();
      desk.emulator.tasks.answer(taskId, ["unsure"]);
      await desk.emulator.idle();
      expect(desk.emulator.callbacks.list().at(-1)).toMatchObject({ httpStatus: null });
      await desk.reopen();
      expect(await desk.reachState(id, "done")).toMatchObject({ decision: "review" });
      expect(desk.emulator.journal).toHaveLength(submissions);
    });

    it("is matched by its metadata if the desk stopped before it stored the task id", async () => {
      desk.emulator.faults.add("stall-headers");
      const { id, taskId } = await submitForLabeling();
      await desk.close();
      await desk.reopen();
      expect(await desk.get(`/api/items/${id}`)).toMatchObject({ state: "interrupted" });
      expect((await decide(id, "block")).status).toBe(201);
      desk.emulator.tasks.answer(taskId, ["fine"]);
      expect(await desk.reachState(id, "done")).toMatchObject({
        decision: "allow",
        decidedBy: "policy",
        decisions: [{ decision: "block" }],
      });
    });

    it("is expected even if the database was unavailable when Hive acknowledged the submission", async () => {
      const { change } = ItemStore.prototype;
      vi.spyOn(ItemStore.prototype, "change").mockImplementation(function (this: ItemStore, ...args) {
        if (args[2].state !== "waiting") return change.apply(this, args);
        vi.restoreAllMocks();
        return Promise.reject(new Error("The connection was lost."));
      });
      const { id } = await submitForLabeling();
      expect(await desk.reachState(id, "waiting")).toMatchObject({ wasSent: true, failure: null });
      await cancel(id);
      desk.emulator.reset();
    });

    it("is accepted even if the submission failed because Hive's acknowledgement was cut off", async () => {
      desk.emulator.faults.add("truncate");
      const { id, taskId } = await submitForLabeling();
      expect(await desk.reachState(id, "failed")).toMatchObject({ wasSent: true, decision: null });
      desk.emulator.tasks.answer(taskId, ["fine"]);
      expect(await desk.reachState(id, "done")).toMatchObject({ decision: "allow", failure: null });
    });

    it("is ignored after the item was cancelled", async () => {
      const { id, taskId } = await submitForLabeling();
      await desk.reachState(id, "waiting");
      expect((await cancel(id)).status).toBe(200);
      desk.emulator.tasks.answer(taskId, ["fine"]);
      await desk.emulator.idle();
      expect(await desk.get(`/api/items/${id}`)).toMatchObject({ state: "cancelled", decision: null });
    });

    it("may be a failure that arrives before the task id is stored", async () => {
      desk.emulator.faults.add("task-code:3300");
      const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg"), project: "labeling" });
      expect(await desk.reachState(id, "failed")).toMatchObject({
        decision: null,
        failure: { kind: "task" },
      });
    });

    it("is rejected if the callback URL is not signed", async () => {
      const { id, taskId } = await submitForLabeling();
      await desk.reachState(id, "waiting");
      const body = JSON.stringify({ id: taskId, status: ["fine"], metadata: id });
      const response = await desk.fetch("/hive/callbacks/labeling", { method: "POST", body });
      expect(response.status).toBe(403);
      expect(await desk.get(`/api/items/${id}`)).toMatchObject({ state: "waiting" });
      await cancel(id);
    });

    it("is no longer expected if Hive does not know the task after a restart", async () => {
      desk.emulator.reset();
      const { id } = await submitForLabeling();
      await desk.reachState(id, "waiting");
      await desk.close();
      desk.emulator.reset();
      await desk.reopen();
      expect(await desk.reachState(id, "interrupted")).toMatchObject({ decision: null });
    });
  });
}

it("polls for an answer whose callback was lost", async () => {
  await using desk = await openDesk({ pollIntervalMs: 20 });
  desk.emulator.faults.add("callback-drop");
  const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg"), project: "labeling" });
  const task = await desk.emulator.tasks.nextQueued();
  await desk.reachState(id, "waiting");
  desk.emulator.tasks.answer(task.id, ["unsure"]);
  expect(await desk.reachState(id, "done")).toMatchObject({ decision: "review" });
});
