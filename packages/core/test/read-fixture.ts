import { readFileSync } from "node:fs";

/** Reads a response from the folder `fixtures`, parsed for each call. */
export function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8"));
}
