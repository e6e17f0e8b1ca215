import { cp, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { inject } from "vitest";

/** A copy of the examples, in a folder in which core is installed as if from npm. */
export type InstalledExamples = {
  readonly folder: string;
  /** Bundles an example with core, as the tools of its runtime do. */
  readonly bundle: (
    example: string,
    options: { readonly format: "esm" | "iife"; readonly conditions: readonly string[] },
  ) => Promise<string>;
};

/** Copies the examples without changes. */
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
        // The global name of the exports. Next.js calls the exports of a route.
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
