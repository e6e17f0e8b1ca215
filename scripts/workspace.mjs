// Installing, building and running in this workspace, on any machine with Node 20 or later and npm.
// Plain JavaScript without dependencies: it runs before anything is installed, on the machine's own Node.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The workspace's folder. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

const isWindows = process.platform === "win32";
const { devEngines } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const PNPM = `pnpm@${devEngines.packageManager.version}`;

/** Where the user is: npm starts scripts in the workspace's folder, and says where it was called itself. */
export const USER_FOLDER = process.env.INIT_CWD ?? process.cwd();

/** The pinned Node, once the workspace is installed. */
export const PINNED_NODE = join(ROOT, "node_modules", "node", "bin", isWindows ? "node.exe" : "node");

/**
 * How long a program has to end by itself before a signal is passed on to it. Terminals and tools such as `timeout`
 * signal the whole process group: passed on at once, the signal would come twice and cut an orderly end short.
 */
const FORWARD_AFTER_MS = 500;

const PARENT_CHECK_MS = 500;

/** How shells count a program that ended because nobody reads its output. */
const BROKEN_PIPE_EXIT_CODE = 141;

/** A step of a command failed; its output says why. */
export class StepFailed extends Error {}

/**
 * Runs a program, in the workspace's folder unless another one is given.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, isQuiet?: boolean, env?: Record<string, string>, isShell?: boolean }} [options] isQuiet: keep the output and hand it back
 * @returns {Promise<{ code: number, output: string }>} code: 128 + n for signal n, as shells count
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? ROOT,
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", ...options.env },
      stdio: options.isQuiet ? ["ignore", "pipe", "pipe"] : "inherit",
      shell: options.isShell ?? false,
    });
    let output = "";
    child.stdout?.on("data", (chunk) => (output += chunk));
    child.stderr?.on("data", (chunk) => (output += chunk));
    const stopForwarding = forwardSignals(child);
    child.on("error", (error) => {
      stopForwarding();
      reject(error);
    });
    child.on("close", (code, signal) => {
      stopForwarding();
      resolve({ code: code ?? 128 + (constants.signals[signal] ?? 0), output });
    });
  });
}

/** Passes on what is sent to this process alone; returns a function that ends it. */
function forwardSignals(child) {
  // Set while a signal waits to be passed on; cleared when that is done, or when the program ended.
  let waiting;
  const forward = (signal) => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      child.kill(signal);
    }, FORWARD_AFTER_MS);
  };
  // In a terminal, Ctrl-C reaches the program by itself, however long that then takes to end.
  const onInterrupt = process.stdin.isTTY ? () => {} : forward;
  process.on("SIGTERM", forward);
  process.on("SIGINT", onInterrupt);
  // npm passes a signal on to its shell, which dies of it and tells nobody: what npm started ends with that shell.
  const parent = process.ppid;
  const watch =
    process.env.npm_lifecycle_event === undefined
      ? undefined
      : setInterval(() => {
          if (process.ppid === parent) return;
          clearInterval(watch);
          child.kill("SIGTERM");
        }, PARENT_CHECK_MS);
  return () => {
    clearTimeout(waiting);
    clearInterval(watch);
    process.off("SIGTERM", forward);
    process.off("SIGINT", onInterrupt);
  };
}

/** Runs the pinned pnpm, which npm fetches on first use. */
export function runPnpm(args, options = {}) {
  // npx is a script on Windows, which only a shell can start.
  return run("npx", ["--yes", PNPM, ...args], { ...options, isShell: isWindows });
}

/** Runs a program of the workspace's own tools on the pinned Node, for example oxlint. */
export function runTool(name, args, options = {}) {
  const folders = [
    join(ROOT, "node_modules", ".bin"),
    join(ROOT, "node_modules", "node", "bin"),
    process.env.PATH ?? "",
  ];
  return run(name, args, {
    ...options,
    isShell: isWindows,
    env: { ...options.env, PATH: folders.join(delimiter) },
  });
}

/**
 * Does one step and prints a line about it; its output is shown only if it fails.
 *
 * @throws {StepFailed}
 */
export async function step(title, action) {
  const start = Date.now();
  // Overwritten by the line that says how it went.
  if (process.stdout.isTTY) process.stdout.write(`… ${title}\r`);
  const { code, output } = await action();
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  if (code === 0) {
    console.log(`✓ ${title} (${seconds} s)`);
    return;
  }
  console.log(`✗ ${title} (${seconds} s, exit code ${code})`);
  console.log(output.trimEnd());
  throw new StepFailed(title);
}

/**
 * Installs from the lockfile, unless that was done before.
 *
 * @param {"sample" | "all"} scope What is needed: the sample app and what it depends on, or everything.
 */
export async function install(scope) {
  const state = installState();
  const stampOf = (name) => join(ROOT, "node_modules", `.hivekit-${name}-${state}`);
  // Whoever has everything has the sample.
  const isDone = existsSync(stampOf("all")) || (scope === "sample" && existsSync(stampOf("sample")));
  if (isDone && existsSync(PINNED_NODE)) return;
  const filter = scope === "sample" ? ["--filter", "@hivekit/sample..."] : [];
  const args = ["install", "--frozen-lockfile", "--trust-lockfile", ...filter];
  // Taken away first: an install that fails half way leaves a state that no stamp describes.
  removeStamps();
  await step(`Install ${scope === "all" ? "everything" : "what the sample needs"}`, () =>
    runPnpm(args, { isQuiet: true }),
  );
  writeFileSync(stampOf(scope), "");
}

function removeStamps() {
  const folder = join(ROOT, "node_modules");
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) if (name.startsWith(".hivekit-")) rmSync(join(folder, name));
}

/** Tells one state of the manifests from another. */
function installState() {
  const hash = createHash("sha256");
  const files = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"];
  for (const group of ["packages", "apps"]) {
    for (const name of readdirSync(join(ROOT, group))) files.push(join(group, name, "package.json"));
  }
  for (const file of files.toSorted()) {
    const path = join(ROOT, file);
    if (existsSync(path)) hash.update(file).update(readFileSync(path));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Builds what changed; the rest comes from turbo's cache. */
export async function build(filter = []) {
  // turbo looks for the pnpm that runs it.
  const args = ["exec", "turbo", "run", "build", ...filter.map((name) => `--filter=${name}`)];
  await step("Build", () => runPnpm(args, { isQuiet: true }));
}

/** Runs a command's main function; a failed step ends it without a stack, and so does a reader that has enough. */
export async function main(action) {
  process.stdout.on("error", (error) => {
    if (error.code === "EPIPE") process.exit(BROKEN_PIPE_EXIT_CODE);
    throw error;
  });
  try {
    process.exitCode = await action();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    process.exitCode = 1;
  }
}
