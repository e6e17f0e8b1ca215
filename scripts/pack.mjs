// Packs packages as for publishing. On the command line, builds them first: node scripts/pack.mjs FOLDER core rxjs

import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, main, runPnpm } from "./workspace.mjs";

/**
 * Packs packages into a folder. The packages must be built.
 *
 * @param {string} folder
 * @param {readonly string[]} [names] Without the scope; all packages by default.
 * @returns {Promise<Record<string, string>>} The paths of the tarballs by package name, without the scope.
 */
export async function pack(folder, names = ["*"]) {
  mkdirSync(folder, { recursive: true });
  const filters = names.map((name) => `--filter=./packages/${name}`);
  const { code, output } = await runPnpm(["--recursive", ...filters, "pack", "--pack-destination", folder], {
    isQuiet: true,
  });
  if (code !== 0) throw new Error(`pnpm pack failed:\n${output}`);
  const tarballs = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  return Object.fromEntries(
    tarballs.map((file) => [/^hivekit-([a-z]+)-/.exec(file)?.[1], join(folder, file)]),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [folder, ...names] = process.argv.slice(2);
  await main(async () => {
    await build(names.map((name) => `@hivekit/${name}`));
    return Object.keys(await pack(folder, names)).length === names.length ? 0 : 1;
  });
}
