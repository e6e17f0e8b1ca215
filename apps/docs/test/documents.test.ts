import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator } from "@hivekit/emulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { callsCurl } from "../src/check-curl.ts";
import { parseShown } from "../src/compare-reply.ts";
import { listDocuments, pathOf } from "../src/documents.ts";
import { checkPrograms, readPrograms, showsOutput } from "../src/programs.ts";
import { readBlocks } from "../src/read-blocks.ts";
import { checkShell, readShellCommands } from "../src/shell.ts";

const read = (markdown: string) => readBlocks("docs/a.md", markdown);
const fence = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\`\n\n`;

describe("a block", () => {
  it("keeps its line numbers in the document when it continues another block", () => {
    const markdown = `# A\n\n${fence("ts", "const a = 1;")}<!-- continues -->\n\n${fence("ts", "a;")}`;
    const [program] = readPrograms(read(markdown));
    expect(program?.source.split("\n").slice(3, 10)).toEqual(["const a = 1;", "", "", "", "", "", "a;"]);
    expect(program?.fileName).toBe("docs__a.md__4.ts");
  });

  it("needs a reason for not being run", () => {
    const marked = (mark: string) => read(`<!-- ${mark} -->\n\n${fence("ts", "1;")}`);
    expect(marked("not run: it needs a Redis server")[0]?.marks.notRun).toBe("it needs a Redis server");
    expect(() => marked("not run:")).toThrow("docs/a.md:3");
    expect(() => marked("not run: no")).toThrow("docs/a.md:3");
  });

  it("does not have the marks of another block", () => {
    expect(read(`<!-- continues -->\n\nWords.\n\n${fence("ts", "1;")}`)[0]?.marks.continues).toBe(false);
  });

  it.each([
    ["in a list", `- words\n\n  ${fence("ts", "1;").replaceAll("\n", "\n  ")}`],
    ["in a quote", "> ```ts\n> 1;\n> ```\n"],
    ["between tildes", "~~~ts\n1;\n~~~\n"],
    ["between longer fences", "````ts\n1;\n ````` \n"],
  ])("is read %s", (_, markdown) => {
    expect(read(markdown)).toMatchObject([{ language: "ts", text: "1;\n" }]);
  });

  it.each([
    ["a mark with a capital", `<!-- Output -->\n\n${fence("text", "a")}`],
    ["a mark without spaces", `<!--output-->\n\n${fence("text", "a")}`],
    ["a mark on two lines", `<!-- not run: it needs\na server -->\n\n${fence("ts", "1;")}`],
    ["another comment", `<!-- words -->\n${fence("ts", "1;")}`],
    ["a mark of another language", `<!-- not run: it needs a server -->\n\n${fence("sh", "ls")}`],
    ["text that no program prints", fence("text", "a")],
    ["more than the language after the fence", fence('ts title="a"', "1;")],
    ["no closing fence", "```ts\n1;\n"],
    ["no fence", "    1;\n"],
  ])("with %s is rejected", (_, markdown) => {
    expect(() => read(markdown)).toThrow(/^docs\/a\.md:\d+: /);
  });

  it.each([
    ["is not run", `<!-- not run: it needs a server -->\n\n${fence("ts", "1;")}`, 1],
    ["is a test", fence("ts", 'import { test } from "vitest";'), 1],
    ["already has an output", fence("ts", "1;"), 2],
  ])("that %s cannot show output", (_, code, times) => {
    const output = `<!-- output -->\n\n${fence("text", "a")}`.repeat(times);
    expect(() => readPrograms(read(code + output))).toThrow(/^docs\/a\.md:\d+: /);
  });
});

it("the check of programs fails if the compiler crashes", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hivekit-docs-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const tsc = join(folder, "tsc.cjs");
  await writeFile(tsc, 'console.error("out of memory"); process.exitCode = 134;');
  expect(await checkPrograms([], folder, tsc)).toEqual([
    "tsc found no errors, but failed: exit code 134\nout of memory",
  ]);
});

