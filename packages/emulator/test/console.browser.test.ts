import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import { listen, type EmulatorServer } from "../src/node.ts";
import { closeBrowser, needBrowser } from "./support/browser.ts";
import { demoMedia, createForm } from "./support/submit.ts";

const run = promisify(execFile);
const photo = fileURLToPath(new URL("../../../demo-media/shapes.jpg", import.meta.url));

type Desk = {
  readonly server: EmulatorServer;
  readonly page: Page;
  /** Errors and warnings of the page, including violations of its content security policy. */
  readonly problems: readonly string[];
};
/** The server and the page of the current test. */
let desk: Desk | undefined;
afterEach(async () => {
  await desk?.page.context().close();
  await desk?.server.close();
  desk = undefined;
});

afterAll(closeBrowser);

/** Starts a server and opens its console in a browser. */
async function openConsole(
  skip: (note: string) => never,
  options: { readonly theme?: "light" | "dark"; readonly width?: number; readonly mayRunAxe?: boolean } = {},
): Promise<Desk> {
  const { theme = "light", width = 1100, mayRunAxe = false } = options;
  const browser = await needBrowser(skip);
  const emulator = createEmulator({
    rules: [{ match: { name: "flagged.jpg" }, hashMatch: {} }],
    projects: [
      {
        key: "animals",
        model: "emulator_labeling",
        choices: ["cat", "dog"],
        balanceUsd: 1,
        unitPriceUsd: 0.05,
      },
    ],
  });
  const server = await listen({ emulator });
  const context = await browser.newContext({
    colorScheme: theme,
    viewport: { width, height: 800 },
    bypassCSP: mayRunAxe,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const problems: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  desk = { server, page, problems };
  await page.goto(`${server.url}/console`);
  return desk;
}

/** Submits a file. Resolves when a reviewer has answered. */
async function submit(
  { server }: Desk,
  options: {
    readonly key?: string;
    readonly name: string;
    readonly media?: Uint8Array;
    readonly text?: string;
  },
): Promise<{ readonly status: unknown }> {
  const form = createForm(options.media ?? (await demoMedia("shapes.jpg")), options.name);
  if (options.text !== undefined) form.set("text", options.text);
  const headers = { authorization: `Token ${options.key ?? "animals"}` };
  const response = await fetch(`${server.url}/api/v1/tag/task`, { method: "POST", headers, body: form });
  return response.json();
}

describe("the console in a browser", () => {
  it("answers a task from curl with a click, and curl prints the label", async ({ skip }) => {
    const { server, page, problems } = await openConsole(skip);
    await page.getByText("No tasks are waiting. Tasks").waitFor();
    const header = "Authorization: Token demo-labeling";
    const fields = ["--form", `image=@${photo}`, "--form", "text=Is there a red disc?"];
    const args = ["--silent", "--header", header, ...fields, `${server.url}/api/v1/tag/task`];
    const curl = run("curl", args);
    await page.getByRole("heading", { name: "shapes.jpg" }).waitFor();
    await page.getByText("Is there a red disc?").waitFor();
    const picture = page.getByRole("img", { name: "Image shapes.jpg" });
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(640);
    await page.getByRole("button", { name: "yes", exact: true }).click();
    const { stdout } = await curl;
    expect(JSON.parse(stdout)).toMatchObject({ project_type: "np", status: ["yes"] });
    await page.getByText("shapes.jpg: yes. No tasks waiting.").waitFor();
    expect(problems).toEqual([]);
  });

  it("removes the picture of a task when CSAM detection flags it, and keeps the task", async ({ skip }) => {
    const opened = await openConsole(skip);
    const { server, page, problems } = opened;
    const answer = submit(opened, { name: "waiting.jpg" });
    await page.getByRole("heading", { name: "waiting.jpg" }).waitFor();
    const picture = page.getByRole("img", { name: "Image waiting.jpg" });
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(640);
    const form = new FormData();
    form.set("media", new File([new Uint8Array(await demoMedia("shapes.jpg"))], "flagged.jpg"));
    const headers = { authorization: "Token demo-csam" };
    await fetch(`${server.url}/api/v2/task/sync`, { method: "POST", headers, body: form });
    await page.getByText("CSAM detection flagged it").waitFor();
    await page.getByRole("cell", { name: "flagged.jpg" }).waitFor();
    expect(await page.locator("img, video, canvas, picture, [style*='url(']").count()).toBe(0);
    await page.getByRole("button", { name: "cat" }).click();
    expect((await answer).status).toEqual(["cat"]);
    expect(problems).toEqual([]);
  });

  it("plays a video, and answers with the keyboard", async ({ skip }) => {
    const opened = await openConsole(skip);
    const { page } = opened;
    const first = submit(opened, { name: "colors.mp4", media: await demoMedia("colors.mp4") });
    const video = page.locator("video");
    await video.waitFor();
    await video.evaluate((element: HTMLVideoElement) => element.play());
    await expect
      .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime))
      .toBeGreaterThan(0);
    const second = submit(opened, { name: "second.jpg" });
    await page.getByRole("button", { name: "second.jpg" }).waitFor();
    // The video keeps playing while the list changes.
    expect(await video.evaluate((element: HTMLVideoElement) => element.paused)).toBe(false);
    await page.keyboard.press("ArrowRight");
    await page.getByRole("heading", { name: "second.jpg" }).waitFor();
    await page.keyboard.press("2");
    expect((await second).status).toEqual(["dog"]);
    await page.getByRole("heading", { name: "colors.mp4" }).waitFor();
    await page.keyboard.press("1");
    expect((await first).status).toEqual(["cat"]);
  });

  it("accepts one or several typed labels", async ({ skip }) => {
    const opened = await openConsole(skip);
    const { page } = opened;
    const answer = submit(opened, { name: "a.jpg" });
    const field = page.getByLabel("Other labels");
    await field.fill("owl 9, bat");
    await field.press("Enter");
    expect((await answer).status).toEqual(["owl 9", "bat"]);
    // The labels of an answer are offered for the next task.
    const next = submit(opened, { name: "b.jpg" });
    await page.getByRole("button", { name: "bat", exact: true }).click();
    expect((await next).status).toEqual(["bat"]);
  });

  it("shows the charges, balance, failures and tasks of the projects", async ({ skip }) => {
    const opened = await openConsole(skip);
    const { page } = opened;
    const answer = submit(opened, { name: "a.jpg" });
    await page.getByRole("button", { name: "cat", exact: true }).click();
    await answer;
    await submit(opened, { key: "demo-colors", name: "text.jpg", media: Buffer.from("I am a text") });
    const rowOf = (table: string, text: string) =>
      page.getByRole("group", { name: table }).getByRole("row").filter({ hasText: text }).first();
    const cells = async (table: string, text: string) =>
      (await rowOf(table, text).getByRole("cell").allTextContents()).filter((cell) => cell !== "–");
    await expect
      .poll(() => cells("Projects", "animals"))
      .toEqual(["animals", "emulator_labeling", "1", "0", "$0.05", "$0.95"]);
    await expect
      .poll(() => cells("Projects", "demo-colors"))
      .toEqual(["demo-colors", "emulator_colors", "1", "1", "$0.00", "unlimited"]);
    expect(await cells("Latest tasks", "text.jpg")).toEqual(
      expect.arrayContaining(["demo-colors", "failed", "code 3100", "$0.00"]),
    );
    expect(await cells("Latest tasks", "a.jpg")).toEqual(expect.arrayContaining(["done", "cat", "$0.05"]));
    expect(await cells("Latest requests", "demo-colors")).toEqual(expect.arrayContaining(["3100", "200"]));
  });

  it("shows untrusted content as text, never as markup, and a message for media that cannot be displayed", async ({
    skip,
  }) => {
    const opened = await openConsole(skip);
    const { page } = opened;
    const name = '<img src=x onerror="document.title=1">.jpg';
    const answer = submit(opened, {
      name,
      media: Buffer.from("<script>document.title=1</script>"),
      text: "<b>Is it bold?</b>",
    });
    await page.getByRole("heading", { name }).waitFor();
    await page.getByText("<b>Is it bold?</b>").waitFor();
    await page.getByText("This browser cannot display the file (unknown type).").waitFor();
    expect(await page.locator("b, [onerror]").count()).toBe(0);
    expect(await page.title()).toBe("(1) Hivekit emulator");
    await page.getByRole("button", { name: "cat", exact: true }).click();
    await answer;
  });

  it("reports a task that is gone, and an emulator that does not respond", async ({ skip }) => {
    const opened = await openConsole(skip);
    const { page, server } = opened;
    const answer = submit(opened, { name: "a.jpg" });
    await page.getByRole("heading", { name: "a.jpg" }).waitFor();
    await page.route("**/console/api/tasks?*", (route) => route.abort());
    const { id } = await server.emulator.tasks.nextQueued();
    server.emulator.tasks.answer(id, ["by code"]);
    await answer;
    await page.getByRole("button", { name: "cat", exact: true }).click();
    await page.getByText("a.jpg could not be answered").waitFor();
    await page.getByText("The emulator is not responding").waitFor();
    await page.unroute("**/console/api/tasks?*");
    await page.getByText("No tasks waiting.", { exact: true }).waitFor();
    expect(await page.title()).toBe("Hivekit emulator");
  });

  it.for([
    ["light", 1100],
    ["dark", 1100],
    ["light", 360],
  ] as const)("is accessible: %s, %i pixels wide", async ([theme, width], { skip }) => {
    const opened = await openConsole(skip, { theme, width, mayRunAxe: true });
    const { page, server } = opened;
    const answers = [submit(opened, { name: "a.jpg", text: "A cat?" }), submit(opened, { name: "b.jpg" })];
    await submit(opened, { key: "demo-colors", name: "text.jpg", media: Buffer.from("I am a text") });
    await page.getByRole("cell", { name: "code 3100" }).waitFor();
    await page.getByRole("img", { name: "Image" }).waitFor();
    await page.evaluate(axe.source);
    const violations: string[] = await page.evaluate(
      "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html)))",
    );
    expect(violations).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    server.emulator.reset();
    await Promise.all(answers);
  });
});
