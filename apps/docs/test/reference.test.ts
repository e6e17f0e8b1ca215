import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { ROOT } from "../src/documents.ts";

const PROGRAM = fileURLToPath(new URL("../src/write-reference.mjs", import.meta.url));
const REFERENCE = join(ROOT, "docs", "api");

async function readPages(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = globSync("**/*.md", { cwd: folder }).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? ""]));
}

it("the reference of the API says what the docblocks say, of every public symbol; else: npm run docs", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hivekit-reference-"));
  try {
    await promisify(execFile)(process.execPath, [PROGRAM, folder]);
    const [written, committed] = await Promise.all([readPages(folder), readPages(REFERENCE)]);
    expect(Object.keys(written).length).toBeGreaterThan(10);
    expect(Object.keys(committed)).toEqual(Object.keys(written));
    const stale = Object.keys(written).filter((name) => written[name] !== committed[name]);
    expect(stale, "npm run docs writes them anew").toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
