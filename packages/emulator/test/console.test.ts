import { describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../src/index.ts";
import { demoMedia, createForm, submit } from "./support/submit.ts";

const video = await demoMedia("colors.mp4");
const BASE = "http://127.0.0.1:8787";

const ask = (emulator: Emulator, path: string, init?: RequestInit) =>
  emulator.fetch(`${BASE}/console${path}`, init);

/** Creates an emulator with one waiting task. Returns it with the pending response. */
async function withTask(media: Uint8Array = video) {
  const emulator = createEmulator();
  const form = createForm(media, "colors.mp4");
  form.set("text", "Is it red?");
  const answer = submit(emulator, "demo-labeling", form);
  const { id } = await emulator.tasks.nextQueued();
  return { emulator, answer, id };
}

describe("the console", () => {
  it("lists the waiting tasks, serves their media, and answers them", async () => {
    const { emulator, answer, id } = await withTask();
    const listed = await ask(emulator, "/api/tasks?state=queued");
    expect(listed.headers.get("cross-origin-resource-policy")).toBe("same-origin");
    const { tasks } = await listed.json();
    expect(tasks).toMatchObject([
      { id, isWaitingForPeople: true, question: "Is it red?", mimetype: "video/mp4" },
    ]);
    const media = await ask(emulator, `/api/tasks/${id}/media`);
    expect(media.headers.get("content-type")).toBe("video/mp4");
    expect(Buffer.from(await media.arrayBuffer())).toEqual(Buffer.from(video));
    const done = await ask(emulator, `/api/tasks/${id}/answer`, {
      method: "POST",
      body: '{"labels":["yes","no"]}',
    });
    expect(await done.json()).toEqual({ labels: ["yes", "no"] });
    expect((await answer).body.status).toEqual(["yes", "no"]);
    expect((await ask(emulator, `/api/tasks/${id}/media`)).status).toBe(404);
    expect(
      (await ask(emulator, `/api/tasks/${id}/answer`, { method: "POST", body: '{"labels":["yes"]}' })).status,
    ).toBe(404);
  });

  it("lists the charges, balance and failures of every project, and the latest requests", async () => {
    const emulator = createEmulator({ projects: [{ key: "mine", model: "emulator_visual", balanceUsd: 1 }] });
    await submit(emulator, "mine", await demoMedia("shapes.jpg"));
    await submit(emulator, "mine", new URLSearchParams());
    const { projects } = await (await ask(emulator, "/api/projects")).json();
    expect(projects.at(-1)).toMatchObject({
      key: "mine",
      balanceUsd: 0.997,
      chargedUsd: 0.003,
      submissions: 2,
      failures: 1,
    });
    const { journal } = await (await ask(emulator, "/api/journal?limit=1")).json();
    expect(journal).toMatchObject([{ httpStatus: 400 }]);
    const { tasks } = await (await ask(emulator, "/api/tasks")).json();
    expect(tasks).toMatchObject([{ projectKey: "mine", state: "done", chargeUsd: 0.003 }]);
    expect(await (await ask(emulator, "/api/callbacks")).json()).toEqual({ callbacks: [] });
  });

  it("serves the range that a player requests", async () => {
    const { emulator, id } = await withTask();
    const range = async (header: string) => {
      const response = await ask(emulator, `/api/tasks/${id}/media`, { headers: { range: header } });
      const { length } = new Uint8Array(await response.arrayBuffer());
      return [response.status, response.headers.get("content-range"), length];
    };
    const size = video.length;
    expect(await range("bytes=0-99")).toEqual([206, `bytes 0-99/${size}`, 100]);
    expect(await range("bytes=100-")).toEqual([206, `bytes 100-${size - 1}/${size}`, size - 100]);
    expect(await range("bytes=-10")).toEqual([206, `bytes ${size - 10}-${size - 1}/${size}`, 10]);
    expect(await range(`bytes=${size}-`)).toEqual([416, `bytes */${size}`, 0]);
    expect(await range("bytes=5-1")).toEqual([416, `bytes */${size}`, 0]);
    expect(await range("lines=1-2")).toEqual([200, null, size]);
    await emulator.close();
  });

  it("never lets a browser execute an upload", async () => {
    const page = Buffer.from("<html><script>alert(1)</script></html>");
    const { emulator, id } = await withTask(page);
    const response = await ask(emulator, `/api/tasks/${id}/media`);
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("content-security-policy")).toContain("sandbox");
    await emulator.close();
  });

  it("redirects from the path with a trailing slash", async () => {
    const response = await ask(createEmulator(), "/");
    expect([response.status, response.headers.get("location")]).toEqual([302, "../console"]);
  });

  it.each([
    "",
    "x".repeat(200_000),
    "{}",
    '{"labels":"yes"}',
    '{"labels":[""]}',
    '{"labels":[1]}',
    "labels=yes",
  ])("rejects the answer %j, with an example of a valid one", async (body) => {
    const { emulator, id } = await withTask();
    const response = await ask(emulator, `/api/tasks/${id}/answer`, { method: "POST", body });
    expect(response.status).toBe(400);
    expect((await response.json()).error).toContain('{"labels": ["yes"]}');
    await emulator.close();
  });

  it("is a page that may neither load anything from elsewhere nor be framed", async () => {
    const response = await ask(createEmulator(), "");
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(response.headers.get("content-security-policy")).toMatch(
      /default-src 'none'.*frame-ancestors 'none'/,
    );
    expect(await response.text()).toMatch(/^<!doctype html>/);
  });

  it.each([
    ["/page.js", "text/javascript; charset=utf-8"],
    ["/page.css", "text/css; charset=utf-8"],
  ])("serves %s below any base path", async (path, type) => {
    const response = await createEmulator().fetch(`${BASE}/some/where/console${path}`);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect((await response.text()).length).toBeGreaterThan(1000);
  });

  it("lists the choices of a project: yes and no, or its own", async () => {
    const emulator = createEmulator({
      projects: [{ key: "animals", model: "emulator_labeling", choices: ["cat", "dog"] }],
    });
    const { projects } = await (await ask(emulator, "/api/projects")).json();
    const choices = Object.fromEntries(
      projects.map((project: { key: string; choices: readonly string[] }) => [project.key, project.choices]),
    );
    expect(choices).toMatchObject({
      animals: ["cat", "dog"],
      "demo-labeling": ["yes", "no"],
      "demo-colors": [],
    });
    const wrong = { key: "x", model: "emulator_labeling", choices: [""] } as const;
    expect(() => createEmulator({ projects: [wrong] })).toThrow("projects[0].choices[0]");
  });
});

