import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Logger } from "@nestjs/common";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { ItemDetail, ItemPage } from "../api/desk-api.ts";
import { openDatabase } from "../src/database/open-database.ts";
import { MIGRATIONS_FOLDER } from "../src/config/folders.ts";
import { CALLBACK_PROJECT } from "../src/config/project.ts";
import { createCsamProject, createCsamScore, HASH_SET, readCsamFixture } from "./support/csam-project.ts";
import type { CsamProject } from "./support/csam-project.ts";
import { DATABASES } from "./support/databases.ts";
import { openDesk, readDemoFile, readEvents } from "./support/open-desk.ts";
import type { OpenDesk } from "./support/open-desk.ts";

const FILENAME = "name-of-the-file.jpg";

for (const { name, isMissing, create } of DATABASES) {
  describe.skipIf(isMissing)(`a restricted item in ${name}`, () => {
    let csam: CsamProject;
    let desk: OpenDesk;

    beforeAll(async () => {
      desk = await openDesk({
        databaseUrl: await create(),
        projects: (projects) => {
          const [colors] = projects;
          if (colors === undefined) return projects;
          csam = createCsamProject(colors);
          const low = createCsamProject(colors, { policy: { review: { csam: 0.1 } } });
          return [...projects, csam.project, { ...low.project, name: "low", options: csam.project.options }];
        },
      });
    });
    beforeEach(async () => csam.respond(await readCsamFixture("csam-match")));
    afterAll(() => desk[Symbol.asyncDispose]());

    /** Submits a picture. @returns the id of its item when Hive's response is stored */
    async function submit(state: "done" | "failed" = "done", project = "csam"): Promise<string> {
      const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg", FILENAME), project });
      await desk.reachState(id, state);
      return id;
    }

    const read = (id: string): Promise<ItemDetail> => desk.get(`/api/items/${id}`);
    const statusOf = async (response: Promise<Response>): Promise<number> => (await response).status;

    it("is withheld by every route as soon as its result is stored", async () => {
      const id = await submit();
      for (const path of ["/media", "/masks/0", "/frames", "/raw"]) {
        const response = await desk.fetch(`/api/items/${id}${path}`);
        expect([path, response.status, await response.json()]).toMatchObject([
          path,
          403,
          { kind: "restricted", message: expect.stringContaining("docs/csam.md") },
        ]);
      }
      const range = await desk.fetch(`/api/items/${id}/media`, { headers: { range: "bytes=0-2" } });
      expect([range.status, range.headers.get("content-type")]).toEqual([
        403,
        expect.stringContaining("json"),
      ]);
      expect(await read(id)).toMatchObject({
        isRestricted: true,
        decision: "block",
        source: { kind: "media", filename: "", contentType: "image/jpeg" },
        hasMedia: false,
        summary: { results: [{ media: null, text: null, provenance: null }] },
      });
      const events = [];
      for await (const event of readEvents(await desk.fetch(`/api/items/${id}/events`))) events.push(event);
      expect(events.map(({ type }) => type)).toEqual(["item", "end"]);
      const list = await desk.get<ItemPage>("/api/items?project=csam&decision=block&state=done");
      expect(list.items.find((item) => item.id === id)).toMatchObject({ isRestricted: true });
      const sent = JSON.stringify([events, list, await read(id)]);
      for (const withheld of [FILENAME, HASH_SET, "sourceId"]) expect(sent).not.toContain(withheld);
    });

    it("is neither decided on nor submitted again, and not deleted without a confirmation", async () => {
      const id = await submit();
      const submissions = csam.submissions.length;
      for (const decision of ["allow", "block"]) {
        const response = await desk.post(`/api/items/${id}/decisions`, { decision });
        expect([response.status, await response.json()]).toMatchObject([409, { kind: "conflict" }]);
      }
      for (const project of ["", "?project=visual"]) {
        const response = await desk.post(`/api/items/${id}/resubmit${project}`, { project: "visual" });
        expect([response.status, await response.json()]).toMatchObject([
          409,
          { message: expect.stringContaining("restricted") },
        ]);
      }
      for (const query of ["", "?deletesEvidence=false"]) {
        const response = await desk.fetch(`/api/items/${id}${query}`, { method: "DELETE" });
        expect([response.status, await response.json()]).toMatchObject([
          409,
          { message: expect.stringContaining("deletesEvidence=true") },
        ]);
      }
      const unclear = desk.fetch(`/api/items/${id}?deletesEvidence=yes`, { method: "DELETE" });
      expect(await statusOf(unclear)).toBe(400);
      expect(await read(id)).toMatchObject({ state: "done", decision: "block", decisions: [] });
      expect(csam.submissions).toHaveLength(submissions);
      const files = (): Promise<string[]> => readdir(desk.mediaFolder());
      await desk.close();
      await desk.reopen();
      expect(await files()).toContain(id);
      expect(await statusOf(desk.fetch(`/api/items/${id}/media`))).toBe(403);
      const confirmed = desk.fetch(`/api/items/${id}?deletesEvidence=true`, { method: "DELETE" });
      expect(await statusOf(confirmed)).toBe(204);
      expect(await files()).not.toContain(id);
    });

    it.each([
      [0.9, "csam", true],
      [0.89, "csam", false],
      [0.1, "low", true],
      [0.09, "low", false],
    ])("includes a score of csam of %d in the project %s: %s", async (score, project, isRestricted) => {
      csam.respond(await createCsamScore(score));
      const id = await submit("done", project);
      expect(await read(id)).toMatchObject({ isRestricted });
      const media = await desk.fetch(`/api/items/${id}/media`);
      expect([media.status, media.headers.get("cache-control")]).toEqual([
        isRestricted ? 403 : 200,
        "no-store",
      ]);
    });

    it.each([
      ["before", true],
      ["after", false],
    ])("stays restricted if another part of its result failed %s it", async (_name, isFirst) => {
      const matched = JSON.parse(await readCsamFixture("csam-match"));
      const failed = { status: { code: "3300", message: "FAILED" }, response: {} };
      const status = [...matched.status, failed];
      csam.respond({ ...matched, status: isFirst ? status.toReversed() : status });
      const id = await submit("failed");
      expect(await read(id)).toMatchObject({ isRestricted: true, decision: null });
      expect(await statusOf(desk.fetch(`/api/items/${id}/media`))).toBe(403);
      expect(await statusOf(desk.post(`/api/items/${id}/resubmit`))).toBe(409);
    });

    it("ends a download of its media that is in progress", async () => {
      const gate = csam.hold();
      const submissions = csam.submissions.length;
      const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg"), project: "csam" });
      await expect.poll(() => csam.submissions.length).toBe(submissions + 1);
      // Larger than the buffers of the connection.
      await writeFile(join(desk.mediaFolder(), id), Buffer.alloc(64 * 1024 * 1024, 1));
      const response = await desk.fetch(`/api/items/${id}/media`);
      expect(response.status).toBe(200);
      gate.open();
      await desk.reachState(id, "done");
      await expect(response.arrayBuffer()).rejects.toThrow("terminated");
    });

    it("is logged once, with its id only", async () => {
      const log = vi.spyOn(Logger.prototype, "warn").mockImplementation(() => {});
      onTestFinished(() => log.mockRestore());
      const id = await submit();
      const lines = log.mock.calls.flat().map(String);
      expect(lines).toEqual([expect.stringContaining(id)]);
      for (const withheld of [FILENAME, HASH_SET]) expect(lines.join("\n")).not.toContain(withheld);
    });
  });
}

