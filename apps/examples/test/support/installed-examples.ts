import { cp, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { inject } from "vitest";

/** The examples in a folder of their own, below one in which core is installed as from npm. */
export type InstalledExamples = {
  readonly folder: string;
  /** An example with core in it, as the tools of its runtime bundle it. */
  readonly bundle: (
    example: string,
    options: { readonly format: "esm" | "iife"; readonly conditions: readonly string[] },
  ) => Promise<string>;
};

/** Copies the examples as they are. */
export async function installExamples(): Promise<InstalledExamples> {
  const folder = await mkdtemp(join(inject("packedCore"), "examples-"));
  await cp(fileURLToPath(new URL("../../src", import.meta.url)), folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  return {
    folder,
    bundle: async (example, { format, conditions }) => {
      const { outputFiles } = await build({
        entryPoints: [join(folder, example)],
        bundle: true,
        write: false,
        format,
        // Where a script's exports are found: a route's are called by Next.
        globalName: "example",
        platform: "neutral",
        mainFields: ["module", "main"],
        target: "es2023",
        conditions: [...conditions],
        logLevel: "error",
      });
      return outputFiles[0]?.text ?? "";
    },
  };
}
