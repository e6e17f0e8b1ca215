import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";

/** The suite beside the packed core, in a folder of its own. */
export type PackedSuite = {
  /** The program for runtimes that are processes: it imports the package by its name, out of `node_modules`. */
  readonly processPath: string;
  /** A program with core in it, as bundlers make it for runtimes that cannot import a package. */
  readonly bundle: (program: "worker" | "edge" | "page", conditions: readonly string[]) => Promise<string>;
  /** Removes the folder. */
  readonly remove: () => Promise<void>;
};

const run = promisify(execFile);
const fileAt = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const ROOT = fileAt("../../../..");

/** Packs core, unpacks it outside of the workspace with the dependencies of the lockfile, and puts the built suite beside it. */
export async function packSuite(): Promise<PackedSuite> {
  const folder = await mkdtemp(join(tmpdir(), "hivekit-runtimes-"));
  const core = join(folder, "node_modules", "@hivekit", "core");
  await mkdir(core, { recursive: true });
  await run(process.execPath, [join(ROOT, "scripts", "build-and-pack.mjs"), folder, "core"], { cwd: ROOT });
  const tarball = (await readdir(folder)).find((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error("Nothing was packed.");
  await run("tar", ["-xzf", join(folder, tarball), "-C", core, "--strip-components=1"]);
  const { dependencies }: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
    await readFile(join(core, "package.json"), "utf8"),
  );
  for (const name of Object.keys(dependencies)) {
    const home = await realpath(join(ROOT, "packages", "core", "node_modules", name));
    await cp(home, join(folder, "node_modules", name), { recursive: true });
  }
  const programs = fileAt("../../dist/programs");
  await cp(programs, join(folder, "programs"), { recursive: true });
  return {
    processPath: join(folder, "programs", "process-program.js"),
    bundle: async (program, conditions) => {
      const { outputFiles } = await build({
        entryPoints: [join(folder, "programs", `${program}-program.js`)],
        bundle: true,
        write: false,
        format: program === "edge" ? "iife" : "esm",
        platform: program === "page" ? "browser" : "neutral",
        mainFields: ["module", "main"],
        target: "es2023",
        conditions: [...conditions],
        logLevel: "error",
      });
      return outputFiles[0]?.text ?? "";
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
