// What is wrong with a tarball that publint and attw do not see: files that nobody ordered, maps that lead nowhere, paths of a machine.

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { ROOT } from "./workspace.mjs";

const ALLOWED = [
  /^(?:README|CHANGELOG)\.md$/,
  /^LICENSE$/,
  /^package\.json$/,
  /^dist\/[\w.-]+\.(?:js|d\.ts)(?:\.map)?$/,
  /^src\/[\w./-]+$/,
];
const TESTS = /\.test(?:-d)?\.ts$|(?:^|\/)(?:test|tests|fixtures|__\w+__)\//;
const MAP_COMMENT = /^\/\/# sourceMappingURL=(\S+)\s*$/m;
/** A module without a line of its own has nothing that a map could lead to. */
const RE_EXPORTS = /^\s*(?:(?:import|export) \{[^}]*\}(?: from "[^"]+")?;\s*)+$/;
/** What package managers run by themselves when a package is installed, from the registry or from git. */
const INSTALL_SCRIPT = /^(?:pre|post)?(?:install|prepare|prepublish)$/;
const MACHINE_PATHS = [ROOT.replace(/[/\\]$/, ""), homedir()].filter((path) => path.length > 2);
const ANYBODYS_HOME = /(?:\/home|\/Users|[A-Z]:\\Users)[/\\]\w+[/\\]/;

/**
 * Judges an unpacked tarball.
 *
 * @param {string} folder With the `package.json` in it.
 * @returns {{ files: string[], unpackedBytes: number, mapCount: number, problems: string[] }}
 */
export function judgeTarball(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join("/"),
    )
    .toSorted();
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const maps = files.filter((file) => file.endsWith(".map"));
  return {
    files,
    unpackedBytes: files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0),
    mapCount: maps.length,
    problems: [
      ...files.flatMap((file) => problemsOfFile(folder, { file, manifest })),
      ...maps.flatMap((map) => problemsOfMap(folder, map)),
      ...problemsOfManifest(folder, manifest),
    ],
  };
}

function problemsOfFile(folder, { file, manifest }) {
  const problems = [];
  const isProgram = Object.values(manifest.bin ?? {}).includes(`./${file}`);
  if (TESTS.test(file)) problems.push(`${file}: a test, or made for one`);
  else if (!isProgram && !ALLOWED.some((allowed) => allowed.test(file)))
    problems.push(`${file}: not ordered`);
  const text = readFileSync(join(folder, file), "utf8");
  if (MACHINE_PATHS.some((path) => text.includes(path)) || ANYBODYS_HOME.test(text)) {
    problems.push(`${file}: holds a path of the machine that built it`);
  }
  if (!file.startsWith("dist/") || file.endsWith(".map")) return problems;
  const map = MAP_COMMENT.exec(text)?.[1];
  if (map === undefined && file.endsWith(".js") && !RE_EXPORTS.test(text))
    problems.push(`${file}: has no source map`);
  if (map !== undefined && !existsSync(join(folder, dirname(file), map))) {
    problems.push(`${file}: its source map ${map} is missing`);
  }
  return problems;
}

/** Each source is in the tarball, or in the map itself; none is looked for anywhere else. */
function problemsOfMap(folder, map) {
  const { sources, sourcesContent, sourceRoot = "" } = JSON.parse(readFileSync(join(folder, map), "utf8"));
  if (sources.length === 0) return [`${map}: names no source`];
  return sources.flatMap((source, index) => {
    const path = resolve(folder, dirname(map), sourceRoot, source);
    // An address is looked for where it says, whatever the folder.
    if (!path.startsWith(resolve(folder) + sep) || /^[a-z][\w+.-]*:/i.test(sourceRoot + source))
      return [`${map}: its source ${source} is outside of the package`];
    const isThere = typeof sourcesContent?.[index] === "string" || existsSync(path);
    return isThere ? [] : [`${map}: its source ${source} is not there`];
  });
}

function problemsOfManifest(folder, manifest) {
  const problems = [];
  const { publishConfig, repository } = manifest;
  for (const [word, value] of Object.entries({
    description: manifest.description,
    license: manifest.license,
    homepage: manifest.homepage,
    "bugs.url": manifest.bugs?.url,
    "repository.url": repository?.url,
    // Provenance names the folder, so that a reader finds what was built.
    "repository.directory": repository?.directory,
    "engines.node": manifest.engines?.node,
    "publishConfig.access": publishConfig?.access,
    "publishConfig.provenance": publishConfig?.provenance,
    keywords: manifest.keywords?.length > 0,
  })) {
    if (value === undefined || value === false || value === "")
      problems.push(`package.json: ${word} is missing`);
  }
  for (const name of Object.keys(manifest.scripts ?? {})) {
    if (INSTALL_SCRIPT.test(name)) problems.push(`package.json: ${name} would run on its users' machines`);
  }
  if (manifest.private === true) problems.push("package.json: is private");
  for (const group of ["dependencies", "peerDependencies", "optionalDependencies"]) {
    for (const [name, range] of Object.entries(manifest[group] ?? {})) {
      if (/^(?:workspace|catalog|file|link):/.test(range)) problems.push(`package.json: ${name} is ${range}`);
    }
  }
  const targets = [...targetsOf(manifest.exports), ...Object.values(manifest.bin ?? {})];
  for (const target of targets) {
    if (!existsSync(join(folder, target))) problems.push(`package.json: ${target} is not in the tarball`);
  }
  if (targets.some((target) => target.startsWith("./src/")))
    problems.push("package.json: exports its source");
  return problems;
}

function targetsOf(exports) {
  return typeof exports === "string" ? [exports] : Object.values(exports ?? {}).flatMap(targetsOf);
}
