import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { EmulatorServer } from "@hivekit/emulator/node";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
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
  await rm(join(examples.folder, "out"), { recursive: true, force: true });
});

afterAll(async () => {
  await server.close();
});

/** Puts a picture below the folder of the examples. */
async function putPhoto(name: string): Promise<void> {
  await mkdir(dirname(join(examples.folder, name)), { recursive: true });
  await writeFile(join(examples.folder, name), PHOTO);
}

/** Runs the script with pictures of these names. */
async function publish(names: readonly string[], key = "demo-visual") {
  for (const name of names) await putPhoto(name);
  const out = join(examples.folder, "out", "published");
  const { code, output } = await run([out, ...names], { key });
  // Nothing that was not judged is left beside it.
  expect(await readdir(join(examples.folder, "out"))).toEqual(["published"]);
  return { code, output, published: await readdir(out) };
}

/** Runs the script; meanwhile, something else may happen. */
async function run(
  given: readonly string[],
  { key, meanwhile }: { readonly key: string; readonly meanwhile?: () => Promise<void> },
) {
  const flags = ["--no-prompt", "--node-modules-dir=manual", "--allow-env", "--allow-read", "--allow-write"];
  const args = [
    resolve("deno/bin.cjs"),
    "run",
    ...flags,
    "--allow-net=127.0.0.1",
    "deno-script.ts",
    ...given,
  ];
  const env = { ...process.env, HIVE_API_KEY: key, HIVE_BASE_URL: server.url };
  const ended = new Promise<{ readonly code: number; readonly output: string; readonly problems: string }>(
    (settle) => {
      const child = execFile(
        process.execPath,
        args,
        { cwd: examples.folder, env },
        (_error, output, problems) => settle({ code: child.exitCode ?? -1, output, problems }),
      );
    },
  );
  await meanwhile?.();
  return ended;
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
      output: `not published: ${NAMES.harmless}\n`,
      published: [],
    });
  });

  it("publishes the bytes that were judged, whatever becomes of the file meanwhile", async () => {
    const path = join(examples.folder, NAMES.harmless);
    await putPhoto(NAMES.harmless);
    server.emulator.faults.add("stall-headers:ms=1000");
    const meanwhile = async (): Promise<void> => {
      await vi.waitUntil(() => server.emulator.journal.length === 1, { timeout: 20_000, interval: 10 });
      await writeFile(path, "something else");
    };
    const { code } = await run([join("out", "published"), NAMES.harmless], { key: "demo-visual", meanwhile });
    expect(await readFile(path, "utf8")).toBe("something else");
    expect(code).toBe(0);
    expect(await readFile(join(examples.folder, "out", "published", NAMES.harmless))).toEqual(PHOTO);
  });

  it("overwrites nothing: of two files of one name, the first is copied", async () => {
    const { code, output, published } = await publish([NAMES.harmless, `again/${NAMES.harmless}`]);
    expect([code, published]).toEqual([1, [NAMES.harmless]]);
    expect(output).toBe(
      `allow: ${NAMES.harmless}\nallow: again/${NAMES.harmless}\nnot published: again/${NAMES.harmless}\n`,
    );
  });

  it("says how it is called if there is nothing to judge", async () => {
    for (const given of [[], ["out/published"]]) {
      const { code, output, problems } = await run(given, { key: "demo-visual" });
      expect([code, output]).toEqual([2, ""]);
      expect(problems).toContain("Usage: deno-script.ts FOLDER FILE…");
    }
  });
});
