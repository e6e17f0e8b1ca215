// What a push to main asks of release.yml; run there, it writes the answer to the job's outputs: node scripts/release-state.mjs

import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { registryState, UNRELEASED } from "./release-conditions.mjs";
import { ROOT } from "./workspace.mjs";

/**
 * What is to be done.
 *
 * @param {{ pending: number, version: string, states: readonly ("there" | "not there" | "unknown")[] }} facts
 *   pending: changesets that no version holds; states: of each package in this version, on the registry
 * @returns {{ propose: boolean, publish: boolean, warning: string | null }} propose: a pull request that makes a version
 * @throws Error if that depends on a registry that does not answer.
 */
export function decideRelease({ pending, version, states }) {
  const isMissing = version !== UNRELEASED && states.includes("not there");
  if (pending > 0) {
    const warning = `${version} is not on the registry, and this commit cannot publish it, because it holds changes of the next version. Unless the run of the commit that made ${version} is still going, run it again.`;
    return { propose: true, publish: false, warning: isMissing ? warning : null };
  }
  if (version !== UNRELEASED && !isMissing && states.includes("unknown"))
    throw new Error(`The registry does not say whether it has ${version}: run this job again.`);
  return { propose: false, publish: isMissing, warning: null };
}

/** The changesets that no version holds yet, by their files' names. */
export function readChangesets() {
  return readdirSync(join(ROOT, ".changeset")).filter((name) => name.endsWith(".md") && name !== "README.md");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const manifests = readdirSync(join(ROOT, "packages")).map((name) =>
    JSON.parse(readFileSync(join(ROOT, "packages", name, "package.json"), "utf8")),
  );
  // All packages carry one version.
  const [{ version }] = manifests;
  const states = version === UNRELEASED ? [] : await Promise.all(manifests.map(registryState));
  const { propose, publish, warning } = decideRelease({ pending: readChangesets().length, version, states });
  const lines = Object.entries({ propose, publish, version }).map(([name, value]) => `${name}=${value}\n`);
  process.stdout.write(lines.join(""));
  if (warning !== null) console.log(`::warning::${warning}`);
  if (process.env.GITHUB_OUTPUT !== undefined) appendFileSync(process.env.GITHUB_OUTPUT, lines.join(""));
}
