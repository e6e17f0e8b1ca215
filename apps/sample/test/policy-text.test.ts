import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { DeskInfo, Item, ItemPage, PolicyTrial, PolicyVersion } from "../api/desk-api.ts";
import { openDatabase } from "../src/database/open-database.ts";
import { MAX_POLICY_CHARACTERS } from "../src/policies/parse-policy-text.ts";
import { createCsamProject, readCsamFixture } from "./support/csam-project.ts";
import { DATABASES } from "./support/databases.ts";
import { createForm, openDesk, readDemoFile } from "./support/open-desk.ts";
import type { OpenDesk } from "./support/open-desk.ts";

const OTHER = "A forum.\nreview weaponsSale: Offers to sell weapons.\n";
const HARMFUL = "Weapons for sale!";

for (const { name, isMissing, create } of DATABASES) {
  describe.skipIf(isMissing)(`a policy text, in ${name}`, () => {
    let desk: OpenDesk;
    let databaseUrl: string | undefined;

    beforeAll(async () => {
      databaseUrl = await create();
      desk = await openDesk({
        databaseUrl,
        projects: (projects) => {
          const [colors] = projects;
          if (colors === undefined) return projects;
          const csam = createCsamProject(colors);
          void readCsamFixture("csam-match").then(csam.respond);
          return [...projects, csam.project];
        },
      });
    });
    afterEach(() => desk.emulator.faults.clear());
    afterAll(() => desk[Symbol.asyncDispose]());

    const read = (): Promise<PolicyVersion> => desk.get("/api/projects/prompt/policy");
    const save = (body: unknown): Promise<Response> =>
      desk.fetch("/api/projects/prompt/policy", {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const tryOn = (id: string, text: string): Promise<Response> =>
      desk.post(`/api/items/${id}/trials`, { text });
    const submitText = (text: string): Promise<Item> => desk.submit({ text, project: "prompt" });
    /** Counts the requests to the vision language model. */
    const countCalls = (): number =>
      desk.emulator.journal.filter(({ route }) => route.includes("chat/completions")).length;
    /** Restricts an item, as a match in a later result of another model would. */
    async function restrict(id: string): Promise<void> {
      await desk.close();
      {
        await using open = await openDatabase(databaseUrl, desk.folder);
        await open.database.execute(sql`update items set is_restricted = true where id = ${id}`);
      }
      // The desk cannot open the database before it is closed here.
      await desk.reopen();
    }

    it("judges items, and its verdict has the version, the tokens and Hive's JSON, but no frames or charge", async () => {
      const { projects } = await desk.get<DeskInfo>("/api/desk");
      expect(projects.filter((one) => one.hasPolicyText).map((one) => one.name)).toEqual(["prompt"]);
      const { version } = await read();
      const { id } = await submitText(HARMFUL);
      const item = await desk.reachState(id, "done");
      expect(item).toMatchObject({
        decision: "block",
        decidedBy: "policy",
        verdict: { reasons: [{ rule: "categories.weaponsSale" }] },
        policyVersion: version,
        tokens: { prompt: expect.any(Number), answer: expect.any(Number) },
        frameCount: 0,
        chargeUsd: null,
        summary: null,
        wasSent: true,
      });
      const raw = await desk.get<{ reply: unknown }>(`/api/items/${id}/raw`);
      expect(raw).toMatchObject({ reply: [{ choices: [{}] }], frames: [] });
      const list = await desk.get<ItemPage>("/api/items?class=weaponsSale");
      expect(list.items.map((one) => one.id)).toEqual([id]);
      const harmless = await submitText("Books for sale.");
      expect(await desk.reachState(harmless.id, "done")).toMatchObject({ decision: "allow" });
    });

    it("judges pictures and URLs of pictures", async () => {
      const picture = await desk.submit({ media: await readDemoFile("shapes.jpg"), project: "prompt" });
      expect(await desk.reachState(picture.id, "done")).toMatchObject({ decision: "review" });
      const url = await desk.submit({ url: `${desk.url}/demo/shapes.jpg`, project: "prompt" });
      expect(await desk.reachState(url.id, "done")).toMatchObject({ decision: "review" });
    });

    it("does not accept videos", async () => {
      const body = createForm({ media: await readDemoFile("colors.mp4"), project: "prompt" });
      const response = await desk.fetch("/api/items", { method: "POST", body });
      expect([response.status, await response.json()]).toMatchObject([
        400,
        { kind: "input", message: "The project prompt accepts images only, got video/mp4." },
      ]);
    });

    it("keeps each version, and an item keeps the version that judged it", async () => {
      const first = await read();
      const { id } = await submitText(HARMFUL);
      await desk.reachState(id, "done");
      const saved = await (await save({ text: OTHER, basedOn: first.version })).json();
      expect(saved).toMatchObject({ version: first.version + 1, text: OTHER });
      expect(await read()).toEqual(saved);
      expect(await desk.get(`/api/projects/prompt/policy/versions/${first.version}`)).toEqual(first);
      const later = await submitText(HARMFUL);
      expect(await desk.reachState(later.id, "done")).toMatchObject({
        decision: "review",
        policyVersion: saved.version,
      });
      expect(await desk.get(`/api/items/${id}`)).toMatchObject({
        decision: "block",
        policyVersion: first.version,
      });
      await desk.close();
      await desk.reopen();
      expect(await read()).toEqual(saved);
      // The same text is no new version.
      expect(await (await save({ text: OTHER, basedOn: saved.version })).json()).toEqual(saved);
      expect((await save({ text: first.text, basedOn: saved.version })).status).toBe(200);
    });

    it("is not overwritten by a moderator who has not seen the latest version", async () => {
      const { version } = await read();
      const texts = [1, 2, 3].map((number) => `Moderator ${number}.\nblock weaponsSale: Weapons.`);
      const responses = await Promise.all(texts.map((text) => save({ text, basedOn: version })));
      const statuses = responses.map(({ status }) => status);
      expect(statuses.toSorted((one, other) => one - other)).toEqual([200, 409, 409]);
      const rejected = responses.find(({ status }) => status === 409);
      expect(await rejected?.json()).toMatchObject({
        kind: "conflict",
        message: expect.stringContaining("Compare"),
      });
      expect((await read()).version).toBe(version + 1);
      expect((await save({ text: OTHER, basedOn: version + 7 })).status).toBe(409);
      expect((await read()).version).toBe(version + 1);
    });

    it.each([
      [{ text: "A forum.\nblock weapons sale: Weapons.", basedOn: 1 }, "Line 2: "],
      [{ text: `A forum.\nblock a: ${"x".repeat(MAX_POLICY_CHARACTERS)}`, basedOn: 1 }, "at most 8000"],
      [{ text: "A forum.\nblock csam: Abuse.", basedOn: 1 }, "CSAM detection"],
      [{ text: "A\0forum.\nblock a: B.", basedOn: 1 }, "NUL"],
      [{ text: OTHER }, "basedOn"],
      [{ text: OTHER, basedOn: 0.5 }, "basedOn"],
      [{ text: OTHER, basedOn: 2 ** 31 }, "basedOn"],
      [[], "Send a JSON object"],
    ])("is not saved if the request is invalid: %j", async (body, message) => {
      const before = await read();
      const response = await save(body);
      expect([response.status, await response.json()]).toMatchObject([
        400,
        { kind: "input", message: expect.stringContaining(message) },
      ]);
      expect(await read()).toEqual(before);
    });

    it.each([
      "projects/colors/policy",
      "projects/none/policy",
      "projects/prompt/policy/versions/999",
      "projects/prompt/policy/versions/x",
      "projects/prompt/policy/versions/99999999999",
    ])("does not exist at %s", async (path) => {
      expect((await desk.fetch(`/api/${path}`)).status).toBe(404);
    });

    it("can be tried on an item without storing anything", async () => {
      const { id } = await submitText(HARMFUL);
      const item = await desk.reachState(id, "done");
      const [list, policy] = [await desk.get("/api/items"), await read()];
      const response = await tryOn(id, "A forum.\nreview sale: Sales.\nblock blood: Blood.");
      const trial: PolicyTrial = await response.json();
      expect([response.status, trial]).toMatchObject([
        200,
        {
          verdict: { decision: "review", reasons: [{ rule: "categories.sale" }] },
          tokens: { prompt: expect.any(Number), answer: expect.any(Number) },
        },
      ]);
      expect(await desk.get(`/api/items/${id}`)).toEqual(item);
      expect([await desk.get("/api/items"), await read()]).toEqual([list, policy]);
    });

    it("is not tried if it is invalid, or on an item of another project", async () => {
      const { id } = await submitText("Hello");
      await desk.reachState(id, "done");
      const other = await desk.submit({ text: "Hello", project: "text" });
      await desk.reachState(other.id, "done");
      const calls = countCalls();
      const invalid = await tryOn(id, "A forum.\nblock a");
      expect([invalid.status, await invalid.json()]).toMatchObject([
        400,
        { message: expect.stringMatching(/^Line 2: /) },
      ]);
      expect((await tryOn(other.id, OTHER)).status).toBe(409);
      expect((await tryOn("b2a1f3f8-0000-4000-8000-000000000000", OTHER)).status).toBe(404);
      expect(countCalls()).toBe(calls);
    });

    it("has a limited number of trials in flight, and a trial ends with its request", async () => {
      const { id } = await submitText("Hello");
      await desk.reachState(id, "done");
      desk.emulator.faults.add("stall-headers@1");
      const controller = new AbortController();
      const calls = countCalls();
      const stalled = [1, 2, 3, 4].map(() =>
        desk.fetch(`/api/items/${id}/trials`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ text: OTHER }),
          signal: controller.signal,
        }),
      );
      await expect.poll(countCalls).toBe(calls + 4);
      const response = await tryOn(id, OTHER);
      expect([response.status, await response.json()]).toMatchObject([429, { kind: "busy" }]);
      controller.abort();
      await Promise.allSettled(stalled);
      desk.emulator.faults.clear();
      await expect.poll(async () => (await tryOn(id, OTHER)).status).toBe(200);
    });

    it("never judges a restricted item: it is neither submitted nor tried", async () => {
      desk.emulator.faults.add("500@1");
      const { id } = await submitText("Hello");
      await desk.reachState(id, "failed");
      desk.emulator.faults.clear();
      await restrict(id);
      const calls = countCalls();
      expect((await desk.post(`/api/items/${id}/resubmit`)).status).toBe(409);
      const trial = await tryOn(id, OTHER);
      expect([trial.status, await trial.json()]).toMatchObject([403, { kind: "restricted" }]);
      const match = await desk.submit({ media: await readDemoFile("shapes.jpg"), project: "csam" });
      await expect.poll(() => desk.get<Item>(`/api/items/${match.id}`)).toMatchObject({ isRestricted: true });
      expect((await tryOn(match.id, OTHER)).status).toBe(403);
      expect(countCalls()).toBe(calls);
    });

    it.each(["chat-cut", "chat-refusal", "chat-invalid", "chat-missing-key", "chat-prose"])(
      "makes the decision unknown with a reason if the answer cannot be used: %s",
      async (fault) => {
        desk.emulator.faults.add(`${fault}@1`);
        const { id } = await submitText("Hello");
        const item = await desk.reachState(id, "done");
        expect(item).toMatchObject({ decision: "unknown", verdict: { reasons: [] } });
        expect(item.verdict?.unevaluated[0]?.sentence).toMatch(/^No answer to \w+/);
        const trial = await tryOn(id, OTHER);
        expect(await trial.json()).toMatchObject({ verdict: { decision: "unknown" } });
      },
    );

    it("leaves an item without a decision if Hive fails, and the item can be submitted again", async () => {
      desk.emulator.faults.add("500@1");
      const { id } = await submitText(HARMFUL);
      const failed = await desk.reachState(id, "failed");
      expect(failed).toMatchObject({
        decision: null,
        verdict: null,
        tokens: null,
        failure: { kind: "http", message: expect.stringContaining("500") },
      });
      const trial = await tryOn(id, OTHER);
      expect([trial.status, await trial.json()]).toMatchObject([502, { kind: "http" }]);
      desk.emulator.faults.clear();
      expect((await desk.post(`/api/items/${id}/resubmit`)).status).toBe(200);
      expect(await desk.reachState(id, "done")).toMatchObject({ failure: null });
    });

    it("judges an item that is cancelled no further", async () => {
      desk.emulator.faults.add("stall-headers@1");
      const calls = countCalls();
      const { id } = await submitText(HARMFUL);
      await expect.poll(countCalls).toBe(calls + 1);
      expect(await (await desk.post(`/api/items/${id}/cancel`)).json()).toMatchObject({
        state: "cancelled",
        decision: null,
      });
      desk.emulator.faults.clear();
      expect((await desk.post(`/api/items/${id}/resubmit`)).status).toBe(200);
      await desk.reachState(id, "done");
    });

    it("leaves items that are being judged as interrupted when the desk stops", async () => {
      desk.emulator.faults.add("stall-headers@1");
      const calls = countCalls();
      const { id } = await submitText(HARMFUL);
      await expect.poll(countCalls).toBe(calls + 1);
      await desk.close();
      desk.emulator.faults.clear();
      await desk.reopen();
      expect(await desk.get(`/api/items/${id}`)).toMatchObject({
        state: "interrupted",
        wasSent: true,
        verdict: null,
        policyVersion: (await read()).version,
      });
      expect(countCalls()).toBe(calls + 1);
    });
  });
}
