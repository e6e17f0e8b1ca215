import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { createEmulator } from "@hivekit/emulator";
import { describe, expect, it } from "vitest";
import { checkLinks } from "../src/check-links.ts";
import { checkShell } from "../src/check-shell.ts";
import { listDocuments, pathOf, ROOT } from "../src/documents.ts";
import { readBlocks } from "../src/read-blocks.ts";
import { readShellCommands } from "../src/shell-commands.ts";

const documents = listDocuments().map((document) => ({
  document,
  markdown: readFileSync(pathOf(document), "utf8"),
}));
const blocks = documents.flatMap(({ document, markdown }) => readBlocks(document, markdown));
const WITH_CURL = documents.map(({ document }) => document).filter((name) => name.endsWith("-with-curl.md"));
/** The options of `createEmulator` that JSON can say but `files`, which are paths there. */
const EMULATOR_KEYS = ["projects", "rules", "labels", "faults", "files"];

describe("the documents", () => {
  it("name packages, scripts and files that exist in their shell commands", () => {
    const commands = blocks.filter(({ language }) => language === "sh").flatMap(readShellCommands);
    // What a guide with curl does beside curl, its own script runs.
    const own = commands.filter(({ place }) => !WITH_CURL.some((name) => place.startsWith(name)));
    expect(own.length).toBeGreaterThan(5);
    expect(own.flatMap((command) => checkShell(command)?.replace(/^/, `${command.place}: `) ?? [])).toEqual(
      [],
    );
  });

  it("show JSON that is JSON, and options of the emulator that it takes", () => {
    const whole = blocks.filter(({ language, text }) => language === "json" && !text.includes("…"));
    expect(whole.length).toBeGreaterThan(3);
    for (const { text } of whole) {
      const value: unknown = JSON.parse(text);
      const options = Object.entries(Object(value)).filter(([key]) => EMULATOR_KEYS.includes(key));
      if (options.length > 0) {
        expect(() =>
          createEmulator(Object.fromEntries(options.filter(([key]) => key !== "files"))),
        ).not.toThrow();
      }
    }
  });

  it("link to files and headings that exist", () => {
    expect(documents.flatMap(({ document, markdown }) => checkLinks(document, markdown))).toEqual([]);
  });

  it("show figures of speed that were measured: those of README.md stand in docs/performance.md", () => {
    const textOf = (name: string): string => readFileSync(pathOf(name), "utf8");
    const measured = [
      ["204 MB took 34.5 MB above idle", /hivekit readFrames\(\) +\| Node 24 +\| +204 \| +34\.5 \|/],
      ["844 MB with `JSON.parse`", /JSON\.parse\(await text\(\)\) \| Node 24 +\| +204 \| +844 \|/],
      ["after 22 ms", /hivekit readFrames\(\) +\|(?: +\d+ \|){3} +22 \|/],
      ["instead of 4.4 s", /JSON\.parse\(await text\(\)\) \|(?: +\d+ \|){3} +4408 \|/],
    ] as const;
    for (const [words, row] of measured) {
      expect(textOf("README.md").replaceAll(/\s+/g, " ")).toContain(words);
      expect(textOf("docs/performance.md")).toMatch(row);
    }
  });

  it("show curl commands that work against the emulator", async () => {
    const script = join(ROOT, "packages", "emulator", "scripts", "with-curl.mjs");
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...WITH_CURL], { cwd: ROOT });
    expect(stdout).not.toContain("✗");
    expect(stdout.match(/^\$ /gm)?.length).toBeGreaterThan(10);
  });
});
