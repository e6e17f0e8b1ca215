import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { ROOT } from "./documents.ts";

const REPOSITORY = /^https:\/\/github\.com\/hivekit\/hivekit\/(?:blob|tree)\/main\//;

/**
 * Looks after every link of a Markdown text that leads into this repository, relative or by its address on GitHub.
 *
 * @returns those that lead nowhere, a sentence each; empty if there are none.
 */
export function checkLinks(document: string, markdown: string): readonly string[] {
  const problems: string[] = [];
  for (const { target, line } of readLinks(markdown)) {
    const inRepository = REPOSITORY.test(target);
    if (/^[a-z]+:/.test(target) && !inRepository) continue;
    const [path = "", anchor] = target.replace(REPOSITORY, "").split("#");
    const file =
      path === "" ? document : posix.normalize(inRepository ? path : posix.join(dirname(document), path));
    const whole = join(ROOT, file);
    if (!existsSync(whole)) problems.push(`${document}:${line}: ${target} leads to no file.`);
    else if (anchor !== undefined && !statSync(whole).isDirectory()) {
      const known = anchorsOf(readFileSync(whole, "utf8"));
      if (!known.has(anchor.toLowerCase()))
        problems.push(`${document}:${line}: ${file} has no heading #${anchor}.`);
    }
  }
  return problems;
}

function* readLinks(markdown: string): Generator<{ readonly target: string; readonly line: number }> {
  let fence: string | null = null;
  for (const [index, text] of markdown.split("\n").entries()) {
    const [, mark] = /^(`{3,})/.exec(text) ?? [];
    if (mark !== undefined) fence = fence === null ? mark : fence === mark ? null : fence;
    if (fence !== null) continue;
    for (const [, target] of text.matchAll(/\]\(([^()\s]+)\)/g)) {
      if (target !== undefined) yield { target, line: index + 1 };
    }
  }
}

/** The names that GitHub gives to headings (small letters, hyphens for blanks, a number behind what is there already), and those in HTML. */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const anchors = new Set(Array.from(markdown.matchAll(/<a id="([^"]+)">/g), ([, id = ""]) => id));
  for (const [, title = ""] of markdown.matchAll(/^#{1,6} (.+)$/gm)) {
    const name = title
      .toLowerCase()
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, "")
      .trim()
      .replaceAll(" ", "-");
    let unique = name;
    for (let count = 1; anchors.has(unique); count++) unique = `${name}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}
