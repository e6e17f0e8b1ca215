// npm run check:packages, npm run check -- consumers, or of what is built node scripts/check-consumers.mjs [PROJECT ...]: the packed packages, looked
// through, installed in fresh projects outside of the workspace, and used there as users do. Needs the npm registry.

import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { PROJECTS } from "./consumer-projects.mjs";
import { cellsOf, checkConsumer, checkRefusal } from "./consumer-types.mjs";
import { judgeTarball } from "./judge-tarball.mjs";
import { pack, unpack } from "./pack.mjs";
import { printTable } from "./print-table.mjs";
import { PINNED_NODE, ROOT, run } from "./workspace.mjs";

const OLDEST_NODE = "22.12.0";
const TYPES_OF_NODE = "22.19.1";
/** The third one is the workspace's own. */
const TYPESCRIPTS = { 5.8: "5.8.3", 6: "6.0.3" };
/** What our packages can do without. */
const OPTIONAL = [
  "@hivekit/emulator",
  "@mediabunny/server",
  "@nestjs/platform-express",
  "@nestjs/platform-fastify",
  "@nestjs/terminus",
  "mediabunny",
  "sharp",
  "undici",
  "vitest",
];
/** How long a program has to come to its end, in milliseconds: one that keeps something open does not. */
const PATIENCE_MS = 60_000;

