import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import type { Item, ItemPage } from "../api/desk-api.ts";
import { findBrowser } from "./find-browser.ts";
import type { OpenDesk } from "./open-desk.ts";

/** A desk's page in a browser. */
export type OpenPage = AsyncDisposable & {
  readonly page: Page;
  /** What the browser found wrong with the page: errors, and what its policy forbids. */
  readonly complaints: readonly string[];
};

/** How the desk is looked at. */
export type PageOptions = {
  readonly theme?: "light" | "dark";
  readonly width?: number;
  /** The address from `#` on. */
  readonly hash?: string;
};

/** The Chromium of this file's tests, once the first of them has started it. */
let started: Promise<Browser> | undefined;

/** Opens a desk's page; skips the test on a machine without a Chromium, and says so; in CI it fails instead. */
export async function openPage(
  desk: OpenDesk,
  skip: (note: string) => never,
  options: PageOptions = {},
): Promise<OpenPage> {
  const browser = await needBrowser(skip);
  const { theme = "light", width = 1280, hash = "" } = options;
  const context = await browser.newContext({
    colorScheme: theme,
    reducedMotion: "reduce",
    viewport: { width, height: 900 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`${desk.url}/${hash}`);
  await page.getByText("nothing is billed").waitFor();
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}

/** Deletes what is on the desk. */
export async function clearDesk(desk: OpenDesk): Promise<void> {
  for (let items = await itemsOf(desk); items.length > 0; items = await itemsOf(desk))
    await Promise.all(items.map(({ id }) => desk.fetch(`/api/items/${id}`, { method: "DELETE" })));
}

/** The latest items on the desk. */
export async function itemsOf(desk: OpenDesk): Promise<readonly Item[]> {
  return (await desk.get<ItemPage>("/api/items")).items;
}

/** Submits a demo file by its button, to a project; waits for its title. */
export async function submitDemo(page: Page, file: string, project: string): Promise<void> {
  await page.getByRole("combobox", { name: "Project" }).first().selectOption(project);
  await page.getByRole("button", { name: file, exact: true }).click();
  await page.getByRole("heading", { name: file, level: 2 }).waitFor();
}

/** Ends the Chromium, where it was started. */
export async function closeBrowser(): Promise<void> {
  await (await started)?.close();
}

function needBrowser(skip: (note: string) => never): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === null) {
    if ((process.env["CI"] ?? "") !== "")
      expect.fail("there is no chromium; CI must have it (apt-get install chromium)");
    return skip("there is no chromium on the PATH (apt-get install chromium)");
  }
  // Its sandbox wants rights that a container does not give; the page is our own.
  started ??= chromium.launch({ executablePath, args: ["--no-sandbox"] });
  return started;
}
