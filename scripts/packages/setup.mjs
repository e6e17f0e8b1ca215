import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pack } from "../pack.mjs";
import { PINNED_NODE, ROOT } from "../workspace.mjs";

const OLDEST_NODE = "22.12.0";
/** The workspace itself has TypeScript 7. */
const TYPESCRIPTS = { 5.8: "5.8.3", 6: "6.0.3" };
/** The time after which a program is killed. A program that leaves a handle open does not exit. */
const EXIT_TIMEOUT_MS = 60_000;

let folder;

/** Packs all packages once and installs the oldest supported Node and the other compilers in a temporary folder. */
export async function setup(vitest) {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "hivekit-packages-")));
  const compilerHome = (version) => join(folder, "tools", "node_modules", `typescript-${version}`);
  const compilers = Object.entries(TYPESCRIPTS).map(([version, exact]) => [
    `typescript-${version}`,
    `npm:typescript@${exact}`,
  ]);
  const [tarballs] = await Promise.all([
    pack(join(folder, "tarballs")),
    // Node is unpacked by an install script.
    npmInstall(join(folder, "tools"), {
      dependencies: { node: OLDEST_NODE, ...Object.fromEntries(compilers) },
    }),
  ]);
  vitest.provide("packed", {
    folder,
    tarballs,
    nodes: { 22.12: join(folder, "tools", "node_modules", "node", "bin", "node"), 24: PINNED_NODE },
    typescripts: {
      ...Object.fromEntries(Object.keys(TYPESCRIPTS).map((version) => [version, compilerHome(version)])),
      7: join(ROOT, "node_modules", "typescript"),
    },
  });
}

export function teardown() {
  rmSync(folder, { recursive: true, force: true });
}

/** Writes a manifest and installs it with npm, as users do. */
export async function npmInstall(home, manifest, flags = []) {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), JSON.stringify({ private: true, ...manifest }));
  const args = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", ...flags];
  const { error, output } = await exec("npm", args, home);
  if (error !== null) throw new Error(`npm install failed in ${home}:\n${output}`);
}

/** Runs a program and returns its output. `error` is `null` if it exited with code 0 in time. */
export function exec(program, args, cwd) {
  const options = { cwd, killSignal: "SIGKILL", ...(program === "npm" ? {} : { timeout: EXIT_TIMEOUT_MS }) };
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout, stderr) =>
      resolve({ error, output: `${stdout}${stderr}`.trim() }),
    );
  });
}
