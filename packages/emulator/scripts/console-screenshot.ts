// npm run make console-screenshot: opens the console with some tasks in Chromium and saves docs/console.png.
import { readFile, writeFile } from "node:fs/promises";
import { chromium } from "playwright-core";
import sharp from "sharp";
import { createEmulator } from "../src/index.ts";
import { listen } from "../src/node.ts";
import { findBrowser } from "../test/support/find-browser.ts";

const FILE = new URL("../../../docs/console.png", import.meta.url);
const SIZE = { width: 1120, height: 1625 };

/** Takes the screenshot. The times on the page are those of the run, so each run saves another image. */
async function takeScreenshot(): Promise<void> {
  const executablePath = findBrowser();
  if (executablePath === null)
    throw new Error("chromium is not on the PATH. Install it: apt-get install chromium");
  const server = await listen({ emulator: createEmulator({ projects: PROJECTS }) });
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage({ viewport: SIZE, locale: "en-GB" });
    const waiting = await submitAll(server.url);
    await page.goto(`${server.url}/console`);
    await page.getByText("2 tasks waiting.").waitFor();
    await page.getByRole("img").waitFor();
    const png = await page.screenshot({ fullPage: false });
    await writeFile(FILE, await sharp(png).png({ palette: true, effort: 10 }).toBuffer());
    server.emulator.reset();
    await Promise.all(waiting);
  } finally {
    await browser.close();
    await server.close();
  }
}

const PROJECTS = [
  {
    key: "shapes",
    model: "emulator_labeling",
    choices: ["circle", "square", "triangle"],
    unitPriceUsd: 0.05,
    balanceUsd: 2,
  },
] as const;

/**
 * Submits some tasks that finish, and two that wait for a reviewer. Returns the pending responses of those two, which
 * arrive when the emulator is reset.
 */
async function submitAll(url: string): Promise<readonly Promise<Response>[]> {
  const submit = async (key: string, name: string, text?: string): Promise<Response> => {
    const form = new FormData();
    const bytes = await readFile(new URL(`../../../demo-media/${name}`, import.meta.url));
    form.set("image", new File([bytes], name));
    if (text !== undefined) form.set("text", text);
    const headers = { authorization: `Token ${key}` };
    return fetch(`${url}/api/v1/tag/task`, { method: "POST", headers, body: form });
  };
  for (const name of ["shapes.jpg", "traffic-light.gif", "README.md"]) await submit("demo-colors", name);
  await submit("demo-visual", "colors.mp4");
  return [
    submit("shapes", "shapes.jpg", "What is the largest shape?"),
    submit("shapes", "traffic-light.gif"),
  ];
}

await takeScreenshot();
