import { build } from "esbuild";
import { basename, join } from "node:path";
import type { Program } from "./read-programs.ts";

/** Compiled into the programs: in the workspace these packages export their source, and Node cannot run decorators. */
const COMPILED = /^@hivekit\/(?:core|rxjs|nestjs)(?:\/|$)/;

/**
 * Compiles the programs that are to run, with source maps; the emulator and all that is not the workspace's stay outside.
 *
 * @param folder - Where their sources are; the compiled ones are put into `out` in it.
 * @param ports - What stands for the ports that the documents name, which may be taken.
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
        name: "packages of the workspace only",
        setup(esbuild) {
          esbuild.onResolve({ filter: /^[^./]/ }, ({ path, kind, importer }) => {
            if (kind === "entry-point" || COMPILED.test(path)) return null;
            // What core itself needs, its users do not have.
            return /[\\/]packages[\\/]core[\\/]|[\\/]node_modules[\\/]\.pnpm[\\/](?:ky|zod)@/.test(
              importer,
            ) && !/^(?:node:|undici$)/.test(path)
              ? null
              : { path, external: true };
          });
          esbuild.onLoad({ filter: /__\d+\.ts$/ }, async ({ path }) => {
            const program = programs.find(({ fileName }) => fileName === basename(path));
            const contents = (program?.source ?? "").replaceAll(
              /\b127\.0\.0\.1:(\d+)/g,
              (address, port: string) => (ports[port] === undefined ? address : `127.0.0.1:${ports[port]}`),
            );
            return { contents, loader: "ts" };
          });
        },
      },
    ],
  });
}
