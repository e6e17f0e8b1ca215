import { readFileSync } from "node:fs";
import { createEmulator } from "@hivekit/emulator";
import { describe, expect, it } from "vitest";
import { callsCurl } from "../src/check-curl.ts";
import { checkLinks } from "../src/check-links.ts";
import { checkShell } from "../src/check-shell.ts";
import { parseShown } from "../src/compare-reply.ts";
import { listDocuments, pathOf } from "../src/documents.ts";
import { readBlocks } from "../src/read-blocks.ts";
import { readShellCommands } from "../src/shell-commands.ts";

const documents = listDocuments().map((document) => ({
  document,
  markdown: readFileSync(pathOf(document), "utf8"),
}));
const blocks = documents.flatMap(({ document, markdown }) => readBlocks(document, markdown));
/** The options of `createEmulator` that JSON can say but `files`, which are paths there. */
const EMULATOR_KEYS = ["projects", "rules", "labels", "faults", "files"];

describe("the documents", () => {
  it("name packages, scripts and files that exist in their shell commands", () => {
    // Those with curl are run.
    const own = blocks
      .filter((block) => block.language === "sh" && !callsCurl(block))
      .flatMap(readShellCommands);
    expect(own.length).toBeGreaterThan(5);
    expect(own.flatMap((command) => checkShell(command)?.replace(/^/, `${command.place}: `) ?? [])).toEqual(
      [],
    );
  });

  it("show JSON that is JSON, and options of the emulator that it takes", () => {
    const shown = blocks.filter(({ language }) => language === "json");
    expect(shown.length).toBeGreaterThan(3);
    for (const { text } of shown) {
      const value = parseShown(text);
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
});