describe("a page of another site", () => {
  it.each([
    ["by its origin", { origin: "https://evil.example" }],
    ["by an opaque origin", { origin: "null" }],
    ["by Sec-Fetch-Site", { "sec-fetch-site": "cross-site" }],
    ["on another port", { "sec-fetch-site": "same-site", origin: "http://127.0.0.1:3000" }],
  ])("is rejected %s, and cannot answer a task", async (_, headers) => {
    const { emulator, id } = await withTask();
    const response = await ask(emulator, `/api/tasks/${id}/answer`, {
      method: "POST",
      headers,
      body: '{"labels":["yes"]}',
    });
    expect(response.status).toBe(403);
    expect((await ask(emulator, "/api/tasks", { headers })).status).toBe(403);
    expect((await ask(emulator, `/api/tasks/${id}/media`, { headers })).status).toBe(403);
    expect(emulator.tasks.list({ state: "queued" })).toHaveLength(1);
    await emulator.close();
  });

  it("is rejected under a name that resolves to this machine, unless the name is allowed", async () => {
    const url = "http://evil.example:8787/console/api/projects";
    expect((await createEmulator().fetch(url)).status).toBe(403);
    // A host from which media may be fetched is not a name of this machine.
    expect((await createEmulator({ allowedHosts: ["evil.example"] }).fetch(url)).status).toBe(403);
    expect((await createEmulator({ ownHosts: ["Evil.example"] }).fetch(url)).status).toBe(200);
    for (const host of ["localhost", "[::1]", "192.168.0.7"]) {
      expect((await createEmulator().fetch(`http://${host}/console/api/projects`)).status).toBe(200);
    }
  });

  it("gets no CORS permission on any route", async () => {
    const emulator = createEmulator();
    const own = await ask(emulator, "/api/projects", {
      headers: { origin: BASE, "sec-fetch-site": "same-origin" },
    });
    expect(own.headers.get("access-control-allow-origin")).toBe(BASE);
    const api = await emulator.fetch(`${BASE}/api/v1/tag/task`, {
      method: "POST",
      headers: { origin: BASE },
    });
    expect(api.headers.get("access-control-allow-origin")).toBeNull();
    const preflight = await emulator.fetch(`${BASE}/api/v1/tag/task`, {
      method: "OPTIONS",
      headers: { origin: "https://evil.example" },
    });
    expect(preflight.status).toBe(404);
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("the API", () => {
  it.each([
    ["/api/v2/task/sync", "origin", "http://evil.example:8787", { return_code: 403 }],
    ["/api/v3/hive/text-moderation", "sec-fetch-site", "same-origin", { status_code: 403 }],
  ])("rejects a page under a name that resolves to this machine: %s", async (path, header, value, form) => {
    const emulator = createEmulator();
    const init = { method: "POST", headers: { [header]: value }, body: "{}" };
    const response = await emulator.fetch(`http://evil.example:8787${path}`, init);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      ...form,
      message: expect.stringContaining("evil.example"),
    });
    expect(emulator.journal).toEqual([]);
    await emulator.fetch(`http://localhost:8787${path}`, init);
    await emulator.fetch(`http://evil.example:8787${path}`, { method: "POST", body: "{}" });
    expect(emulator.journal).toHaveLength(2);
  });
});

it("waiting tasks are listed oldest first, and the limit omits the newest", async () => {
  const emulator = createEmulator();
  const answers: Promise<unknown>[] = [];
  for (let count = 1; count <= 3; count += 1) {
    answers.push(submit(emulator, "demo-labeling", video));
    await expect.poll(() => emulator.tasks.list({ state: "queued" })).toHaveLength(count);
  }
  const ids = emulator.tasks.list().map((task) => task.id);
  const listed = async (query: string): Promise<string[]> =>
    (await (await ask(emulator, `/api/tasks?${query}`)).json()).tasks.map((task: { id: string }) => task.id);
  expect(await listed("state=queued&limit=2")).toEqual(ids.slice(0, 2));
  expect(await listed("limit=2")).toEqual(ids.slice(1).toReversed());
  await emulator.close();
  await Promise.all(answers);
});
