import { spawn } from "node:child_process";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Program } from "./read-programs.ts";

const SURROUNDINGS = fileURLToPath(new URL("surroundings.ts", import.meta.url));
const EVALUATE = fileURLToPath(new URL("evaluate.ts", import.meta.url));
const PATIENCE_MS = 40_000;

/** How a program ended. */
export type Run = {
  /** `null` if it went well; else why not, with what it wrote to its standard error. */
  readonly failure: string | null;
  /** What it printed. */
  readonly output: string;
};

/**
 * Runs a compiled program in a process of its own, in which Hive is an emulator and nothing else of the network is there.
 *
 * @param folder - Where its source is; the compiled one is in `out`.
 * @param desk - The folder that it runs in, with the files that the documents name.
 */
export function runProgram(
  program: Program,
  { folder, desk }: { readonly folder: string; readonly desk: string },
): Promise<Run> {
  const compiled = join(folder, "out", `${basename(program.fileName, ".ts")}.js`);
  const child = spawn(
    process.execPath,
    ["--enable-source-maps", "--import", SURROUNDINGS, EVALUATE, compiled],
    {
      cwd: desk,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"],
        HIVE_API_KEY: "YOUR_KEY",
        CALLBACK_SECRET: "0123456789abcdef0123456789abcdef",
        PORT: "0",
        NODE_NO_WARNINGS: "1",
        NO_COLOR: "1",
        // Every block loads the same emulator.
        NODE_COMPILE_CACHE: join(folder, "cache"),
      },
    },
  );
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (errors += String(chunk)));
  return new Promise((resolve, reject) => {
    const patience = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(patience);
      const how = signal === null ? `exit code ${code}` : `it did not end within ${PATIENCE_MS} ms`;
      resolve({ failure: code === 0 ? null : `${how}\n${output}${errors}`, output });
    });
  });
}
