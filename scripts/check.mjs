// npm run check: what CI does, in the same order. npm run check -- lint format: single steps.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pack } from "./pack.mjs";
import { install, main, PINNED_NODE, run, runPnpm, runTool, step } from "./workspace.mjs";

const quiet = { isQuiet: true };

const STEPS = {
  lint: () => runTool("oxlint", ["--deny-warnings"], quiet),
  format: () => runTool("oxfmt", ["--check"], quiet),
  types: checkTypes,
  build: () => runPnpm(["exec", "turbo", "run", "build"], quiet),
  // After the build, because it reads the declarations, too.
  house: () => run(PINNED_NODE, ["scripts/check-house.mjs"], quiet),
  size: () => run(PINNED_NODE, ["scripts/check-size.mjs"]),
  packages: checkPackages,
  unused: () => runTool("knip", [], quiet),
  tests: () => runTool("vitest", ["run"], quiet),
};

/** Only when asked for by name: they install from the registry. */
const ON_REQUEST = {
  consumers: () => run(PINNED_NODE, ["scripts/check-consumers.mjs"]),
  nest: checkNestApps,
};

await main(async () => {
  const known = { ...STEPS, ...ON_REQUEST };
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(STEPS);
  const unknown = names.filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0) {
    console.error(`No such step: ${unknown.join(", ")}; known are ${Object.keys(known).join(", ")}.`);
    return 2;
  }
  await install("all");
  for (const name of names) await step(name, known[name]);
  return 0;
});

/** The workspace's own files, then each package and app. */
async function checkTypes() {
  const own = await runTool("tsc", ["-p", "tsconfig.json"], quiet);
  return own.code === 0 ? runPnpm(["exec", "turbo", "run", "typecheck"], quiet) : own;
}

/** Starts apps that are made from the packed packages, outside of the workspace. */
async function checkNestApps() {
  const built = await runPnpm(
    ["exec", "turbo", "run", "build", "--filter=@hivekit/nestjs", "--filter=@hivekit/emulator"],
    quiet,
  );
  return built.code === 0 ? run(PINNED_NODE, ["scripts/check-nest-apps.mjs"]) : built;
}

/** Packs each package as it would be published, and has the tarballs judged. */
async function checkPackages() {
  const folder = mkdtempSync(join(tmpdir(), "hivekit-packed-"));
  try {
    for (const { tarball } of await pack(folder)) {
      for (const [tool, ...args] of [
        ["publint", "run", tarball, "--strict"],
        ["attw", tarball, "--profile", "esm-only"],
      ]) {
        const judged = await runTool(tool, args, quiet);
        if (judged.code !== 0) return judged;
      }
    }
    return { code: 0, output: "" };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
