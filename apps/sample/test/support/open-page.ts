import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import type { Item, ItemPage } from "../../api/desk-api.ts";
import { findBrowser } from "./find-browser.ts";
import type { OpenDesk } from "./open-desk.ts";

/** The desk's page in a browser. */
export type OpenPage = AsyncDisposable & {
  readonly page: Page;
  /** Errors, warnings and violations of the content security policy that the browser reported. */
  readonly complaints: readonly string[];
};

/** The options of {@link openPage}. */
export type PageOptions = {
  readonly theme?: "light" | "dark";
  readonly width?: number;
  /** The hash of the URL, including `#`. */
  readonly hash?: string;
};

/** The browser of this test file; `undefined` until the first test starts it. */
let started: Promise<Browser> | undefined;

/** Opens the desk's page. Without Chromium, it skips the test with a note; in CI, it fails. */
export async function openPage(
  desk: OpenDesk,
  skip: (note: string) => never,
  options: PageOptions = {},
): Promise<OpenPage> {
  const browser = await startBrowser(skip);
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

/** Releases held frames and deletes all items. */
export async function clearDesk(desk: OpenDesk): Promise<void> {
  desk.hold.release();
  for (let items = await readItems(desk); items.length > 0; items = await readItems(desk))
    await Promise.all(items.map(({ id }) => desk.fetch(`/api/items/${id}`, { method: "DELETE" })));
}

/** Reads the latest items of the desk. */
export async function readItems(desk: OpenDesk): Promise<readonly Item[]> {
  return (await desk.get<ItemPage>("/api/items")).items;
}

/** Submits a demo file to a project with the file's button and waits for its title. */
export async function submitDemo(page: Page, file: string, project: string): Promise<void> {
  await page.getByRole("combobox", { name: "Project" }).first().selectOption(project);
  await page.getByRole("button", { name: file, exact: true }).click();
  await page.getByRole("heading", { name: file, level: 2 }).waitFor();
}

/** Closes the browser if it was started. */
export async function closeBrowser(): Promise<void> {
  await (await started)?.close();
}

function startBrowser(skip: (note: string) => never): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === null) {
    if ((process.env["CI"] ?? "") !== "")
      expect.fail("Chromium was not found, but CI requires it (apt-get install chromium)");
    return skip("Chromium was not found on the PATH (apt-get install chromium)");
  }
  // The sandbox needs privileges that a container does not have. The page is trusted.
  started ??= chromium.launch({ executablePath, args: ["--no-sandbox"] });
  return started;
}
