import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { ROOT } from "../workspace.mjs";
import { exec } from "./setup.mjs";

const { folder, tarballs } = inject("packed");
const BIN = join(ROOT, "scripts", "node_modules", ".bin");
const EXPECTED =
  /^(?:(?:README|CHANGELOG)\.md|LICENSE|package\.json|dist\/[\w.-]+\.(?:js|d\.ts)(?:\.map)?|src\/[\w./-]+|bin\/[\w-]+\.js)$/;
const TESTS = /\.test(?:-d)?\.ts$|(?:^|\/)(?:test|tests|fixtures)\//;

describe.each(Object.entries(tarballs))("the tarball of %s", (name, tarball) => {
  const home = join(folder, "unpacked", name);
  const read = (file) => readFileSync(join(home, file), "utf8");
  let files = [];

  beforeAll(async () => {
    await exec("sh", ["-c", `mkdir -p ${home} && tar -xzf ${tarball} -C ${home} --strip-components=1`]);
    files = readdirSync(home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name: file }) => join(parentPath, file).slice(home.length + 1));
  });

  test.each([
    ["publint", "run", tarball, "--strict"],
    ["attw", tarball, "--profile", "esm-only"],
  ])("passes %s", async (tool, ...args) => {
    expect(await exec(join(BIN, tool), args)).toEqual({ error: null, output: expect.any(String) });
  });

  test("holds the build, its sources and the documents, and no path of the machine that built it", () => {
    expect(files).toEqual(
      expect.arrayContaining(["LICENSE", "README.md", "dist/index.js", "dist/index.d.ts", "src/index.ts"]),
    );
    expect(files.filter((file) => !EXPECTED.test(file) || TESTS.test(file))).toEqual([]);
    expect(files.filter((file) => read(file).includes(ROOT))).toEqual([]);
  });

  test("has source maps whose sources are in it", () => {
    const maps = files.filter((file) => file.endsWith(".map"));
    expect(maps.length).toBeGreaterThan(1);
    const missing = maps.flatMap((map) =>
      JSON.parse(read(map))
        .sources.map((source) => resolve(home, dirname(map), source).slice(home.length + 1))
        .filter((source) => !files.includes(source)),
    );
    expect(missing).toEqual([]);
  });
});
