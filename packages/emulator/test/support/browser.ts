import { chromium, type Browser } from "playwright-core";
import { expect } from "vitest";
import { findBrowser } from "./find-browser.ts";

/** The Chromium of this file's tests, once the first of them has started it. */
let started: Promise<Browser> | undefined;

/** A Chromium; skips the test on a machine without one, and says so; in CI it fails instead. */
export function needBrowser(skip: (note: string) => never): Promise<Browser> {
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

/** Ends it, where it was started. */
export async function closeBrowser(): Promise<void> {
  await (await started)?.close();
}
