import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { ROOT } from "./documents.ts";
import { CODE } from "./read-blocks.ts";
import type { Block } from "./read-blocks.ts";

/** A code block and the blocks that continue it. */
export type Program = {
  readonly document: string;
  /** The number of its first line, from 1. */
  readonly line: number;
  /** The name of its file: the document, the line and `.ts`. */
  readonly fileName: string;
  /** The blocks at their own lines of the document, so that line numbers in messages refer to the document. */
  readonly source: string;
  readonly blocks: readonly Block[];
  /** The reason why it is not run; `null` if it is run. */
  readonly notRun: string | null;
  /** Whether vitest runs it. */
  readonly isTest: boolean;
  /** Its output, if the document shows it. */
  readonly output: string | null;
};

/**
 * Combines the code blocks of one document into programs.
 *
 * @throws Error with document and line if output cannot be compared.
 */
export function readPrograms(blocks: readonly Block[]): readonly Program[] {
  const chains: { readonly parts: [Block, ...Block[]]; output: string | null }[] = [];
  for (const block of blocks) {
    const last = chains.at(-1);
    if (block.marks.isOutput) {
      if (last === undefined || last.output !== null) {
        throw new Error(`${block.document}:${block.line}: no program for the output, or a second output.`);
      }
      last.output = block.text;
    } else if (block.marks.continues) {
      if (last === undefined)
        throw new Error(`${block.document}:${block.line}: there is no block to continue.`);
      last.parts.push(block);
    } else if (CODE.has(block.language)) {
      chains.push({ parts: [block], output: null });
    }
  }
  return chains.map(({ parts, output }) => toProgram(parts, output));
}

function toProgram(blocks: readonly [Block, ...Block[]], output: string | null): Program {
  const [{ document, line }] = blocks;
  const lines: string[] = [];
  for (const block of blocks) {
    while (lines.length < block.line - 1) lines.push("");
    lines.push(...block.text.trimEnd().split("\n"));
  }
  // Turns a block without imports and exports into a module, so that its names are local.
  const source = `${lines.join("\n")}\nexport {};\n`;
  const notRun = blocks.find(({ marks }) => marks.notRun !== null)?.marks.notRun ?? null;
  const isTest = /from "(?:vitest|@hivekit\/emulator\/vitest)"/.test(source);
  if (output !== null && (notRun !== null || isTest))
    throw new Error(`${document}:${line}: shows output, but is not run.`);
  return {
    document,
    line,
    fileName: `${document.replaceAll("/", "__")}__${line}.ts`,
    source,
    blocks,
    notRun,
    isTest,
    output,
  };
}

/** Compiled into the programs, because these packages export their source here, and Node cannot run decorators. */
const COMPILED = /^@hivekit\/(?:core|rxjs|nestjs)(?:\/|$)/;
/** Modules whose imports users do not install themselves. */
const INSIDE_CORE = /[\\/]packages[\\/]core[\\/]|[\\/]node_modules[\\/]\.pnpm[\\/](?:ky|zod)@/;

/**
 * Compiles programs into `out` in their folder, with source maps.
 *
 * @param options - `ports`: the ports to use instead of those in the documents, which may be in use.
 */
export async function buildPrograms(
  programs: readonly Program[],
  { folder, ports }: { readonly folder: string; readonly ports: Readonly<Record<string, number>> },
): Promise<void> {
  await build({
    entryPoints: programs.map(({ fileName }) => join(folder, fileName)),
    outdir: join(folder, "out"),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22",
    sourcemap: true,
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    plugins: [
      {
        name: "only packages of the workspace",
        setup(esbuild) {
          esbuild.onResolve({ filter: /^[^./]/ }, ({ path, kind, importer }) => {
            if (kind === "entry-point" || COMPILED.test(path)) return null;
            // The packages' own dependencies are compiled in, because the programs cannot import them.
            const isOwn = INSIDE_CORE.test(importer)
              ? !/^(?:node:|undici$)/.test(path)
              : /^zod(?:\/|$)/.test(path);
            return isOwn ? null : { path, external: true };
          });
          esbuild.onLoad({ filter: /__\d+\.ts$/ }, ({ path }) => {
            const program = programs.find(({ fileName }) => fileName === basename(path));
            return { contents: replacePorts(program?.source ?? "", ports), loader: "ts" };
          });
        },
      },
    ],
  });
}

