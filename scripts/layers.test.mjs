import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { PINNED_NODE, ROOT } from "./workspace.mjs";

const DEPCRUISE = join(ROOT, "scripts", "node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs");
const CORE = "packages/core";

test("the check of the layers accepts core as it is", () => {
  expect(checkCopy({})).toEqual([]);
});

test("the check of the layers reports circles, upward imports and foreign dependencies", () => {
  const violations = checkCopy({
    "result/circle-one.ts": "./circle-two.ts",
    "result/circle-two.ts": "./circle-three.ts",
    "result/circle-three.ts": "./circle-one.ts",
    "callback/mutual.ts": "../policy/target.ts",
    "policy/mutual.ts": "../callback/target.ts",
    "result/upward.ts": "../transport/target.ts",
    "protocol/top.ts": "../target.ts",
    "unlisted/folder.ts": "../target.ts",
    "by-path.ts": "../../rxjs/src/target.ts",
    "foreign.ts": "hono",
  });
  const expected = [
    "no-circular-files: result/circle-one.ts",
    "no-circular-folders: callback",
    "no-circular-folders: policy",
    "core-layer-error-options-result: result/upward.ts",
    "core-layer-protocol: protocol/top.ts",
    "core-unknown-folder: unlisted/folder.ts",
    "no-relative-import-of-a-package: by-path.ts",
    "core-dependencies: foreign.ts",
  ];
  expect(violations).toEqual(expect.arrayContaining(expected));
});

/** Copies core, adds files that import one module each, and returns the violations: the rule, and the file or folder. */
function checkCopy(planted) {
  const home = fs.mkdtempSync(join(tmpdir(), "hivekit-layers-"));
  onTestFinished(() => fs.rmSync(home, { recursive: true, force: true }));
  for (const path of [
    ".dependency-cruiser.mjs",
    "tsconfig.base.json",
    `${CORE}/src`,
    `${CORE}/package.json`,
  ]) {
    fs.cpSync(join(ROOT, path), join(home, path), { recursive: true });
  }
  fs.symlinkSync(join(ROOT, CORE, "node_modules"), join(home, CORE, "node_modules"), "junction");
  for (const [file, target] of Object.entries(planted)) {
    const path = join(home, CORE, "src", file);
    fs.mkdirSync(dirname(path), { recursive: true });
    fs.writeFileSync(path, `import type {} from "${target}";\n`);
    if (!target.endsWith("/target.ts")) continue;
    fs.mkdirSync(dirname(join(dirname(path), target)), { recursive: true });
    fs.writeFileSync(join(dirname(path), target), "export {};\n");
  }
  const args = [DEPCRUISE, "--config", ".dependency-cruiser.mjs", "--output-type", "json", "packages/*/src"];
  const options = { cwd: home, encoding: "utf8", maxBuffer: 2 ** 28 };
  const { stdout, stderr } = spawnSync(PINNED_NODE, args, options);
  if (stdout === "") throw new Error(stderr);
  const { violations } = JSON.parse(stdout).summary;
  return violations.map(({ rule, from }) => `${rule.name}: ${from.replace(`${CORE}/src/`, "")}`);
}
