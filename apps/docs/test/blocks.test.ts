import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createEmulator } from "@hivekit/emulator";
import { listen } from "@hivekit/emulator/node";
import type { EmulatorServer } from "@hivekit/emulator/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeDesk, serveFiles } from "../src/desk.ts";
import type { Server } from "../src/desk.ts";
import { listDocuments, pathOf, ROOT } from "../src/documents.ts";
import { buildPrograms, checkPrograms, readPrograms, runProgram, showsOutput } from "../src/programs.ts";
import { readBlocks } from "../src/read-blocks.ts";

/** In node_modules, so that programs can import the packages, and git ignores the folder. */
const FOLDER = fileURLToPath(new URL("../node_modules/.blocks/", import.meta.url));
const DESK = join(FOLDER, "desk");
/** The ports in the documents: the emulator, and a server for the reader's own media. */
const [EMULATOR_PORT, MEDIA_PORT] = [8787, 9000];
/** The languages of fences. A new language needs its own test. */
const LANGUAGES = ["js", "json", "sh", "text", "ts"];

const documents = await Promise.all(
  listDocuments().map(async (document) => readBlocks(document, await readFile(pathOf(document), "utf8"))),
);
const blocks = documents.flat();
const programs = documents.flatMap(readPrograms);
const running = programs.filter(({ notRun }) => notRun === null);
let server: EmulatorServer;
let media: Server;

beforeAll(async () => {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  await makeDesk(DESK);
  for (const { fileName, source } of programs) await writeFile(join(FOLDER, fileName), source);
  server = await listen({ emulator: createEmulator({ labels: ["yes"] }) });
  media = await serveFiles(DESK);
  const ports = { [EMULATOR_PORT]: server.port, [MEDIA_PORT]: media.port };
  await buildPrograms(running, { folder: FOLDER, ports });
});

afterAll(async () => {
  await server.close();
  media.close();
});

describe("the code in the documents", () => {
  it("is found", () => {
    expect(programs.length).toBeGreaterThan(60);
    expect(blocks.filter(({ language }) => !LANGUAGES.includes(language))).toEqual([]);
  });

  it("compiles", async () => {
    expect(await checkPrograms(programs, FOLDER)).toEqual([]);
  });
});

describe.concurrent("each block", () => {
  const plain = running.filter(({ isTest }) => !isTest);
  it.each(plain)("$document:$line runs and prints what the document shows", async (program) => {
    const { failure, output } = await runProgram(program, { folder: FOLDER, desk: DESK });
    const place = `${program.document}:${program.line}`;
    if (failure !== null) throw new Error(`${place} does not run: ${failure}`);
    const isAsShown = program.output === null || showsOutput(program.output)(output);
    expect(isAsShown, `${place} has a different output: ${output}`).toBe(true);
  });
});

it("docs/tuning.svg is the image that docs/tuning.md writes", async () => {
  const image = await readFile(join(DESK, "tuning.svg"), "utf8");
  await expect(image).toMatchFileSnapshot(join(ROOT, "docs", "tuning.svg"));
});

describe("blocks that are tests", () => {
  it("pass", async () => {
    const tests = running.filter(({ isTest }) => isTest);
    expect(tests.length).toBeGreaterThan(0);
    for (const { fileName } of tests) {
      const name = basename(fileName, ".ts");
      await writeFile(join(DESK, `${name}.test.js`), `import "../out/${name}.js";\n`);
    }
    const args = [join(ROOT, "node_modules", "vitest", "vitest.mjs"), "run", "--root", DESK];
    const env = { PATH: process.env["PATH"], NODE_NO_WARNINGS: "1" };
    await expect(promisify(execFile)(process.execPath, args, { cwd: DESK, env })).resolves.toHaveProperty(
      "stdout",
      expect.stringContaining(`${tests.length} passed`),
    );
  });
});
