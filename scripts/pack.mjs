// Packing the packages as they would be published.

import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run, runPnpm } from "./workspace.mjs";

/**
 * Packs all packages, the most basic one first; they must have been built.
 *
 * @param {string} folder Where the tarballs go; made if it is not there.
 * @param {string} [root] The workspace, or a copy of it.
 * @returns {Promise<{ name: string, manifest: object, tarball: string }[]>} name: without the scope; manifest: as in the workspace
 */
export async function pack(folder, root = ROOT) {
  mkdirSync(folder, { recursive: true });
  const packed = [];
  for (const name of packageNames(root)) {
    const home = join(root, "packages", name);
    const manifest = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
    const args = ["--dir", home, "pack", "--pack-destination", folder];
    const { code, output } = await runPnpm(args, { isQuiet: true, cwd: root });
    if (code !== 0) throw new Error(`${manifest.name} could not be packed:\n${output}`);
    packed.push({ name, manifest, tarball: join(folder, `hivekit-${name}-${manifest.version}.tgz`) });
  }
  return packed;
}

/** Unpacks a tarball, and returns the folder that it holds. */
export async function unpack(tarball, folder) {
  mkdirSync(folder, { recursive: true });
  const { code, output } = await run("tar", ["-xzf", tarball, "-C", folder], { isQuiet: true });
  if (code !== 0) throw new Error(`${tarball} could not be unpacked:\n${output}`);
  return join(folder, "package");
}

/** The packages by the order in which they are built upon each other. */
function packageNames(root) {
  const order = ["core", "rxjs", "nestjs", "emulator"];
  const names = readdirSync(join(root, "packages")).filter((name) =>
    existsSync(join(root, "packages", name, "package.json")),
  );
  return names.toSorted((one, other) => order.indexOf(one) - order.indexOf(other));
}
