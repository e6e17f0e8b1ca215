import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./documents.ts";
import { runNode } from "./programs.ts";
import type { Block } from "./read-blocks.ts";

/** A command of a shell block. */
export type ShellCommand = {
  /** The document and the line, for messages. */
  readonly place: string;
  /** The program and its arguments, without environment variables and quotes. */
  readonly words: readonly string[];
};

/** Reads the commands of a block. Joins continued lines and drops comments. */
export function readShellCommands({ document, line, text }: Block): readonly ShellCommand[] {
  return text
    .replaceAll("\\\n", " ")
    .split("\n")
    .flatMap((written, index) =>
      written
        .replace(/(^|\s)#.*$/, "")
        .split(/&&|\||;/)
        .map((command) =>
          command
            .trim()
            .replace(/^(?:[A-Z_]+=\S*\s+)+/, "")
            .split(/\s+/),
        )
        .map((words) => words.map((word) => word.replaceAll(/^["']|["']$/g, "")))
        .filter(([program]) => program !== "")
        .map((words) => ({ place: `${document}:${line + index}`, words })),
    );
}

type Manifest = {
  readonly name: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
};

/** Commands that do not refer to this workspace. `tsc` is the reader's own. */
const EVERYDAY = /^(?:cd|export|git|sleep|for|do|done|mkdir|docker|python3|npx (?:pnpm@[\d.]+|tsc))(?: |$)/;
const EMULATOR = "packages/emulator/bin/hivekit-emulator.js";

function readManifest(path: string): Manifest {
  // pnpm itself relies on these fields.
  const manifest: Manifest = JSON.parse(readFileSync(join(ROOT, path), "utf8"));
  return manifest;
}

const packages = globSync("packages/*/package.json", { cwd: ROOT }).map(readManifest);
const { scripts = {} } = readManifest("package.json");
const catalog = readFileSync(join(ROOT, "pnpm-workspace.yaml"), "utf8");

/** Describes the problem with a command, or returns `null`. Programs of the workspace check their own options. */
export async function checkShell({ words }: ShellCommand): Promise<string | null> {
  const command = words.join(" ");
  if (EVERYDAY.test(command)) return null;
  const [, installed] = /^(?:npm (?:install|i)|pnpm add|yarn add|bun add|deno add) (.+)$/.exec(command) ?? [];
  if (installed !== undefined) return checkPackages(installed.split(" "));
  const [, script, args = ""] = /^npm (?:run )?([\w:]+)(.*)$/.exec(command) ?? [];
  if (script !== undefined) return checkScript(script, args.trim());
  const [, file, options = ""] = /^node ([\w./-]+)(.*)$/.exec(command) ?? [];
  if (file === EMULATOR) return runHelp(EMULATOR, options);
  // A reader's own file is in no folder, or in dist.
  if (file !== undefined)
    return /^[^/]+$|\bdist\//.test(file) || existsSync(join(ROOT, file)) ? null : `there is no file ${file}.`;
  const [, name, flags = ""] = /^npx (@hivekit\/[\w-]+)(.*)$/.exec(command) ?? [];
  if (name === undefined) return `cannot check the command "${command}".`;
  const hasCommand = packages.some((one) => one.name === name && one.bin !== undefined);
  return hasCommand ? runHelp(EMULATOR, flags) : `no package of the workspace named ${name} has a command.`;
}

function checkPackages(words: readonly string[]): string | null {
  const names = words
    .filter((word) => !word.startsWith("-"))
    .map((word) => word.replace(/^npm:/, "").replace(/(?<=.)@[\w.^~-]+$/, ""));
  const isKnown = (name: string) =>
    packages.some((one) => one.name === name) ||
    catalog.includes(`\n  ${name}: `) ||
    catalog.includes(`\n  "${name}": `);
  const unknown = names.filter((name) => !isKnown(name));
  return unknown.length === 0 ? null : `neither the workspace nor its catalog has ${unknown.join(", ")}.`;
}

async function checkScript(script: string, args: string): Promise<string | null> {
  if (scripts[script] === undefined) return `package.json has no script "${script}".`;
  const [own = "", passed = ""] = args.split(/(?:^| )-- /);
  if (/(?:^| )-/.test(own)) return `npm does not pass on ${own}: insert -- before it.`;
  if (script === "start") return runHelp("apps/sample/dist/main.js", passed);
  return /(?:^| )-/.test(passed) ? `cannot check the options of npm run ${script}: ${passed}.` : null;
}

/** Starts a program with its options and `--help`, with which it exits. Returns the error that it prints. */
async function runHelp(file: string, options: string): Promise<string | null> {
  const args = options.split(" ").filter((word) => word !== "");
  return (await runNode([join(ROOT, file), ...args, "--help"], { cwd: ROOT })).failure;
}
