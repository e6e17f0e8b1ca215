import { describe, expect, it } from "vitest";
import { checkLinks } from "../src/check-links.ts";
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
    expect(read(`<!-- stays up -->\n\nWords.\n\n${FENCE}ts\n1;\n${FENCE}\n`)[0]?.marks.staysUp).toBe(false);
  });

  it("must be closed", () => {
    expect(() => read(`${FENCE}ts\n1;\n`)).toThrow("docs/a.md:1: the fence is not closed.");
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
