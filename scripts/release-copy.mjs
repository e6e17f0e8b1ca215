// A copy of the workspace in which the changesets have become a version, so that a dry run changes nothing.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
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
  // Only this: pnpm, which changesets calls, may change what it finds in the copy.
  mkdirSync(join(folder, "node_modules", "@changesets"), { recursive: true });
  const changesets = join("node_modules", "@changesets", "cli");
  symlinkSync(join(ROOT, changesets), join(folder, changesets), "junction");
  const names = readdirSync(join(ROOT, "packages"));
  for (const name of names) {
    const built = join(ROOT, "packages", name, BUILT);
    if (existsSync(built)) cpSync(built, join(folder, "packages", name, BUILT), { recursive: true });
  }
  // Run by pnpm, so that there is one to call; in the workspace, since pnpm would first install the copy.
  const changeset = pathToFileURL(join(ROOT, changesets, "bin.js")).href;
  const program = [
    `process.chdir(${JSON.stringify(folder)})`,
    `process.argv.splice(1, Infinity, "changeset", "version")`,
    `await import(${JSON.stringify(changeset)})`,
  ].join(";\n");
  const args = ["exec", "node", "--input-type=module", "--eval", program];
  const { code, output } = await runPnpm(args, { isQuiet: true });
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
