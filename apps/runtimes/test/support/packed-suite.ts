import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { inject } from "vitest";

/** The suite, installed next to the packed core. */
export type PackedSuite = {
  /** The program for runtimes that are processes. It imports core from `node_modules`. */
  readonly processPath: string;
  /** Bundles a program with core, for runtimes that cannot import packages. */
  readonly bundle: (program: "worker" | "edge" | "page", conditions: readonly string[]) => Promise<string>;
};

/** Copies the built suite next to the packed core. */
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
