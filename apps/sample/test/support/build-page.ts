import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** Builds the page before the tests, so that they use the current sources. */
export async function setup(): Promise<void> {
  await promisify(execFile)(process.execPath, [
    fileURLToPath(new URL("../../scripts/build-page.ts", import.meta.url)),
  ]);
}
