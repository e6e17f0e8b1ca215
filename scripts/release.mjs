// npm run release -- --dry-run: what would be published, and why it could not be. --files lists each file. npm run release: publishes, in CI alone.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeTarball } from "./describe-tarball.mjs";
import { pack, unpack } from "./pack.mjs";
import { reasonsNotToPublish, registryState } from "./release-conditions.mjs";
import { makeReleaseCopy } from "./release-copy.mjs";
import { readChangesets } from "./release-state.mjs";
import { build, install, main, ROOT, run, step } from "./workspace.mjs";

const args = new Set(process.argv.slice(2));
// `npm run release --dry-run`, without the dashes between, keeps the option for npm itself and says so here.
const isDryRun = args.delete("--dry-run") || process.env.npm_config_dry_run === "true";
// pnpm would take it for its own, too.
delete process.env.npm_config_dry_run;
const hasFiles = args.delete("--files");

await main(async () => {
  if (args.size > 0) {
    console.error(`No such option: ${[...args].join(" ")}; known are --dry-run and --files.`);
    return 2;
  }
  const pending = readChangesets();
  const reasons = reasonsNotToPublish({
    pending,
    versions: readVersions(),
    env: process.env,
    npmVersion: npmVersion(),
    changes: changes(),
  });
  if (!isDryRun && reasons.length > 0) {
    console.error("Not published:");
    for (const reason of reasons) console.error(`  - ${reason}`);
    console.error("To see what a release would be: npm run release -- --dry-run");
    return 1;
  }
  await install("all");
  await build();
  const folder = mkdtempSync(join(tmpdir(), "hivekit-release-"));
  try {
    const root = isDryRun ? await makeReleaseCopy(join(folder, "copy")) : ROOT;
    const packed = await pack(join(folder, "packed"), root);
    const states = await Promise.all(packed.map(({ manifest }) => registryState(manifest)));
    if (!isDryRun) return await publish(packed, states);
    await show({ packed, states, root, folder, pending });
    console.log(
      reasons.length === 0 ? "\nIt can be published from here." : "\nIt cannot be published from here:",
    );
    for (const reason of reasons) console.log(`  - ${reason}`);
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Of the packages, as they are here. */
function readVersions() {
  return readdirSync(join(ROOT, "packages")).map(
    (name) => JSON.parse(readFileSync(join(ROOT, "packages", name, "package.json"), "utf8")).version,
  );
}

function npmVersion() {
  return execFileSync("npm", ["--version"], { encoding: "utf8", shell: process.platform === "win32" }).trim();
}

/** What differs from the commit that provenance would name. */
function changes() {
  const output = execFileSync("git", ["status", "--porcelain"], { cwd: ROOT, encoding: "utf8" }).trim();
  return output === "" ? 0 : output.split("\n").length;
}

async function show({ packed, states, root, folder, pending }) {
  const versions = new Set(packed.map(({ manifest }) => manifest.version));
  console.log(
    `\nVersion ${[...versions].join(", ")}, of ${pending.length} changesets: ${pending.join(", ") || "none"}`,
  );
  for (const [index, { name, manifest, tarball }] of packed.entries()) {
    const unpacked = await unpack(tarball, join(folder, "unpacked", name));
    const changelog = join(root, "packages", name, "CHANGELOG.md");
    console.log(describeTarball({ manifest, tarball, unpacked, changelog, state: states[index], hasFiles }));
  }
}

/** Publishes what the registry does not have, the most basic package first: a run that was cut short can be repeated. */
async function publish(packed, states) {
  for (const [index, { manifest, tarball }] of packed.entries()) {
    const title = `${manifest.name}@${manifest.version}`;
    if (states[index] === "there") console.log(`${title} is already there`);
    else
      await step(`Publish ${title}`, () =>
        run("npm", ["publish", tarball, "--provenance", "--access", "public"], { isQuiet: true }),
      );
  }
  return 0;
}