describe("a match that arrives by callback", () => {
  /** The id of the task in the fixture. */
  const TASK_ID = "5e2a7c10-6b1d-11f1-9c22-00000000b001";

  async function openLabelingDesk(): Promise<{ desk: OpenDesk; csam: CsamProject }> {
    let csam: CsamProject | undefined;
    const desk = await openDesk({
      projects: (projects) =>
        projects.map((project) => {
          if (project.name !== CALLBACK_PROJECT) return project;
          csam = createCsamProject(project, { name: CALLBACK_PROJECT });
          return csam.project;
        }),
    });
    onTestFinished(() => desk[Symbol.asyncDispose]());
    if (csam === undefined) throw new Error("The desk has no project with callbacks.");
    return { desk, csam };
  }

  /** Posts a result to the callback URL of a submission. */
  async function postResult(submission: string | undefined, result: string): Promise<number> {
    const url = /name="callback_url"\r\n\r\n(\S+)/.exec(submission ?? "")?.[1] ?? "";
    return (await fetch(url, { method: "POST", body: result })).status;
  }

  it.each([
    ["the item was cancelled", "cancel", true, "cancelled"],
    ["the item was submitted again", "resubmit", true, "waiting"],
    ["another part of the result failed", "wait", false, "failed"],
    ["another part of the obsolete result failed", "resubmit", false, "waiting"],
  ])("restricts the item even if %s", async (_name, action, isSuccess, state) => {
    const { desk, csam } = await openLabelingDesk();
    csam.respond({ task_id: TASK_ID });
    const { id } = await desk.submit({
      media: await readDemoFile("shapes.jpg", FILENAME),
      project: CALLBACK_PROJECT,
    });
    await desk.reachState(id, "waiting");
    if (action !== "wait") expect((await desk.post(`/api/items/${id}/cancel`)).status).toBe(200);
    if (action === "resubmit") {
      csam.respond({ task_id: "another" });
      expect((await desk.post(`/api/items/${id}/resubmit`)).status).toBe(200);
      await desk.reachState(id, "waiting");
    }
    if (action === "cancel") {
      expect((await desk.post(`/api/items/${id}/decisions`, { decision: "allow" })).status).toBe(201);
    }
    expect((await desk.fetch(`/api/items/${id}/media`)).status).toBe(200);
    const { status } = JSON.parse(await readCsamFixture("csam-match"));
    const failures = isSuccess ? [] : [{ status: { code: "3300", message: "FAILED" }, response: {} }];
    const result = JSON.stringify({ id: TASK_ID, metadata: id, status: [...failures, ...status] });
    const submission = csam.submissions.find((body) => body.includes("callback_url"));
    expect(await postResult(submission, result)).toBe(200);
    expect(await desk.get(`/api/items/${id}`)).toMatchObject({ isRestricted: true, state, decision: null });
    expect((await desk.fetch(`/api/items/${id}/media`)).status).toBe(403);
    expect((await desk.post(`/api/items/${id}/resubmit`)).status).toBe(409);
  });
});

