import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import type { EmulatorServer } from "@hivekit/emulator/node";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import {
  COLORS_KEY,
  REVIEWED_NAMES,
  BLOCKED_NAMES,
  NAMES,
  openEmulator,
  PHOTO,
} from "./support/example-emulator.ts";
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

/** Writes a picture below the folder of the examples. */
async function writePhoto(name: string): Promise<void> {
  await mkdir(dirname(join(examples.folder, name)), { recursive: true });
  await writeFile(join(examples.folder, name), PHOTO);
}

/** Runs the script with pictures of these names. @returns its output and the published files */
async function publish(names: readonly string[], key = "demo-visual") {
  for (const name of names) await writePhoto(name);
  const out = join(examples.folder, "out", "published");
  const { code, output } = await run([out, ...names], { key });
  // No temporary files remain.
  expect(await readdir(join(examples.folder, "out"))).toEqual(["published"]);
  return { code, output, published: await readdir(out) };
}

/** Runs the script. @returns its exit code and output */
async function run(
  given: readonly string[],
  { key, baseUrl = server.url }: { readonly key: string; readonly baseUrl?: string },
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
  const env = { ...process.env, HIVE_API_KEY: key, HIVE_BASE_URL: baseUrl };
  return new Promise<{ readonly code: number; readonly output: string; readonly errors: string }>(
    (resolveRun) => {
      const child = execFile(
        process.execPath,
        args,
        { cwd: examples.folder, env },
        (_error, output, errors) => resolveRun({ code: child.exitCode ?? -1, output, errors }),
      );
    },
  );
}

/** Returns the script's decision on a class that the recommended policy reviews. */
function getReviewedDecision(name: string): string {
  if (name === NAMES.blocked) return "block";
  // A still picture has no duration, so a condition with seconds is unknown.
  return name === NAMES.reviewed ? "unknown" : "review";
}

describe("the script, in Deno", () => {
  it("copies only the allowed pictures", async () => {
    const { code, output, published } = await publish(Object.values(NAMES));
    expect(published).toEqual([NAMES.harmless]);
    // A still picture has no duration, so a condition with seconds is unknown.
    expect(output).toMatch(
      new RegExp(
        `^allow: ${NAMES.harmless}\nblock: ${NAMES.blocked}\n  Block: gun_in_hand .*\nunknown: ${NAMES.reviewed}\n$`,
      ),
    );
    expect(code).toBe(1);
  });

  it("exits with 0 if all pictures are allowed", async () => {
    expect(await publish([NAMES.harmless])).toMatchObject({ code: 0, published: [NAMES.harmless] });
  });

  it("does not copy pictures of classes to block or review", async () => {
    const names = [...BLOCKED_NAMES, ...REVIEWED_NAMES];
    const { code, output, published } = await publish(names);
    expect([code, published]).toEqual([1, []]);
    expect(output.split("\n").filter((line) => /^\w+: /.test(line))).toEqual([
      ...BLOCKED_NAMES.map((name) => `block: ${name}`),
      ...REVIEWED_NAMES.map((name) => `${getReviewedDecision(name)}: ${name}`),
    ]);
  });

  it("does not copy a picture whose decision is unknown", async () => {
    expect(await publish([NAMES.harmless], COLORS_KEY)).toEqual({
      code: 1,
      output: `unknown: ${NAMES.harmless}\n`,
      published: [],
    });
  });

  it("does not copy a picture if Hive's reply is truncated", async () => {
    server.emulator.faults.add("truncate");
    expect(await publish([NAMES.harmless])).toEqual({
      code: 1,
      output: `not published: ${NAMES.harmless}\n`,
      published: [],
    });
  });

  it("publishes the judged bytes even if the file changes in the meantime", async () => {
    const path = join(examples.folder, NAMES.harmless);
    await writePhoto(NAMES.harmless);
    // Changes the file after Hive has received it and before Hive responds.
    const proxy = createServer((request, response) => {
      const forward = async (): Promise<void> => {
        const body = await buffer(request);
        await writeFile(path, "something else");
        const { "content-type": type = "", authorization = "" } = request.headers;
        const headers = { "content-type": type, authorization };
        const reply = await fetch(`${server.url}${request.url}`, { method: "POST", headers, body });
        response.end(await reply.text());
      };
      forward().catch(() => response.destroy());
    }).listen(0, "127.0.0.1");
    await once(proxy, "listening");
    onTestFinished(() => void proxy.close());
    const address = proxy.address();
    const baseUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    const { code } = await run([join("out", "published"), NAMES.harmless], { key: "demo-visual", baseUrl });
    expect(await readFile(path, "utf8")).toBe("something else");
    expect(code).toBe(0);
    expect(await readFile(join(examples.folder, "out", "published", NAMES.harmless))).toEqual(PHOTO);
  });

  it("does not overwrite files: it copies only the first of two files with the same name", async () => {
    const { code, output, published } = await publish([NAMES.harmless, `again/${NAMES.harmless}`]);
    expect([code, published]).toEqual([1, [NAMES.harmless]]);
    expect(output).toBe(
      `allow: ${NAMES.harmless}\nallow: again/${NAMES.harmless}\nnot published: again/${NAMES.harmless}\n`,
    );
  });

  it("prints its usage without files", async () => {
    for (const given of [[], ["out/published"]]) {
      const { code, output, errors } = await run(given, { key: "demo-visual" });
      expect([code, output]).toEqual([2, ""]);
      expect(errors).toContain("Usage: deno-script.ts FOLDER FILE…");
    }
  });
});
