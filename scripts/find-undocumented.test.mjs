import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findUndocumented } from "./find-undocumented.mjs";

test("symbols and properties with docblocks are counted", () => {
  const text = `/** A thing. */
type Thing = {
  /** Its name; „umlauts“ count as one. */
  readonly name: string;
  /** What it does. @param times - how often; \`loud\`: how. */
  run(times: number, options: { readonly loud: boolean }): void;
};
/** Makes one. */
export declare function make(): Thing;
/** Holds one. */
export declare class Holder {
  #private;
  /** The thing. */
  readonly thing: Thing;
  private hidden;
}
/** What zod infers. */
export declare const ThingSchema: z.ZodObject<{ name: z.ZodString }>;
export type { Thing };`;
  expect(find(text)).toEqual({ symbolCount: 7, undocumented: [] });
});

test.each([
  ["a type", "type Thing = string;", "dist/index.d.ts:1 Thing"],
  ["a property", "/** A thing. */\ntype Thing = {\n  name: string;\n};", "dist/index.d.ts:3 Thing.name"],
  [
    "a property of a property",
    "/** A. */\ntype A = {\n  /** B. */\n  b: { c: string };\n};",
    "dist/index.d.ts:4 A.b.c",
  ],
  ["a member of a union", '/** A. */\ntype A = { kind: "a" } | string;', "dist/index.d.ts:2 A.kind"],
  ["a function", "export declare function make(): void;", "dist/index.d.ts:1 make"],
  ["a method", "/** A. */\nexport declare class A {\n  go(): void;\n}", "dist/index.d.ts:3 A.go"],
  [
    "a constant with a comment that is no docblock",
    "// One.\nexport declare const ONE = 1;",
    "dist/index.d.ts:2 ONE",
  ],
  ["a docblock that says nothing", "/** */\nexport declare const ONE = 1;", "dist/index.d.ts:2 ONE"],
])("%s without a docblock is found", (_, text, place) => {
  expect(find(text).undocumented).toEqual([place]);
});

function find(text) {
  const folder = mkdtempSync(join(tmpdir(), "hivekit-declarations-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "dist"));
  writeFileSync(join(folder, "dist", "index.d.ts"), text);
  return findUndocumented(folder);
}
