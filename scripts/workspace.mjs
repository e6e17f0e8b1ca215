// Installs, builds and runs this workspace on any machine with Node 20 or later and npm. Plain JavaScript without
// dependencies: it runs before anything is installed, on the machine's own Node.

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
/** The folder in which the user called npm. npm itself runs scripts in the workspace's folder. */
export const USER_FOLDER = process.env.INIT_CWD ?? process.cwd();

/** The pinned Node, once the workspace is installed. */
export const PINNED_NODE = join(ROOT, "node_modules", "node", "bin", isWindows ? "node.exe" : "node");

/**
 * The delay before a signal is forwarded to a program. Terminals and tools such as `timeout` signal the process group.
 * Without the delay, the program would receive the signal twice, and the second one would interrupt its shutdown.
 */
const FORWARD_AFTER_MS = 500;
const PARENT_CHECK_MS = 500;

/** The exit code with which shells report a broken pipe. */
const BROKEN_PIPE_EXIT_CODE = 141;

/** Thrown when a step has failed. Its output has already been printed. */
export class StepFailed extends Error {}

/**
 * Runs a program, by default in the workspace's folder.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, isQuiet?: boolean, env?: Record<string, string>, isShell?: boolean }} [options] isQuiet: returns the output instead of printing it
 * @returns {Promise<{ code: number, output: string }>} code: 128 + n for signal n, as in shells
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

/** Forwards signals to a child process. Returns a function that stops forwarding. */
function forwardSignals(child) {
  // Set while a signal waits to be forwarded; cleared when it was forwarded or the program exited.
  let waiting;
  const forward = (signal) => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      child.kill(signal);
    }, FORWARD_AFTER_MS);
  };
  // In a terminal, Ctrl-C reaches the program directly.
  const onInterrupt = process.stdin.isTTY ? () => {} : forward;
  process.on("SIGTERM", forward);
  process.on("SIGINT", onInterrupt);
  // npm forwards a signal only to its shell, so the program is stopped when that shell has exited.
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

/** Runs the pinned pnpm, which npx downloads on first use. */
export function runPnpm(args, options = {}) {
  // On Windows, npx is a script that only a shell can start.
  return run("npx", ["--yes", PNPM, ...args], { ...options, isShell: isWindows });
}

/** Runs a tool that is installed in the workspace, such as oxlint, on the pinned Node. */
export function runTool(name, args, options = {}) {
  const homes = [ROOT, join(ROOT, "scripts"), join(ROOT, "apps", "docs")];
  const folders = [
    ...homes.map((home) => join(home, "node_modules", ".bin")),
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
 * Runs one step and prints a line with its result. Prints its output only if it fails.
 *
 * @throws {StepFailed}
 */
export async function step(title, action) {
  const start = performance.now();
  // The next title or result overwrites this line.
  if (process.stdout.isTTY) process.stdout.write(`… ${title}\u001B[K\r`);
  const { code, output } = await action();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (code === 0) {
    console.log(`✓ ${title} (${seconds} s)`);
    return;
  }
  console.log(`✗ ${title} (${seconds} s, exit code ${code})`);
  console.log(output.trimEnd());
  throw new StepFailed(title);
}

/**
 * Installs from the lockfile unless the current manifests are already installed.
 *
 * @param {"sample" | "all"} scope The sample app with its dependencies, or everything.
 */
export async function install(scope) {
  const state = installState();
  const stampOf = (name) => join(ROOT, "node_modules", `.hivekit-${name}-${state}`);
  // "all" includes the sample.
  const isDone = existsSync(stampOf("all")) || (scope === "sample" && existsSync(stampOf("sample")));
  if (isDone && existsSync(PINNED_NODE)) return;
  const filter = scope === "sample" ? ["--filter", "@hivekit/sample..."] : [];
  const args = ["install", "--frozen-lockfile", "--trust-lockfile", ...filter];
  // The stamps are removed first, because a failed install leaves an undefined state.
  const modules = join(ROOT, "node_modules");
  for (const name of existsSync(modules) ? readdirSync(modules) : []) {
    if (name.startsWith(".hivekit-")) rmSync(join(modules, name));
  }
  await step(`Install ${scope === "all" ? "everything" : "the dependencies of the sample"}`, () =>
    runPnpm(args, { isQuiet: true }),
  );
  writeFileSync(stampOf(scope), "");
}

/** Returns a hash of the lockfile, which lists the dependencies of all manifests. */
function installState() {
  const hash = createHash("sha256");
  for (const file of ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"]) {
    hash.update(readFileSync(join(ROOT, file)));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Builds the packages that changed; the others come from turbo's cache. */
export async function build(filter = []) {
  // turbo needs a pnpm on the PATH, which `pnpm exec` provides.
  const args = ["exec", "turbo", "run", "build", ...filter.map((name) => `--filter=${name}`)];
  await step("Build", () => runPnpm(args, { isQuiet: true }));
}

/** Runs a command's main function. If a step fails or the output is closed, it exits without a stack trace. */
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
