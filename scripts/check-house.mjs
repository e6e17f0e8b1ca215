// The rules of the house that a machine can see: size and names of files, who may import whom.

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { findUndocumented } from "./find-undocumented.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const WARN_LINES = 300;
const FAIL_LINES = 400;
const EMPTY_NAMES = /^(utils?|helpers?|common|misc|shared)\.(ts|mjs)$/;
/** Core's folders in the order of a request; each imports from those before it, and from `error`. */
const CORE_ORDER = ["value", "options", "result", "submission", "protocol", "frames", "transport", "client"];
/** What stands behind an entry of its own: beside the order of a request, used by none of its folders. */
const CORE_ENTRIES = new Set(["callback", "mask", "node", "policy", "schemas"]);

const problems = [];
const warnings = [];

const sources = execFileSync(
  "git",
  ["ls-files", "--cached", "--others", "--exclude-standard", "packages", "apps"],
  { cwd: ROOT, encoding: "utf8" },
)
  .split("\n")
  .filter(
    (path) => /\/src\/.*\.ts$/.test(path) && !/\.test(-d)?\.ts$/.test(path) && existsSync(join(ROOT, path)),
  );

for (const path of sources) checkFile(path);
checkDeclarations();
checkDocblocks();

for (const warning of warnings) console.log(`warning: ${warning}`);
for (const problem of problems) console.log(`error: ${problem}`);
console.log(`${sources.length} files, ${problems.length} errors, ${warnings.length} warnings`);
process.exit(problems.length > 0 || sources.length === 0 ? 1 : 0);

function checkFile(path) {
  const text = readFileSync(join(ROOT, path), "utf8");
  const lines = text.trimEnd().split("\n");
  if (lines.length > FAIL_LINES) problems.push(`${path}: ${lines.length} lines, more than ${FAIL_LINES}`);
  else if (lines.length > WARN_LINES)
    warnings.push(`${path}: ${lines.length} lines, more than ${WARN_LINES}`);
  if (EMPTY_NAMES.test(basename(path)))
    problems.push(`${path}: the name says nothing; name the thing that it does`);
  for (const [index, line] of lines.entries()) {
    const target =
      /^\s*(?:import|export)\b.*\bfrom "([^"]+)"|^\s*\}? ?from "([^"]+)"|\bimport\("([^"]+)"\)|^\s*import "([^"]+)"/.exec(
        line,
      );
    const specifier = target?.slice(1).find((group) => group !== undefined);
    if (specifier !== undefined && !/^\s*(\*|\/\/)/.test(line))
      checkImport({ path, line: index + 1, specifier });
  }
}

function checkImport({ path, line, specifier }) {
  if (path.startsWith("packages/emulator/") && specifier.startsWith("@hivekit/core")) {
    problems.push(`${path}:${line}: the emulator imports nothing of core`);
  }
  if (!path.startsWith("packages/core/src/") || !specifier.startsWith(".")) return;
  const from = coreFolder(path);
  const to = coreFolder(
    relative(ROOT, resolve(ROOT, dirname(path), specifier))
      .split(sep)
      .join("/"),
  );
  if (from === null || from === to || to === "error") return;
  const isAllowed = CORE_ENTRIES.has(from)
    ? CORE_ORDER.includes(to)
    : from === "error"
      ? to === "result"
      : to !== null && CORE_ORDER.indexOf(to) !== -1 && CORE_ORDER.indexOf(to) < CORE_ORDER.indexOf(from);
  if (!isAllowed) problems.push(`${path}:${line}: ${from} may not import from ${to ?? "the root"}`);
}

/** The folder of core that a file is in; `null` for the root, which may import everything. */
function coreFolder(path) {
  const [, , , folder, file] = path.split("/");
  return file === undefined ? null : folder;
}

/** Users must not need what is optional to read our types: no declarations of an entry name it, nor those that they lead to. */
function checkDeclarations() {
  checkEntry("core", { entry: "index", absent: /from "zod/, words: "a type of zod's" });
  // Each of these two stands in the types of its own entry only.
  const [terminus, emulator] = ["@nestjs/terminus", "@hivekit/emulator"];
  for (const [entry, ...optional] of [
    ["index", terminus, emulator],
    ["callbacks", terminus, emulator],
    ["health", emulator],
    ["testing", terminus],
  ]) {
    const absent = new RegExp(`from "(?:${optional.join("|")})`);
    checkEntry("nestjs", { entry, absent, words: "a type of an optional peer" });
  }
}

/** Every public symbol and property says what it is. */
function checkDocblocks() {
  const counts = { symbols: 0, undocumented: 0 };
  for (const name of readdirSync(join(ROOT, "packages"))) {
    const { symbolCount, undocumented } = findUndocumented(join(ROOT, "packages", name));
    if (symbolCount === 0) problems.push(`packages/${name}: has no declarations; build it first`);
    for (const place of undocumented) problems.push(`packages/${name}/${place}: has no docblock`);
    counts.symbols += symbolCount;
    counts.undocumented += undocumented.length;
  }
  console.log(`${counts.symbols} public symbols and properties, ${counts.undocumented} without a docblock`);
}

/** Follows the declarations of an entry to those that they import. */
function checkEntry(packageName, { entry, absent, words }) {
  const folder = join(ROOT, "packages", packageName, "dist");
  const waiting = [`${entry}.d.ts`];
  const seen = new Set(waiting);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const path = join(folder, name);
    if (!existsSync(path)) continue;
    const text = readFileSync(path, "utf8");
    if (absent.test(text)) problems.push(`packages/${packageName}/dist/${name}: holds ${words}`);
    for (const [, other] of text.matchAll(/from "\.\/([^"]+)\.js"/g)) {
      if (seen.has(`${other}.d.ts`)) continue;
      seen.add(`${other}.d.ts`);
      waiting.push(`${other}.d.ts`);
    }
  }
}
