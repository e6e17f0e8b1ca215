import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const TSC = fileURLToPath(new URL("../../../node_modules/typescript/bin/tsc", import.meta.url));
/** Code in this folder can import the packages, and git ignores it. */
const FOLDER = join(PACKAGE, "node_modules", ".readme-blocks");
const TIMEOUT_MS = 120_000;

describe("the README", () => {
  it(
    "contains code that compiles",
    async () => {
      const readme = await readFile(join(PACKAGE, "README.md"), "utf8");
      const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, block]) => block ?? "");
      expect(blocks.length).toBeGreaterThan(8);
      await rm(FOLDER, { recursive: true, force: true });
      await mkdir(FOLDER, { recursive: true });
      const files = blocks.map((_, index) => `block-${index + 1}.ts`);
      for (const [index, block] of blocks.entries()) {
        await writeFile(join(FOLDER, files[index] ?? ""), block);
      }
      const config = {
        extends: "../../tsconfig.json",
        // Users may use syntax that this workspace forbids.
        compilerOptions: { erasableSyntaxOnly: false },
        include: [],
        files,
      };
      await writeFile(join(FOLDER, "tsconfig.json"), JSON.stringify(config));
      const { stdout } = await promisify(execFile)(process.execPath, [TSC, "-p", FOLDER]).catch(
        (error: { readonly stdout: string }) => error,
      );
      expect(stdout).toBe("");
      await rm(FOLDER, { recursive: true });
    },
    TIMEOUT_MS,
  );
});
