import { existsSync, readFileSync, writeFileSync } from "node:fs";

const START = "<!-- npm run bench -- --write: from here -->";
const END = "<!-- npm run bench -- --write: up to here -->";
const NEW_FILE = `# Performance\n\nWhat stands between the two comments is written by \`npm run bench -- --write\`.\n\n${START}\n${END}\n`;

/**
 * Puts a report between its two marks in a file and leaves what is written around them; makes the file if there is none.
 *
 * @throws Error if the file has no such marks.
 */
export function writeReport(path: string, report: string): void {
  const text = existsSync(path) ? readFileSync(path, "utf8") : NEW_FILE;
  writeFileSync(path, putReport(text, report));
}

/** The text with the report between its marks. */
export function putReport(text: string, report: string): string {
  const start = text.indexOf(START);
  const end = text.indexOf(END);
  if (start === -1 || end < start) throw new Error(`there is no place for the report: ${START} ... ${END}`);
  return `${text.slice(0, start + START.length)}\n\n${report}\n\n${text.slice(end)}`;
}
