import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { checkLinks } from "../src/check-links.ts";
import { checkPrograms } from "../src/check-programs.ts";
import { checkShell } from "../src/check-shell.ts";
import { readBlocks } from "../src/read-blocks.ts";
import { readPrograms } from "../src/read-programs.ts";
import { readShellCommands } from "../src/shell-commands.ts";
import { showsOutput } from "../src/shows-output.ts";

const read = (markdown: string) => readBlocks("docs/a.md", markdown);
const FENCE = "```";

describe("a block", () => {
  it("keeps its lines of the document, whatever it continues", () => {
    const [program] = readPrograms(
      read(`# A\n\n${FENCE}ts\nconst a = 1;\n${FENCE}\n\n<!-- continues -->\n\n${FENCE}ts\na;\n${FENCE}\n`),
    );
    expect(program?.source.split("\n").slice(3, 10)).toEqual(["const a = 1;", "", "", "", "", "", "a;"]);
    expect(program?.fileName).toBe("docs__a.md__4.ts");
  });

  it("is not run only for a reason", () => {
    const marked = (mark: string) => read(`<!-- ${mark} -->\n\n${FENCE}ts\n1;\n${FENCE}\n`);
    expect(marked("not run: it needs a Redis server")[0]?.marks.notRun).toBe("it needs a Redis server");
    expect(() => marked("not run:")).toThrow("docs/a.md:3");
    expect(() => marked("not run: no")).toThrow("docs/a.md:3");
  });

  it("has no mark of another block's", () => {
    expect(read(`<!-- continues -->\n\nWords.\n\n${FENCE}ts\n1;\n${FENCE}\n`)[0]?.marks.continues).toBe(
      false,
    );
  });

  it.each([
    ["a mark with a capital", `<!-- Output -->\n\n${FENCE}text\na\n${FENCE}\n`],
    ["a mark without blanks", `<!--output-->\n\n${FENCE}text\na\n${FENCE}\n`],
    ["a mark over two lines", `<!-- not run: it needs\na server -->\n\n${FENCE}ts\n1;\n${FENCE}\n`],
    ["any other comment", `<!-- words -->\n${FENCE}ts\n1;\n${FENCE}\n`],
    [
      "a mark that says nothing of its language",
      `<!-- not run: it needs a server -->\n\n${FENCE}sh\nls\n${FENCE}\n`,
    ],
    ["text that nobody prints", `${FENCE}text\na\n${FENCE}\n`],
    ["an indented fence", `- words\n\n  ${FENCE}ts\n  1;\n  ${FENCE}\n`],
    ["a fence in a list", `- ${FENCE}ts\n  1;\n  ${FENCE}\n`],
    ["a fence in a quotation", `> ${FENCE}ts\n> 1;\n> ${FENCE}\n`],
    ["a fence of tildes", "~~~ts\n1;\n~~~\n"],
    ["more than a word behind the fence", `${FENCE}ts title="a"\n1;\n${FENCE}\n`],
  ])("with %s is refused", (_, markdown) => {
    expect(() => read(markdown)).toThrow(/^docs\/a\.md:\d+: /);
  });

  it.each([
    ["is not run", `<!-- not run: it needs a server -->\n\n${FENCE}ts\n1;\n${FENCE}\n\n`, 1],
    ["is a test", `${FENCE}ts\nimport { test } from "vitest";\n${FENCE}\n\n`, 1],
    ["has another output", `${FENCE}ts\n1;\n${FENCE}\n\n`, 2],
  ])("that %s shows no output that would go unread", (_, code, times) => {
    const output = `<!-- output -->\n\n${FENCE}text\na\n${FENCE}\n\n`.repeat(times);
    expect(() => readPrograms(read(code + output))).toThrow(/^docs\/a\.md:\d+: /);
  });

  it("ends where Markdown ends it", () => {
    expect(
      read(`${FENCE}sh\nls\n ${FENCE}${FENCE} \n\n${FENCE}ts\n1;\n${FENCE}\n`).map(({ text }) => text),
    ).toEqual(["ls\n", "1;\n"]);
  });

  it("must be closed", () => {
    expect(() => read(`${FENCE}ts\n1;\n`)).toThrow("docs/a.md:1: the fence is not closed.");
  });
});

describe("programs", () => {
  it("are not type-checked by a compiler that falls over", async () => {
    const folder = await mkdtemp(join(tmpdir(), "hivekit-docs-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const tsc = join(folder, "tsc.cjs");
    await writeFile(tsc, 'console.error("out of memory"); process.exitCode = 134;');
    expect(await checkPrograms([], folder, tsc)).toEqual([
      "tsc ended with 134 and found nothing: out of memory",
    ]);
  });
});

describe("shown output", () => {
  it.each([
    ["a\nb\n", "a\nb\n", true],
    ["a\nb\n", "a\nc\n", false],
    ["a\n", "a\nb\n", false],
    ["a\n…\nd\n", "a\nb\nc\nd\n", true],
    ["took … ms\n", "took 12 ms\n", true],
  ])("%j of what printed %j: %j", (shown, printed, isShown) => {
    expect(showsOutput(shown)(printed)).toBe(isShown);
  });
});

describe("a shell command", () => {
  const check = (command: string) =>
    readShellCommands(read(`${FENCE}sh\n${command}\n${FENCE}\n`)[0] ?? expect.fail("no block")).map(
      checkShell,
    );

  it("is known if what it names exists", () => {
    expect(check("npm install --save-dev @hivekit/core rxjs && npm start -- --once # words")).toEqual([
      null,
      null,
    ]);
    expect(check("NODE_USE_ENV_PROXY=1 node app.js\nnpx @hivekit/emulator --port 1")).toEqual([null, null]);
  });

  it("is refused if it names what does not", () => {
    expect(
      check("npm install @hivekit/kernel; npm run nothing; npx @hivekit/core; node scripts/none.mjs; rm x"),
    ).toEqual([
      "neither the workspace nor its catalog has @hivekit/kernel.",
      'package.json has no script "nothing".',
      "no package of the workspace is called @hivekit/core and has a command.",
      "there is no file scripts/none.mjs.",
      'nothing proves a command that begins with "rm".',
    ]);
  });

  it("is refused if its program does not know an option, or npm keeps it", () => {
    expect(
      check(
        "npm start -- --no-such-flag; npm start --once; npx @hivekit/emulator --nope; node packages/emulator/bin/hivekit-emulator.js --port x; npm run bench -- --nope",
      ),
    ).toEqual([
      expect.stringContaining("Unknown option '--no-such-flag'"),
      "npm keeps --once for itself: put -- before it.",
      expect.stringContaining("Unknown option '--nope'"),
      '--port must be a number from 0 (a free port) to 65535, not "x".',
      "nothing proves that npm run bench knows --nope.",
    ]);
  });
});

describe("a link", () => {
  it("leads to a file and a heading, here or by its address on GitHub", () => {
    const good =
      "[a](../README.md#packages) [b](https://github.com/hivekit/hivekit/blob/main/docs/policy.md) [c](https://x.example)";
    expect(checkLinks("docs/a.md", good)).toEqual([]);
    expect(checkLinks("docs/a.md", "[a](none.md)\n[b](policy.md#none)")).toEqual([
      "docs/a.md:1: none.md leads to no file.",
      "docs/a.md:2: docs/policy.md has no heading #none.",
    ]);
  });
});