const named = process.argv.slice(2);
const unknown = named.filter((name) => PROJECTS.every((project) => project.name !== name));
if (unknown.length > 0) {
  console.error(
    `No such project: ${unknown.join(", ")}; known are ${PROJECTS.map(({ name }) => name).join(", ")}.`,
  );
  process.exit(2);
}
const projects = PROJECTS.filter(({ name }) => named.length === 0 || named.includes(name));
const folder = realpathSync(mkdtempSync(join(tmpdir(), "hivekit-consumers-")));
const startMs = Date.now();
/** What went wrong, and where: the same often in several places. */
const failures = new Map();
const foreign = new Map();
let waiting = [];
try {
  const packed = await pack(join(folder, "packed"));
  printTable(await Promise.all(packed.map(lookThrough)));
  console.log("");
  const tools = await installTools();
  await inTurn(projects.map((project) => () => install(project, packed)));
  const rows = projects.map((project) => ({ project, row: { project: project.name } }));
  for (const { project, row } of rows) plan(project, { row, tools });
  await inTurn(waiting);
  printTable(rows.map(({ row }) => row));
  tell();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (failures.size > 0 || projects.length === 0) process.exitCode = 1;

/** The files of a tarball, as a row; what is wrong goes to the failures. */
async function lookThrough({ name, tarball }) {
  const { files, unpackedBytes, mapCount, problems } = judgeTarball(
    await unpack(tarball, join(folder, "unpacked", name)),
  );
  for (const problem of problems) fail(`tarball of ${name}`, problem);
  return {
    tarball: `@hivekit/${name}`,
    files: files.length,
    "source maps": mapCount,
    packed: kilobytes(statSync(tarball).size),
    unpacked: kilobytes(unpackedBytes),
    problems: problems.length === 0 ? "none" : problems.length,
  };
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(0)} kB`;
}

/** The oldest Node, and the TypeScripts that the workspace does not have. */
async function installTools() {
  const home = join(folder, "tools");
  const aliases = Object.entries(TYPESCRIPTS).map(([version, exact]) => [
    `typescript-${version}`,
    `npm:typescript@${exact}`,
  ]);
  // Node comes out of its package by an install script.
  await npmInstall(home, { dependencies: { node: OLDEST_NODE, ...Object.fromEntries(aliases) } });
  const program = (...path) => join(...path, "bin", "tsc");
  const compilers = aliases.map(([alias], index) => ({
    version: Object.keys(TYPESCRIPTS)[index],
    program: program(home, "node_modules", alias),
  }));
  // Numbers come first among the keys of an object.
  compilers.sort((one, other) => Number(one.version) - Number(other.version));
  return {
    nodes: [
      ["22.12", join(home, "node_modules", "node", "bin", "node")],
      ["24", PINNED_NODE],
    ],
    compilers: [...compilers, { version: "7", program: program(ROOT, "node_modules", "typescript") }],
  };
}

/** Makes a project of its own: what it writes, the tarballs, and nothing else of ours. */
async function install(project, packed) {
  const home = homeOf(project);
  cpSync(join(ROOT, "scripts", "consumers", project.folder ?? project.name), home, { recursive: true });
  const ours = packed
    .filter(({ name }) => project.packages.includes(name))
    .map(({ name, tarball }) => [`@hivekit/${name}`, `file:${tarball}`]);
  const dependencies = { ...Object.fromEntries(ours), ...project.dependencies };
  // The emulator's decoders are optional, and large.
  const flags = project.hasOptional ? ["--ignore-scripts"] : ["--ignore-scripts", "--omit=optional"];
  await npmInstall(
    home,
    { type: "module", dependencies, devDependencies: { "@types/node": TYPES_OF_NODE } },
    flags,
  );
  for (const name of project.hasOptional ? [] : OPTIONAL) {
    const isMeant = dependencies[name] !== undefined;
    if (!isMeant && existsSync(join(home, "node_modules", name)))
      fail(project.name, `${name} is installed, so nothing shows that it is optional`);
  }
  const entries = Object.entries(project.entries);
  const imports = entries.map(([name, entry]) => `import * as ${name} from "${entry}";\n`).join("");
  const requires = entries.map(([name, entry]) => `${name}: require("${entry}")`).join(", ");
  const names = entries.map(([name]) => name).join(", ");
  writeFileSync(
    join(home, "main.mjs"),
    `${imports}import { use } from "./use.cjs";\nawait use({ ${names} });\n`,
  );
  writeFileSync(
    join(home, "main.cjs"),
    `require("./use.cjs").use({ ${requires} }).catch((error) => {\n  console.error(error);\n  process.exitCode = 1;\n});\n`,
  );
}

async function npmInstall(home, manifest, flags = []) {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), JSON.stringify({ private: true, ...manifest }));
  const args = ["install", "--no-audit", "--no-fund", "--loglevel=error", ...flags];
  const { code, output } = await run("npm", args, { cwd: home, isQuiet: true });
  if (code !== 0) throw new Error(`npm install failed in ${home}:\n${output}`);
}

function homeOf({ name }) {
  return join(folder, "projects", name);
}

/** Everything that is asked of a project, as tasks that fill its row. */
function plan(project, { row, tools }) {
  for (const [version, node] of tools.nodes) {
    fill(row, { column: `import ${version}`, of: 1 }, async () =>
      runProgram(project, { node, file: "main.mjs" }),
    );
    if (project.isRunByVitest) row[`require ${version}`] = "-";
    else
      fill(row, { column: `require ${version}`, of: 1 }, async () =>
        runProgram(project, { node, file: "main.cjs" }),
      );
    const entries = project.isRunByVitest ? [] : Object.values(project.entries);
    for (const entry of entries) {
      fill(row, { column: "quiet", of: entries.length * 2 }, () => importAlone(project, { node, entry }));
    }
    if (entries.length === 0) row["quiet"] = "-";
  }
  for (const tsc of tools.compilers) {
    const column = `TS ${tsc.version}`;
    const cells = cellsOf(project, tsc);
    for (const cell of cells) {
      fill(row, { column, of: cells.length, detail: `, ${cell.resolution}, ${cell.lib}` }, async () => {
        const found = await checkConsumer(project, { home: homeOf(project), tsc, cell });
        remember(found.foreign, { project, tsc, cell });
        return found.errors;
      });
    }
  }
  const refusing = tools.compilers.filter(({ version }) => version === "7" || project.name === "core");
  for (const tsc of refusing) {
    fill(row, { column: "refusal", of: refusing.length }, () =>
      checkRefusal(project, { home: homeOf(project), tsc }),
    );
  }
}

/** Adds a task that counts in a column of a row if it finds nothing wrong. */
function fill(row, { column, of, detail = "" }, action) {
  row[column] ??= `0/${of}`;
  waiting.push(async () => {
    const problems = await action();
    for (const problem of problems) fail(`${row.project}, ${column}${detail}`, problem);
    if (problems.length === 0) row[column] = `${Number.parseInt(row[column], 10) + 1}/${of}`;
  });
}

function fail(where, problem) {
  failures.set(problem, [...(failures.get(problem) ?? []), where]);
}

/** Runs what uses a project's entries. */
async function runProgram(project, { node, file }) {
  const args = project.isRunByVitest
    ? [join("node_modules", "vitest", "vitest.mjs"), "run", "--root", ".", "--reporter", "dot"]
    : [file];
  const { error, output } = await runNode(node, args, homeOf(project));
  return error === null ? [] : [`${error.killed ? "did not end by itself" : "failed"}\n${output}`];
}

/** Imports one entry in a process of its own, which must then end by itself, and say nothing. */
async function importAlone(project, { node, entry }) {
  const args = ["--input-type=module", "--eval", `await import("${entry}")`];
  const { error, output } = await runNode(node, args, homeOf(project));
  if (error !== null) return [`${entry}: ${error.killed ? "keeps the process alive" : output}`];
  return output === "" ? [] : [`${entry} says: ${output}`];
}

function runNode(node, args, cwd) {
  return new Promise((resolve) => {
    execFile(node, args, { cwd, timeout: PATIENCE_MS, killSignal: "SIGKILL" }, (error, stdout, stderr) =>
      resolve({ error, output: `${stdout}${stderr}`.trim() }),
    );
  });
}

/** Keeps the errors that others have in their own declarations, by where they were seen. */
function remember(found, { project, tsc, cell }) {
  for (const [name, lines] of Object.entries(found)) {
    const key = `${project.name}: ${name}`;
    const seen = foreign.get(key) ?? { cells: [], lines: new Set() };
    seen.cells.push(`TypeScript ${tsc.version} (${cell.resolution}, ${cell.lib})`);
    for (const line of lines) seen.lines.add(line);
    foreign.set(key, seen);
  }
}

/** Does the tasks, as many at a time as there are processors. */
async function inTurn(tasks) {
  const queue = [...tasks];
  const worker = async () => {
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) await task();
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
}

function tell() {
  console.log("");
  console.log(
    "Each TypeScript: moduleResolution nodenext (with a CommonJS module) and bundler, with and without the DOM library; strict, exactOptionalPropertyTypes,\n" +
      "skipLibCheck: false. Without the DOM library, and always for nestjs and vitest, with @types/node. Quiet: an entry that is only imported says nothing and\n" +
      "lets the process end. What is optional is not installed, and looked for, but for terminus and the emulator in\n" +
      "nestjs-optional, and vitest with the emulator's decoders in emulator-vitest.",
  );
  for (const [key, { cells, lines }] of foreign) {
    console.log(`\nNot ours, in the package's own declarations: ${key}, seen with ${cells.join(", ")}`);
    for (const line of lines) console.log(`  ${line.slice(0, 200)}`);
  }
  for (const [problem, places] of failures) console.log(`\n✗ ${places.join("; ")}: ${problem}`);
  const seconds = ((Date.now() - startMs) / 1000).toFixed(0);
  console.log(
    `\n${projects.length} projects, ${waiting.length} checks, ${failures.size} problems, ${seconds} s`,
  );
}
