// npm run make desk-screenshots: starts the desk, submits content, and takes screenshots of its page for the
// documentation.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import type { Page } from "playwright-core";
import type { Item } from "../api/desk-api.ts";
import { findBrowser } from "../test/support/find-browser.ts";

const SIZE = { width: 1280, height: 940 };
const PROGRAM = fileURLToPath(new URL("../dist/main.js", import.meta.url));
/** The submitted files and their projects; the first one is at the bottom of the list. */
const SUBMITTED = [
  ["traffic-light.gif", "colors"],
  ["shapes.jpg", "labeling"],
  ["traffic-light.gif", "mask"],
  ["shapes.jpg", "boxes"],
  ["colors.mp4", "colors"],
] as const;

/** Takes both screenshots. They show the time at which they were taken. */
async function takeScreenshots(): Promise<void> {
  const executablePath = findBrowser();
  if (executablePath === null)
    throw new Error(
      "Chromium was not found on the PATH. Install it, for example with apt-get install chromium.",
    );
  const folder = await mkdtemp(join(tmpdir(), "hivekit-desk-"));
  const desk = spawn(process.execPath, [PROGRAM, "--port", "0", "--data", folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(desk, "exit");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const url = await readUrl(desk.stdout);
    const page = await browser.newPage({ viewport: SIZE, locale: "en-GB" });
    await fillDesk(url);
    await openVideo(page, url);
    for (const theme of ["light", "dark"] as const) {
      await page.getByRole("combobox", { name: "Theme" }).selectOption(theme);
      await page.mouse.move(0, 0);
      await page.evaluate("document.activeElement.blur()");
      // The chart is redrawn in the next animation frame.
      await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
      const path = fileURLToPath(new URL(`../../../docs/desk-${theme}.png`, import.meta.url));
      await page.screenshot({ path });
    }
  } finally {
    await browser.close();
    desk.kill("SIGINT");
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

/** Reads the URL of the page from the desk's output. */
async function readUrl(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const [url] = /http:\/\/\S+(?=: open it)/.exec(line) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error("The desk exited before it served the page.");
}

async function fillDesk(url: string): Promise<void> {
  const submit = async (fields: Readonly<Record<string, string | File>>): Promise<void> => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    const response = await fetch(`${url}/api/items`, { method: "POST", body: form });
    const { id }: Item = await response.json();
    const isDone = async (): Promise<boolean> => {
      const item: Item = await (await fetch(`${url}/api/items/${id}`)).json();
      return item.state !== "submitting";
    };
    while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 100));
  };
  await submit({ text: "Have a look at hive-test-hate and email me@example.com.", project: "text" });
  for (const [name, project] of SUBMITTED) {
    const bytes = await readFile(new URL(`../../../demo-media/${name}`, import.meta.url));
    await submit({ project, media: new File([bytes], name) });
  }
}

/** Opens the video, shows it, and seeks to a frame with content. */
async function openVideo(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator("#items a").first().click();
  await page.getByRole("button", { name: /Show media/ }).click();
  await page.locator("video").evaluate(
    (video: HTMLVideoElement) =>
      new Promise<void>((resolve) => {
        video.addEventListener("seeked", () => resolve(), { once: true });
        video.preload = "auto";
        video.currentTime = 4.6;
      }),
  );
  await page.getByText("Scores at 4.6 s").waitFor();
  await page.waitForFunction("document.querySelector('video').readyState === 4");
  // The player's loading indicator fades out.
  await page.waitForTimeout(1500);
}

await takeScreenshots();
