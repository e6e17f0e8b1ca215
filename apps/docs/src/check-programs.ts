import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "./documents.ts";
import type { Program } from "./read-programs.ts";

const TSC = join(ROOT, "node_modules", "typescript", "bin", "tsc");

type Ending = { readonly code?: number | string; readonly stdout: string; readonly stderr: string };

/**
 * Type-checks all programs at once, as strictly as the workspace, against the packages by their public names.
 *
 * @param folder - Where their sources are, and where they find the packages.
 * @param tsc - The compiler; the workspace's by default.
 * @returns what TypeScript complains of, a line each, with document and line; empty if there is nothing.
 */
export async function checkPrograms(
  programs: readonly Program[],
  folder: string,
  tsc: string = TSC,
): Promise<readonly string[]> {
  const config = {
    extends: join(ROOT, "tsconfig.base.json"),
    // Users' code may have what ours has not: parameter properties, and decorators for Nest.
    compilerOptions: { types: ["node"], erasableSyntaxOnly: false, experimentalDecorators: true },
    files: programs.map(({ fileName }) => fileName),
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
  const ending: Ending = await promisify(execFile)(
    process.execPath,
    [tsc, "-p", folder, "--pretty", "false"],
    { cwd: folder, maxBuffer: 2 ** 24 },
  ).then(
    (output) => ({ code: 0, ...output }),
    (error: Ending) => error,
  );
  const lines = ending.stdout.split("\n").filter((line) => line !== "");
  // One that fell over has found nothing, which proves nothing.
  if (ending.code !== 0 && lines.length === 0) {
    return [`tsc ended with ${ending.code ?? "a signal"} and found nothing: ${ending.stderr.trim()}`];
  }
  return lines.map((line) =>
    line.replace(
      /^(\S+?)__\d+\.ts\((\d+),\d+\)/,
      (_, file: string, at: string) => `${file.replaceAll("__", "/")}:${at}`,
    ),
  );
}
