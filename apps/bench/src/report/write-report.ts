import { existsSync, readFileSync, writeFileSync } from "node:fs";

const START = "<!-- npm run bench -- --write: from here -->";
const END = "<!-- npm run bench -- --write: up to here -->";
const NEW_FILE = `# Performance\n\n\`npm run bench -- --write\` writes everything between the two comments.\n\n${START}\n${END}\n`;

/**
 * Replaces the report between its two markers in a file. Creates the file if it does not exist.
 *
 * @throws Error if the file has no markers.
 */
export function writeReport(path: string, report: string): void {
  const text = existsSync(path) ? readFileSync(path, "utf8") : NEW_FILE;
  writeFileSync(path, replaceReport(text, report));
}

/** Replaces the report between the markers of a text. */
export function replaceReport(text: string, report: string): string {
  const start = text.indexOf(START);
  const end = text.indexOf(END);
  if (start === -1 || end < start)
    throw new Error(`The file has no markers for the report: ${START} ... ${END}`);
  return `${text.slice(0, start + START.length)}\n\n${report}\n\n${text.slice(end)}`;
}
