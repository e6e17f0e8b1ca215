import { execFile } from "node:child_process";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { EmulatorServer } from "@hivekit/emulator/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { BLIND_KEY, DOUBTFUL, HARMFUL, NAMES, openEmulator, PHOTO } from "./support/example-emulator.ts";
import { installExamples } from "./support/installed-examples.ts";
import type { InstalledExamples } from "./support/installed-examples.ts";

const { resolve } = createRequire(import.meta.url);
let examples: InstalledExamples;
let server: EmulatorServer;

beforeAll(async () => {
  examples = await installExamples();
  server = await openEmulator();
});

afterEach(async () => {
  server.emulator.reset();
  await rm(join(examples.folder, "published"), { recursive: true });
});

afterAll(async () => {
  await server.close();
});

/** Runs the script with pictures of these names. */
async function publish(names: readonly string[], key = "demo-visual") {
  const out = join(examples.folder, "published");
  await mkdir(out);
  for (const name of names) await writeFile(join(examples.folder, name), PHOTO);
  const flags = ["--no-prompt", "--node-modules-dir=manual", "--allow-env", "--allow-read", "--allow-write"];
  const args = [
    resolve("deno/bin.cjs"),
    "run",
    ...flags,
    "--allow-net=127.0.0.1",
    "deno-script.ts",
    out,
    ...names,
  ];
  const env = { ...process.env, HIVE_API_KEY: key, HIVE_BASE_URL: server.url };
  const ended = await new Promise<{ readonly code: number; readonly output: string }>((settle) => {
    const child = execFile(process.execPath, args, { cwd: examples.folder, env }, (_error, output) =>
      settle({ code: child.exitCode ?? -1, output }),
    );
  });
  return { ...ended, published: await readdir(out) };
}

/** What the script makes of a class that Hivekit's start reviews. */
function decisionOfDoubt(name: string): string {
  if (name === NAMES.blocked) return "block";
  // A still picture has no seconds, so that a condition on seconds is unknown of it.
  return name === NAMES.doubtful ? "unknown" : "review";
}

describe("the script, in Deno", { timeout: 60_000 }, () => {
  it("copies what is allowed, and nothing else", async () => {
    const { code, output, published } = await publish(Object.values(NAMES));
    expect(published).toEqual([NAMES.harmless]);
    // A still picture has no seconds, so that a condition on seconds is unknown of it.
    expect(output).toMatch(
      new RegExp(
        `^allow: ${NAMES.harmless}\nblock: ${NAMES.blocked}\n  Block: gun_in_hand .*\nunknown: ${NAMES.doubtful}\n$`,
      ),
    );
    expect(code).toBe(1);
  });

  it("ends well if all is allowed", async () => {
    expect(await publish([NAMES.harmless])).toMatchObject({ code: 0, published: [NAMES.harmless] });
  });

  it("copies nothing of what nobody may see, nor of what a person has to look at", async () => {
    const names = [...HARMFUL, ...DOUBTFUL];
    const { code, output, published } = await publish(names);
    expect([code, published]).toEqual([1, []]);
    expect(output.split("\n").filter((line) => /^\w+: /.test(line))).toEqual([
      ...HARMFUL.map((name) => `block: ${name}`),
      ...DOUBTFUL.map((name) => `${decisionOfDoubt(name)}: ${name}`),
    ]);
  });

  it("copies nothing that is unknown", async () => {
    expect(await publish([NAMES.harmless], BLIND_KEY)).toEqual({
      code: 1,
      output: `unknown: ${NAMES.harmless}\n`,
      published: [],
    });
  });

  it("copies nothing if Hive's answer is cut short", async () => {
    server.emulator.faults.add("truncate");
    expect(await publish([NAMES.harmless])).toEqual({
      code: 1,
      output: `not judged: ${NAMES.harmless}\n`,
      published: [],
    });
  });
});
