import { chromium, type Browser } from "playwright-core";
import { expect } from "vitest";
import { findBrowser } from "./find-browser.ts";

/** The instance of Chromium that the tests of a file share. The first test starts it. */
let started: Promise<Browser> | undefined;

/** Starts Chromium. Skips the test with a note on a machine without it; in CI the test fails instead. */
export function needBrowser(skip: (note: string) => never): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === null) {
    if ((process.env["CI"] ?? "") !== "")
      expect.fail("chromium is missing; CI must have it (apt-get install chromium)");
    return skip("chromium is not on the PATH (apt-get install chromium)");
  }
  // The sandbox needs privileges that containers do not have, and the tests open only the page of the emulator.
  started ??= chromium.launch({ executablePath, args: ["--no-sandbox"] });
  return started;
}

/** Closes Chromium, if it was started. */
export async function closeBrowser(): Promise<void> {
  await (await started)?.close();
}
