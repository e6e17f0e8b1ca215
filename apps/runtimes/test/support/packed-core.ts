import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** A folder outside of the workspace in which core is installed as if from npm. */
export type PackedCore = {
  readonly folder: string;
  /** Removes the folder. */
  readonly remove: () => Promise<void>;
};

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../../..", import.meta.url));

/**
 * Packs core and installs it outside of the workspace, with copies of its dependencies from the workspace. Downloads
 * nothing.
 */
export async function packCore(): Promise<PackedCore> {
  const folder = await mkdtemp(join(tmpdir(), "hivekit-packed-"));
  const core = join(folder, "node_modules", "@hivekit", "core");
  await mkdir(core, { recursive: true });
  await run(process.execPath, [join(ROOT, "scripts", "pack.mjs"), folder, "core"], { cwd: ROOT });
  const tarball = (await readdir(folder)).find((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error("No tarball was packed.");
  await run("tar", ["-xzf", join(folder, tarball), "-C", core, "--strip-components=1"]);
  const { dependencies }: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
    await readFile(join(core, "package.json"), "utf8"),
  );
  for (const name of Object.keys(dependencies)) {
    const source = await realpath(join(ROOT, "packages", "core", "node_modules", name));
    await cp(source, join(folder, "node_modules", name), { recursive: true });
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
