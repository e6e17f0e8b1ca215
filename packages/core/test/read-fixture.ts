import { readFileSync } from "node:fs";

/** A reply of the folder `fixtures`, parsed anew for each caller. */
export function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8"));
}
