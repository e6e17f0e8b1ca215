import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** A minimal copy of the workspace in which nothing is installed or built. Its sample app prints its working folder. */
let workspace: string;

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), "hivekit-start-"));
  for (const folder of ["packages", "apps/sample/dist", "node_modules/node/bin", "bin"]) {
    mkdirSync(join(workspace, folder), { recursive: true });
  }
  for (const path of [
    "package.json",
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    "scripts/start.mjs",
    "scripts/workspace.mjs",
  ]) {
    cpSync(join(ROOT, path), join(workspace, path));
  }
  symlinkSync(process.execPath, join(workspace, "node_modules/node/bin/node"));
  writeFileSync(join(workspace, "bin/npx"), "#!/bin/sh\n", { mode: 0o755 });
  writeFileSync(
    join(workspace, "apps/sample/dist/main.js"),
    "console.log(`RUNS ${JSON.stringify([process.cwd(), ...process.argv.slice(2)])}`);",
  );
});

afterAll(() => rmSync(workspace, { recursive: true }));

// The fake programs are a shell script and a link.
describe.skipIf(process.platform === "win32")("npm start", () => {
  it.each([
    ["where npm was called", (folder: string) => ({ cwd: workspace, INIT_CWD: folder })],
    ["in the working folder without npm", (folder: string) => ({ cwd: folder, INIT_CWD: undefined })],
  ])("runs the sample %s, so that it finds the user's files", async (_name, locate) => {
    const { cwd, INIT_CWD } = locate(join(workspace, "packages"));
    const { code, out, err } = await start({ cwd, INIT_CWD, args: ["--once", "x.jpg"] });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(`RUNS ${JSON.stringify([join(workspace, "packages"), "--once", "x.jpg"])}`);
  });

  it("exits silently when its output is closed", async () => {
    const { code, err } = await start({ cwd: workspace, INIT_CWD: workspace, args: [], isRead: false });
    expect({ code, err }).toEqual({ code: 141, err: "" });
  });
});

type Start = {
  readonly cwd: string;
  readonly INIT_CWD: string | undefined;
  readonly args: readonly string[];
  readonly isRead?: boolean;
};

function start(options: Start): Promise<{ code: number | null; out: string; err: string }> {
  const { cwd, INIT_CWD, args, isRead = true } = options;
  const PATH = [join(workspace, "bin"), process.env["PATH"]].join(delimiter);
  const child = spawn(process.execPath, [join(workspace, "scripts/start.mjs"), ...args], {
    cwd,
    env: { ...process.env, INIT_CWD, PATH },
  });
  let out = "";
  let err = "";
  if (isRead) child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  else child.stdout.destroy();
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err })));
}
