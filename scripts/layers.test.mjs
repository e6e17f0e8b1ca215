import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { PINNED_NODE, ROOT } from "./workspace.mjs";

const DEPCRUISE = join(ROOT, "scripts", "node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs");
/** The violated rule (null if none is reported for that file), the file that gets an import, and the import. */
const PLANTS = [
  ["no-circular-files", "core/src/result/one.ts", "./two.ts"],
  [null, "core/src/result/two.ts", "./three.ts"],
  [null, "core/src/result/three.ts", "./one.ts"],
  ["no-circular-folders", "core/src/callback/mutual.ts", "../policy/target.ts"],
  ["no-circular-folders", "core/src/policy/mutual.ts", "../callback/target.ts"],
  ["core-layer-error-options-result", "core/src/result/upward.ts", "../transport/target.ts"],
  ["core-layer-protocol", "core/src/protocol/top.ts", "../target.ts"],
  ["core-unknown-folder", "core/src/unlisted/folder.ts", "../target.ts"],
  ["no-relative-import-of-a-package", "core/src/by-path.ts", "../../rxjs/src/target.ts"],
  ["core-dependencies", "core/src/foreign.ts", "hono"],
  ["core-dependencies", "core/src/tests.ts", "vitest"],
  ["core-node-dependencies", "core/src/node/tests.ts", "vitest"],
  ["core-zod-in-schemas", "core/src/zod.ts", "zod"],
  ["core-zod-in-schemas", "core/src/policy/zod.ts", "../schemas.ts"],
  ["no-catch-all-names", "core/src/named.ts", "./utils.ts"],
  ["emulator-without-core", "emulator/src/core.ts", "@hivekit/core"],
  ["emulator-layer-run", "emulator/src/run/upward.ts", "../http/target.ts"],
  ["nestjs-layer-stats", "nestjs/src/stats/upward.ts", "../service/target.ts"],
  ["nestjs-unknown-folder", "nestjs/src/unlisted/folder.ts", "../target.ts"],
  ["nestjs-optional-terminus", "nestjs/src/testing.ts", "@nestjs/terminus"],
  ["nestjs-optional-emulator", "nestjs/src/health.ts", "@hivekit/emulator"],
];

test("the layer check accepts the packages", () => {
  expect(checkCopy([])).toEqual([]);
});

test("the layer check reports each planted import", () => {
  const places = PLANTS.map(([rule, file]) => [rule, rule?.endsWith("-folders") ? dirname(file) : file]);
  const expected = places
    .filter(([rule]) => rule !== null)
    .map(([rule, place]) => `${rule}: packages/${place}`);
  expect(checkCopy(PLANTS)).toEqual(expect.arrayContaining(expected));
});

/** Copies the packages, adds the planted imports, and returns the violations. */
function checkCopy(plants) {
  const home = fs.mkdtempSync(join(tmpdir(), "hivekit-layers-"));
  onTestFinished(() => fs.rmSync(home, { recursive: true, force: true }));
  // Relative links between the packages lead to the copies, all others to the installed dependencies.
  fs.symlinkSync(join(ROOT, "node_modules"), join(home, "node_modules"), "junction");
  const packages = fs.readdirSync(join(ROOT, "packages")).map((name) => join("packages", name));
  const parts = packages.flatMap((path) =>
    ["src", "node_modules", "package.json"].map((part) => join(path, part)),
  );
  for (const path of [".dependency-cruiser.mjs", "tsconfig.base.json", ...parts])
    fs.cpSync(join(ROOT, path), join(home, path), { recursive: true, verbatimSymlinks: true });
  for (const [, file, target] of plants) {
    const path = join(home, "packages", file);
    const imported = join(dirname(path), target);
    fs.mkdirSync(dirname(path), { recursive: true });
    fs.appendFileSync(path, `import type {} from "${target}";\n`);
    if (!["target.ts", "utils.ts"].includes(basename(target))) continue;
    fs.mkdirSync(dirname(imported), { recursive: true });
    fs.writeFileSync(imported, "export {};\n");
  }
  const args = [DEPCRUISE, "--config", ".dependency-cruiser.mjs", "--output-type", "json", "packages/*/src"];
  const options = { cwd: home, encoding: "utf8", maxBuffer: 2 ** 28 };
  const { stdout, stderr } = spawnSync(PINNED_NODE, args, options);
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout).summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
}
