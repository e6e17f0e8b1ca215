// What must be true before anything is published.

import { run } from "./workspace.mjs";

/** The first npm that publishes without a token, on the word of the CI that runs it. */
const LEAST_NPM = [11, 5, 1];

/** What packages are called before their first version. */
export const UNRELEASED = "0.0.0";

/**
 * Why nothing may be published from here; empty if it may.
 *
 * @param {{ pending: readonly string[], versions: readonly string[], env: Record<string, string | undefined>, npmVersion: string, changes: number }} facts
 *   pending: changesets that no version holds; versions: of the packages; changes: files that differ from the commit
 * @returns {string[]} each a sentence that says what to do
 */
export function reasonsNotToPublish({ pending, versions, env, npmVersion, changes }) {
  const reasons = [];
  if (env.GITHUB_ACTIONS !== "true") {
    reasons.push(
      "This is not GitHub Actions, so nobody could prove where the packages come from: let .github/workflows/release.yml publish.",
    );
  } else if (!env.ACTIONS_ID_TOKEN_REQUEST_URL || !env.ACTIONS_ID_TOKEN_REQUEST_TOKEN) {
    reasons.push(
      "The job may not ask for an identity, which provenance is signed with: give it the permission id-token: write.",
    );
  }
  // What stands on main was looked at by somebody; what a pull request or another branch holds may come from anybody.
  if (
    env.GITHUB_ACTIONS === "true" &&
    (env.GITHUB_REF !== "refs/heads/main" || env.GITHUB_EVENT_NAME !== "push")
  ) {
    reasons.push(
      `This is a ${env.GITHUB_EVENT_NAME} of ${env.GITHUB_REF}: only a push to main publishes, so merge it first.`,
    );
  }
  const [version, ...others] = new Set(versions);
  if (version === undefined || others.length > 0) {
    reasons.push(
      `The packages do not carry one version, but ${versions.join(", ") || "none"}: make one with npm run changeset -- version.`,
    );
  } else if (version === UNRELEASED) {
    reasons.push(`${UNRELEASED} is no version yet: make the first one with npm run changeset -- version.`);
  }
  if (pending.length > 0) {
    reasons.push(
      `${pending.length} changesets are in no version yet: merge the pull request that makes one of them (npm run changeset -- version).`,
    );
  }
  if (changes > 0)
    reasons.push(`${changes} files differ from the commit, which provenance would name: commit them.`);
  if (isOlder(npmVersion)) {
    reasons.push(`npm ${npmVersion} cannot publish without a token; use ${LEAST_NPM.join(".")} or later.`);
  }
  return reasons;
}

function isOlder(version) {
  const parts = version.split(".").map(Number);
  for (const [index, least] of LEAST_NPM.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return !(part > least);
  }
  return false;
}

/**
 * Asks the registry for a version of a package.
 *
 * @returns {Promise<"there" | "not there" | "unknown">} `unknown`: the registry did not answer
 */
export async function registryState({ name, version }) {
  const { code, output } = await run("npm", ["view", `${name}@${version}`, "version", "--json"], {
    isQuiet: true,
  });
  // A package that is there without this version is an empty answer, not an error.
  if (code === 0) return output.includes(version) ? "there" : "not there";
  return output.includes("E404") ? "not there" : "unknown";
}