it("restricts items with a match that an earlier version of the desk stored", async () => {
  let csam: CsamProject | undefined;
  await using desk = await openDesk({
    projects: ([colors, ...others]) => {
      if (colors === undefined) return others;
      csam = createCsamProject(colors);
      return [colors, csam.project];
    },
  });
  const submit = async (reply: string): Promise<string> => {
    csam?.respond(reply);
    const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg"), project: "csam" });
    await desk.reachState(id, "done");
    return id;
  };
  const expected = new Map([
    [await submit(await readCsamFixture("csam-match")), true],
    [await submit(await createCsamScore(0.97)), true],
    [await submit(await createCsamScore(1)), true],
    [await submit(await createCsamScore(0.125)), false],
  ]);
  await desk.close();
  const [migration = ""] = (await readdir(MIGRATIONS_FOLDER)).filter((file) =>
    file.endsWith("_restricted.sql"),
  );
  const [, update = ""] = (await readFile(join(MIGRATIONS_FOLDER, migration), "utf8")).split(
    "--> statement-breakpoint",
  );
  {
    await using opened = await openDatabase(undefined, desk.folder);
    await opened.database.execute(sql`update items set is_restricted = false`);
    await opened.database.execute(sql.raw(update));
  }
  await desk.reopen();
  for (const [id, isRestricted] of expected)
    expect(await desk.get(`/api/items/${id}`)).toMatchObject({ isRestricted });
});
