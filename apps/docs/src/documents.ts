import { globSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The workspace's folder, with a separator at its end. */
export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** The documents whose blocks and links are proven, as paths from the workspace's folder, sorted. */
export function listDocuments(): readonly string[] {
  const patterns = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "{apps,packages}/*/README.md",
    "docs/**/*.md",
  ];
  return globSync(patterns, { cwd: ROOT })
    .map((path) => path.split(sep).join("/"))
    .toSorted();
}

/** The whole path of a document. */
export function pathOf(document: string): string {
  return join(ROOT, document);
}