it.each([
  ["a\nb\n", "a\nb\n", true],
  ["a\nb\n", "a\nc\n", false],
  ["a\n", "a\nb\n", false],
  ["a\n…\nd\n", "a\nb\nc\nd\n", true],
  ["took … ms\n", "took 12 ms\n", true],
])("the output %j shows %j: %j", (shown, printed, isShown) => {
  expect(showsOutput(shown)(printed)).toBe(isShown);
});

describe("a shell command", () => {
  const check = (text: string) =>
    Promise.all(read(fence("sh", text)).flatMap(readShellCommands).map(checkShell));

  it.each([
    "npm install --save-dev @hivekit/core rxjs && npm start -- --once # words",
    "NODE_USE_ENV_PROXY=1 node app.js\nnpx @hivekit/emulator --port 1",
  ])("is accepted if the names in it exist: %s", async (text) => {
    expect(await check(text)).toEqual([null, null]);
  });

  it.each([
    ["npm install @hivekit/kernel", "neither the workspace nor its catalog has @hivekit/kernel."],
    ["npm run nothing", 'package.json has no script "nothing".'],
    ["npx @hivekit/core", "no package of the workspace named @hivekit/core has a command."],
    ["node scripts/none.mjs", "there is no file scripts/none.mjs."],
    ["rm x", 'cannot check the command "rm x".'],
    ["npm start -- --no-such-flag", expect.stringContaining("--no-such-flag")],
    ["npm start --once", "npm does not pass on --once: insert -- before it."],
    ["npx @hivekit/emulator --nope", expect.stringContaining("--nope")],
    ["node packages/emulator/bin/hivekit-emulator.js --nope", expect.stringContaining("--nope")],
    ["npm run bench -- --nope", "cannot check the options of npm run bench: --nope."],
  ])("is rejected: %s", async (text, problem) => {
    expect(await check(text)).toEqual([problem]);
  });
});

const blocks = listDocuments().flatMap((document) =>
  readBlocks(document, readFileSync(pathOf(document), "utf8")),
);
/** The options of `createEmulator` that JSON can express, except `files`, which contains paths in JSON. */
const EMULATOR_KEYS = ["projects", "rules", "labels", "faults"];

describe("the documents", () => {
  // Blocks that call curl are run instead.
  const own = blocks
    .filter((block) => block.language === "sh" && !callsCurl(block))
    .flatMap(readShellCommands);

  it.each(own)("$place names packages, scripts, files and options that exist", async (command) => {
    expect(await checkShell(command)).toBeNull();
  });

  it("show valid JSON and options that the emulator accepts", () => {
    const shown = blocks
      .filter(({ language }) => language === "json")
      .map(({ text }) => Object(parseShown(text)));
    expect(shown.length).toBeGreaterThan(3);
    for (const value of shown) {
      const options = Object.entries(value).filter(([key]) => EMULATOR_KEYS.includes(key));
      if (options.length > 0) expect(() => createEmulator(Object.fromEntries(options))).not.toThrow();
    }
  });

  it("show figures in README.md that are measured in docs/performance.md", () => {
    const textOf = (name: string): string => readFileSync(pathOf(name), "utf8");
    const measured = [
      ["took 34.5 MB of memory above idle", /hivekit readFrames\(\) +\| Node 24 +\| +204 \| +34\.5 \|/],
      ["844 MB for `JSON.parse`", /JSON\.parse\(await text\(\)\) \| Node 24 +\| +204 \| +844 \|/],
      ["after 22 ms", /hivekit readFrames\(\) +\|(?: +\d+ \|){3} +22 \|/],
      ["instead of 4.4 s", /JSON\.parse\(await text\(\)\) \|(?: +\d+ \|){3} +4408 \|/],
    ] as const;
    for (const [words, row] of measured) {
      expect(textOf("README.md").replaceAll(/\s+/g, " ")).toContain(words);
      expect(textOf("docs/performance.md")).toMatch(row);
    }
  });
});
