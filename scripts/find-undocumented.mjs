// Which public symbols and properties have no docblock: read off the rolled-up declarations, as users get them.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
// TypeScript 7 has no API that parses; vitest passes on the parser that it works with.
import { parseAst } from "vitest/node";

const DOCBLOCK_ENDS_HERE = /\*\/\s*(?:(?:export|declare|default)\s+)*$/;
const LAST_DOCBLOCK = /.*(\/\*\*[\s\S]*?\*\/)\s*(?:(?:export|declare|default)\s+)*$/s;
const SYMBOLS = new Set([
  "ClassDeclaration",
  "FunctionDeclaration",
  "TSDeclareFunction",
  "TSEnumDeclaration",
  "TSInterfaceDeclaration",
  "TSTypeAliasDeclaration",
  "VariableDeclaration",
]);
const MEMBERS = new Set([
  "MethodDefinition",
  "PropertyDefinition",
  "TSCallSignatureDeclaration",
  "TSIndexSignature",
  "TSMethodSignature",
  "TSPropertySignature",
]);

/**
 * Looks through all declarations of a built package: what an entry exports, and what the types of that lead to.
 *
 * @param {string} folder The package's folder, with `dist` in it.
 * @returns {{ symbolCount: number, undocumented: string[] }} undocumented: `dist/file.d.ts:line name`
 */
export function findUndocumented(folder) {
  const dist = join(folder, "dist");
  const files = existsSync(dist) ? readdirSync(dist).filter((name) => name.endsWith(".d.ts")) : [];
  const found = { symbolCount: 0, undocumented: [] };
  for (const file of files) {
    const text = readFileSync(join(dist, file), "utf8");
    for (const { name, start } of symbolsOf(parseAst(text, { lang: "dts" }), "")) {
      found.symbolCount++;
      const before = text.slice(0, start);
      if (hasDocblock(before)) continue;
      found.undocumented.push(`dist/${file}:${before.split("\n").length} ${name}`);
    }
  }
  return found;
}

/** A docblock counts if it says something. */
function hasDocblock(before) {
  if (!DOCBLOCK_ENDS_HERE.test(before)) return false;
  return /\w/.test(LAST_DOCBLOCK.exec(before.slice(before.lastIndexOf("/**")))?.[1] ?? "");
}

/** The declarations and members below a node, each with its path: `Task.head`. */
function* symbolsOf(node, path) {
  if (Array.isArray(node)) {
    for (const child of node) yield* symbolsOf(child, path);
    return;
  }
  if (node === null || typeof node !== "object" || isPrivate(node)) return;
  let inner = path;
  if (SYMBOLS.has(node.type) || MEMBERS.has(node.type)) {
    const name = nameOf(node);
    inner = path === "" ? name : `${path}.${name}`;
    yield { name: inner, start: node.start };
    // What zod infers has no place for docblocks: the domain type of the same name has them.
    if (node.type === "VariableDeclaration") return;
  }
  for (const [key, child] of Object.entries(node)) {
    // The docblock of a function tells of its parameters.
    if (key !== "params") yield* symbolsOf(child, inner);
  }
}

function isPrivate(node) {
  return node.accessibility === "private" || node.key?.type === "PrivateIdentifier";
}

function nameOf(node) {
  const name = node.id ?? node.declarations?.[0]?.id ?? node.key;
  if (name?.type === "MemberExpression") return `[${name.object.name}.${name.property.name}]`;
  return name?.name ?? name?.value ?? `(${node.type})`;
}
