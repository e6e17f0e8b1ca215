import { globSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The workspace's folder, with a trailing separator. */
export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Returns the documents whose code blocks are tested, as sorted paths relative to the workspace's folder. */
export function listDocuments(): readonly string[] {
  return globSync(["{README,CONTRIBUTING,SECURITY}.md", "{apps,packages}/*/README.md", "docs/**/*.md"], {
    cwd: ROOT,
  })
    .map((path) => path.split(sep).join("/"))
    .toSorted();
}

/** Returns the absolute path of a document. */
export function pathOf(document: string): string {
  return join(ROOT, document);
}