/** Replaces the ports of local addresses in a text. */
export function replacePorts(text: string, ports: Readonly<Record<string, number>>): string {
  return text.replaceAll(/\b127\.0\.0\.1:(\d+)/g, (_, port: string) => `127.0.0.1:${ports[port] ?? port}`);
}

/** The outcome of a program. `failure` is `null` for exit code 0. */
export type Run = { readonly failure: string | null; readonly output: string };

type RunOptions = { readonly cwd: string; readonly env?: NodeJS.ProcessEnv; readonly timeout?: number };

/** Runs a program on this Node. */
export function runNode(args: readonly string[], options: RunOptions): Promise<Run> {
  const all = { maxBuffer: 2 ** 24, encoding: "utf8", killSignal: "SIGKILL", ...options } as const;
  return new Promise((resolve) => {
    execFile(process.execPath, args, all, (error, output, errors) => {
      const how = error?.killed === true ? `killed after ${options.timeout} ms` : `exit code ${error?.code}`;
      resolve({ failure: error === null ? null : `${how}\n${output}${errors}`, output });
    });
  });
}

/**
 * Type-checks all programs at once, as strictly as the workspace's code, against the public names of the packages.
 *
 * @param folder - The folder of their sources, from which their packages can be resolved.
 * @param tsc - The compiler; the workspace's by default.
 * @returns the errors, one per line, with document and line.
 */
export async function checkPrograms(
  programs: readonly Program[],
  folder: string,
  tsc: string = join(ROOT, "node_modules", "typescript", "bin", "tsc"),
): Promise<readonly string[]> {
  const config = {
    extends: join(ROOT, "tsconfig.base.json"),
    // Users may use parameter properties and, for Nest, decorators.
    compilerOptions: { types: ["node"], erasableSyntaxOnly: false, experimentalDecorators: true },
    files: programs.map(({ fileName }) => fileName),
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
  const { failure, output } = await runNode([tsc, "-p", folder, "--pretty", "false"], { cwd: folder });
  const lines = output.split("\n").filter((line) => line !== "");
  // A compiler that crashed has checked nothing.
  if (failure !== null && lines.length === 0) return [`tsc found no errors, but failed: ${failure.trim()}`];
  return lines.map((line) =>
    line.replace(
      /^(\S+?)__\d+\.ts\((\d+),\d+\)/,
      (_, file: string, at: string) => `${file.replaceAll("__", "/")}:${at}`,
    ),
  );
}

const ENVIRONMENT = fileURLToPath(new URL("environment.ts", import.meta.url));
const RUN_TIMEOUT_MS = 40_000;

/**
 * Runs a compiled program in its own process, in which an emulator replaces Hive and there is no other network.
 *
 * @param desk - The folder in which it runs, with the files that the documents mention.
 */
export function runProgram(
  program: Program,
  { folder, desk }: { readonly folder: string; readonly desk: string },
): Promise<Run> {
  const compiled = join(folder, "out", `${basename(program.fileName, ".ts")}.js`);
  const env = {
    PATH: process.env["PATH"],
    HIVE_API_KEY: "YOUR_KEY",
    CALLBACK_SECRET: "0123456789abcdef0123456789abcdef",
    PORT: "0",
    NODE_NO_WARNINGS: "1",
    NO_COLOR: "1",
    // All programs load the same emulator.
    NODE_COMPILE_CACHE: join(folder, "cache"),
  };
  const args = ["--enable-source-maps", "--import", ENVIRONMENT, compiled];
  return runNode(args, { cwd: desk, env, timeout: RUN_TIMEOUT_MS });
}

/**
 * Returns a function that compares a program's output with the document. Ignores trailing spaces. `…` on its own line
 * matches any lines; within a line, it matches any characters.
 */
export function showsOutput(shown: string): (printed: string) => boolean {
  const lines = shown.trim().split("\n");
  const pattern = lines.map((line) =>
    line.trim() === "…"
      ? "(?:.*\\n)*"
      : `${line
          .trimEnd()
          .split("…")
          .map((part) => RegExp.escape(part))
          .join(".*")}\\s*\\n`,
  );
  const whole = new RegExp(`^${pattern.join("")}$`);
  return (printed) => whole.test(`${printed.trim()}\n`);
}
