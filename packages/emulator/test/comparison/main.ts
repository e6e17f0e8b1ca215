// npm run measure -- media: makes several hundred media files, and compares what the emulator judges with what headless
// Chromium shows: size, duration, and the colors of the first, middle and last frame. Needs chromium and ffmpeg.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { createEmulator } from "../../src/index.ts";
import { findBrowser } from "../support/find-browser.ts";
import { submit } from "../support/submit.ts";
import { compareMedia, type Comparison } from "./compare-media.ts";
import { listMadeMedia } from "./made-media.ts";
import { serveFolder, showMedia } from "./shown-media.ts";

const executablePath = findBrowser();
if (executablePath === null) throw new Error("chromium is not on the PATH (apt-get install chromium)");
// Only the files whose name contains a text, for example `mp4`.
const [, , part = ""] = process.argv;
const media = listMadeMedia().filter(({ name }) => name.includes(part));
const folder = await mkdtemp(join(tmpdir(), "hivekit-comparison-"));
const { url, server } = await serveFolder(folder);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const emulator = createEmulator({ projects: [{ key: "compare", model: "emulator_colors" }] });
const comparisons: (Comparison & { readonly fault: string | null })[] = [];
try {
  const page = await browser.newPage();
  await page.goto(url);
  for (const made of media) {
    await made.make(join(folder, made.name));
    const answer = await submit(emulator, "compare", await readFile(join(folder, made.name)));
    const shown = await showMedia(page, url + encodeURIComponent(made.name));
    comparisons.push({ ...compareMedia(made, answer, shown), fault: made.fault });
    process.stderr.write(`${comparisons.length} of ${media.length}\r`);
  }
} finally {
  await browser.close();
  server.close();
  await rm(folder, { recursive: true });
}
console.log(JSON.stringify(comparisons));
