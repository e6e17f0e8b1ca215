// A copy of the workspace in which the changesets have become a version, so that a dry run changes nothing.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT, runPnpm } from "./workspace.mjs";

/** What is not in git, and is packed all the same. */
const BUILT = "dist";

/**
 * Makes the copy, with what is built and what is not committed, and gives it the next version.
 *
 * @param {string} folder Where it goes; must not be there.
 * @returns {Promise<string>} the copy's folder
 */
export async function makeReleaseCopy(folder) {
  // With its history: the changelog names the commits.
  git(["clone", "--quiet", "--shared", "--no-checkout", ROOT, folder], ROOT);
  const files = git(["ls-files", "--cached", "--others", "--exclude-standard", "-z"], ROOT).split("\0");
  for (const file of files) {
    if (file === "" || !existsSync(join(ROOT, file))) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(ROOT, file), join(folder, file));
  }
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
  const names = readdirSync(join(ROOT, "packages"));
  for (const name of names) {
    const built = join(ROOT, "packages", name, BUILT);
    if (existsSync(built)) cpSync(built, join(folder, "packages", name, BUILT), { recursive: true });
  }
  // changesets calls pnpm, which is there only for what pnpm itself runs.
  const { code, output } = await runPnpm(["exec", "changeset", "version"], { cwd: folder, isQuiet: true });
  if (code !== 0) throw new Error(`No version came of the changesets:\n${output}`);
  for (const name of names) linkSiblings(folder, name);
  return folder;
}

/** pnpm reads a sibling's version where the package would find it. */
function linkSiblings(folder, name) {
  const home = join(folder, "packages", name);
  const manifest = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  for (const sibling of readdirSync(join(folder, "packages"))) {
    const full = `@hivekit/${sibling}`;
    if ([manifest.dependencies, manifest.devDependencies].every((group) => group?.[full] === undefined))
      continue;
    const link = join(home, "node_modules", "@hivekit", sibling);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(folder, "packages", sibling), link, "junction");
  }
}

function git(args, cwd) {
  return execFileSync("git", args, { cwd, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
}
