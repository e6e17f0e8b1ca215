import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createEmulator } from "@hivekit/emulator";
import { listen } from "@hivekit/emulator/node";
import type { EmulatorServer } from "@hivekit/emulator/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPrograms } from "../src/build-programs.ts";
import { checkPrograms } from "../src/check-programs.ts";
import { listDocuments, pathOf, ROOT } from "../src/documents.ts";
import { makeDesk } from "../src/make-desk.ts";
import { readBlocks } from "../src/read-blocks.ts";
import { readPrograms } from "../src/read-programs.ts";
import { runProgram } from "../src/run-program.ts";
import { serveMedia } from "../src/serve-media.ts";
import type { MediaServer } from "../src/serve-media.ts";
import { showsOutput } from "../src/shows-output.ts";

/** Where the blocks find the packages, and git does not find them. */
const FOLDER = fileURLToPath(new URL("../node_modules/.blocks/", import.meta.url));
const DESK = join(FOLDER, "desk");
/** The ports that the documents name: of the emulator, and of a server of the reader's own media. */
const [EMULATOR_PORT, MEDIA_PORT] = [8787, 9000];

const documents = await Promise.all(
  listDocuments().map(async (document) => readBlocks(document, await readFile(pathOf(document), "utf8"))),
);
const blocks = documents.flat();
const programs = documents.flatMap(readPrograms);
const running = programs.filter(({ notRun }) => notRun === null);
let server: EmulatorServer;
let media: MediaServer;

beforeAll(async () => {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  await makeDesk(DESK);
  for (const { fileName, source } of programs) await writeFile(join(FOLDER, fileName), source);
  server = await listen({ emulator: createEmulator({ labels: ["yes"] }) });
  media = await serveMedia(DESK);
  await buildPrograms(running, {
    folder: FOLDER,
    ports: { [EMULATOR_PORT]: server.port, [MEDIA_PORT]: media.port },
  });
});

afterAll(async () => {
  await server.close();
  media.close();
  const code = programs.reduce((sum, program) => sum + program.blocks.length, 0);
  const kept = programs.filter(({ notRun }) => notRun !== null);
  console.log(
    [
      `${blocks.length} blocks in ${listDocuments().length} documents; ${code} of code, in ${programs.length} programs:`,
      `all type-checked, ${running.length} run, ${kept.length} not run`,
      ...kept.map(({ document, line, notRun }) => `  ${document}:${line}: ${notRun}`),
    ].join("\n"),
  );
});

describe("the code in the documents", () => {
  it("is all there is to be found", () => {
    expect(programs.length).toBeGreaterThan(60);
    expect(blocks.filter(({ language }) => !LANGUAGES.includes(language))).toEqual([]);
  });

  it("compiles", async () => {
    expect(await checkPrograms(programs, FOLDER)).toEqual([]);
  });
});

/** What may stand in fences: each has its proof, but for `text`. Another language needs one of its own. */
const LANGUAGES = ["js", "json", "sh", "text", "ts"];

describe.concurrent("each block", () => {
  const plain = running.filter(({ isTest }) => !isTest);
  it.each(plain)("$document:$line runs", async (program) => {
    const { failure, output } = await runProgram(program, { folder: FOLDER, desk: DESK });
    if (failure !== null) throw new Error(`${program.document}:${program.line} does not run: ${failure}`);
    const isAsShown = program.output === null || showsOutput(program.output)(output);
    if (!isAsShown) throw new Error(`${program.document}:${program.line} prints something else: ${output}`);
    expect(isAsShown).toBe(true);
  });
});

describe("blocks that are tests", () => {
  it("pass", async () => {
    const tests = running.filter(({ isTest }) => isTest);
    expect(tests.length).toBeGreaterThan(0);
    for (const { fileName } of tests) {
      const name = basename(fileName, ".ts");
      await writeFile(join(DESK, `${name}.test.js`), `import "../out/${name}.js";\n`);
    }
    await expect(
      promisify(execFile)(
        process.execPath,
        [join(ROOT, "node_modules", "vitest", "vitest.mjs"), "run", "--root", DESK],
        { cwd: DESK, env: { PATH: process.env["PATH"], NODE_NO_WARNINGS: "1" } },
      ),
    ).resolves.toHaveProperty("stdout", expect.stringContaining(`${tests.length} passed`));
  });
});
