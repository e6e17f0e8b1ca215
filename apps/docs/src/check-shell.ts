import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseCommandLine } from "../../sample/src/command-line.ts";
import { parseCommand } from "../../../packages/emulator/src/command/parse-command.ts";
import { ROOT } from "./documents.ts";
import type { ShellCommand } from "./shell-commands.ts";

type Manifest = {
  readonly name: string;
  readonly private?: boolean;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly publishConfig?: { readonly exports?: Readonly<Record<string, unknown>> };
};

/** What is true of any shell, and says nothing of this workspace. */
const EVERYDAY = new Set(["cd", "export", "git", "sleep", "for", "do", "done", "mkdir", "docker", "python3"]);
const INSTALLERS = /^(?:npm (?:install|i)|pnpm add|yarn add|bun add|deno add)\b/;

const EMULATOR = "@hivekit/emulator";
const EMULATOR_FILE = "packages/emulator/bin/hivekit-emulator.js";

const packages = globSync("packages/*/package.json", { cwd: ROOT }).map((path) => ({
  ...readManifest(path),
  folder: dirname(path),
}));
const catalog = readFileSync(join(ROOT, "pnpm-workspace.yaml"), "utf8");

/** What is wrong with a command, as a sentence; `null` if nothing is. Blocks with curl are run elsewhere. */
export function checkShell({ words }: ShellCommand): string | null {
  const command = words.join(" ");
  const [program = "", first = "", second = ""] = words;
  if (EVERYDAY.has(program)) return null;
  if (INSTALLERS.test(command)) return unknownPackages(words.slice(2));
  if (program === "npm") {
    const script = first === "run" ? second : first;
    return scriptOf(script)
      ? checkScriptOptions(script, words.slice(first === "run" ? 3 : 2))
      : `package.json has no script "${script}".`;
  }
  if (program === "npx") {
    const at = words.findIndex((word, index) => index > 0 && !word.startsWith("-"));
    return canRun(words[at] ?? "") ?? (words[at] === EMULATOR ? checkEmulator(words.slice(at + 1)) : null);
  }
  if (program === "node") {
    const file = words.find((word, index) => index > 0 && !word.startsWith("-")) ?? "";
    // A file of the reader's own is named without a folder.
    if (file.includes("/") && !isBuilt(file) && !existsSync(join(ROOT, file)))
      return `there is no file ${file}.`;
    return file === EMULATOR_FILE ? checkEmulator(words.slice(words.indexOf(file) + 1)) : null;
  }
  return `nothing proves a command that begins with "${program}".`;
}

/** Has the program itself read its options; a script of which that is not known may be shown without options only. */
function checkScriptOptions(script: string, words: readonly string[]): string | null {
  const dashes = words.indexOf("--");
  const own = words.slice(0, dashes === -1 ? undefined : dashes).find((word) => word.startsWith("-"));
  if (own !== undefined) return `npm keeps ${own} for itself: put -- before it.`;
  const args = dashes === -1 ? [] : words.slice(dashes + 1);
  if (script === "start") return checkDesk(args);
  const option = args.find((word) => word.startsWith("-"));
  return option === undefined ? null : `nothing proves that npm run ${script} knows ${option}.`;
}

function checkDesk(args: readonly string[]): string | null {
  try {
    parseCommandLine(args);
    return null;
  } catch (error) {
    return String(error);
  }
}

function checkEmulator(args: readonly string[]): string | null {
  const command = parseCommand(args);
  return command.kind === "invalid" ? command.message : null;
}

function unknownPackages(words: readonly string[]): string | null {
  const unknown = words
    .filter((word) => !word.startsWith("-"))
    .map((word) => word.replace(/^npm:/, "").replace(/(?<=.)@[\w.^~-]+$/, ""))
    .filter(
      (name) => !packages.some((one) => one.name === name && one.private !== true) && !isInCatalog(name),
    );
  return unknown.length === 0 ? null : `neither the workspace nor its catalog has ${unknown.join(", ")}.`;
}

function isInCatalog(name: string): boolean {
  return catalog.includes(`\n  ${name}: `) || catalog.includes(`\n  "${name}": `);
}

function canRun(word: string): string | null {
  // The compiler is the reader's own, as the guide has installed it.
  if (word.startsWith("pnpm@") || word === "tsc") return null;
  const found = packages.find(({ name }) => name === word);
  return found?.bin === undefined ? `no package of the workspace is called ${word} and has a command.` : null;
}

function scriptOf(name: string): boolean {
  return Object.hasOwn(readManifest("package.json").scripts ?? {}, name);
}

function isBuilt(file: string): boolean {
  return /(?:^|\/)dist\//.test(file);
}

function readManifest(path: string): Manifest {
  // What is read of it is what pnpm itself relies on.
  const manifest: Manifest = JSON.parse(readFileSync(join(ROOT, path), "utf8"));
  return manifest;
}
