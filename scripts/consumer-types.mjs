// Type-checks a project outside of the workspace as its users may have set TypeScript up.

import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PINNED_NODE, run } from "./workspace.mjs";

const RESOLUTIONS = { nodenext: "nodenext", bundler: "esnext" };
const LIBRARIES = { "no DOM": ["es2023"], DOM: ["es2023", "dom", "dom.iterable"] };

const ALL_CELLS = Object.keys(RESOLUTIONS).flatMap((resolution) =>
  Object.keys(LIBRARIES).map((lib) => ({ resolution, lib })),
);
/** Each resolution, and each set of libraries, once. */
const DIAGONAL = [
  { resolution: "nodenext", lib: "no DOM" },
  { resolution: "bundler", lib: "DOM" },
];

/** How a project is checked with one TypeScript. The older ones, which are slow, check all combinations where a main entry is used first. */
export function cellsOf(project, tsc) {
  return project.isVariant && tsc.version !== "7" ? DIAGONAL : ALL_CELLS;
}

/**
 * Checks all modules of a project.
 *
 * @returns {Promise<{ errors: string[], foreign: Record<string, string[]> }>} errors: what is ours, or unexpected; foreign: by the package in whose own declarations they are
 */
export async function checkConsumer(project, { home, tsc, cell }) {
  const isModuleOf = (file) =>
    /(?<!\.d)\.ts$/.test(file) || (cell.resolution === "nodenext" && file.endsWith(".cts"));
  const files = readdirSync(home).filter((file) => isModuleOf(file) && file !== "must-fail.ts");
  const lines = await compile(project, { home, tsc, cell, files, purpose: "use" });
  return sortLines(lines, project);
}

function sortLines(lines, project) {
  const foreign = {};
  const errors = [];
  for (const line of lines) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(line)?.[1];
    if (name !== undefined && isAllowed(name, project.foreign ?? [])) (foreign[name] ??= []).push(line);
    else errors.push(line);
  }
  return { errors, foreign };
}

/** Checks that a wrong call is refused, there and for nothing else; returns what is wrong with that. */
export async function checkRefusal(project, { home, tsc }) {
  writeFileSync(join(home, "must-fail.ts"), project.mustFail);
  const cell = { resolution: "nodenext", lib: "no DOM" };
  const lines = await compile(project, { home, tsc, cell, files: ["must-fail.ts"], purpose: "refusal" });
  const { errors } = sortLines(lines, project);
  const isRefused =
    errors.length === 1 && /^must-fail\.ts\(2,\d+\): error TS(?:2322|2345|2769)/.test(errors[0]);
  return isRefused
    ? []
    : [`a wrong call was not refused, or not that alone: ${errors.join(" | ") || "no error"}`];
}

/** The errors that TypeScript finds, a line each. Several of these run at once in a folder: the purpose keeps them apart. */
async function compile(project, { home, tsc, cell, files, purpose }) {
  const hasDom = cell.lib === "DOM";
  const config = {
    compilerOptions: {
      noEmit: true,
      target: "es2023",
      lib: LIBRARIES[cell.lib],
      module: RESOLUTIONS[cell.resolution],
      moduleResolution: cell.resolution,
      // Without the DOM library somebody has to know URL, Blob and fetch.
      types: hasDom && project.isOfNode !== true ? [] : ["node"],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      experimentalDecorators: true,
      skipLibCheck: false,
    },
    files,
  };
  const name = `tsconfig.${[tsc.version, cell.resolution, hasDom ? "dom" : "plain", purpose].join("-")}.json`;
  writeFileSync(join(home, name), JSON.stringify(config));
  const { code, output } = await run(PINNED_NODE, [tsc.program, "--pretty", "false", "-p", name], {
    cwd: home,
    isQuiet: true,
  });
  const lines = output.split("\n").filter((line) => /error TS\d+/.test(line));
  return code !== 0 && lines.length === 0 ? [output.trim() || `tsc ended with ${code}`] : lines;
}

function isAllowed(name, patterns) {
  return patterns.some((pattern) =>
    pattern.endsWith("/*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}
