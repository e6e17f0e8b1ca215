import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { inject } from "vitest";

/** The suite beside the packed core. */
export type PackedSuite = {
  /** The program for runtimes that are processes: it imports the package by its name, out of `node_modules`. */
  readonly processPath: string;
  /** A program with core in it, as bundlers make it for runtimes that cannot import a package. */
  readonly bundle: (program: "worker" | "edge" | "page", conditions: readonly string[]) => Promise<string>;
};

/** Puts the built suite beside the packed core. */
export async function installSuite(): Promise<PackedSuite> {
  const folder = inject("packedCore");
  await cp(fileURLToPath(new URL("../../dist/programs", import.meta.url)), join(folder, "programs"), {
    recursive: true,
  });
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
  };
}
