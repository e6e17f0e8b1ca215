import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { ROOT } from "../workspace.mjs";
import { exec } from "./setup.mjs";

const { folder, tarballs } = inject("packed");
const BIN = join(ROOT, "scripts", "node_modules", ".bin");
const EXPECTED =
  /^(?:(?:README|CHANGELOG)\.md|LICENSE|package\.json|dist\/[\w.-]+\.(?:js|d\.ts)(?:\.map)?|src\/[\w./-]+|bin\/[\w-]+\.js)$/;
/** The home folder of a user on the machine that built the package. */
const HOME = /(?:\/home|\/Users|[A-Z]:\\Users)[/\\]\w+[/\\]|\/root\//;
/** A module that only re-exports needs no source map. */
const RE_EXPORTS = /^\s*(?:(?:import|export) \{[^}]*\}(?: from "[^"]+")?;\s*)+$/;
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

  test("contains the build, its sources and the documents, but no path of the build machine", () => {
    expect(files).toEqual(
      expect.arrayContaining(["LICENSE", "README.md", "dist/index.js", "dist/index.d.ts", "src/index.ts"]),
    );
    expect(files.filter((file) => !EXPECTED.test(file) || TESTS.test(file))).toEqual([]);
    expect(files.filter((file) => read(file).includes(ROOT) || HOME.test(read(file)))).toEqual([]);
  });

  test("has a complete manifest", () => {
    const text = expect.stringMatching(/./);
    expect(JSON.parse(read("package.json"))).toMatchObject({
      description: text,
      license: text,
      homepage: text,
      bugs: { url: text },
      repository: { url: text, directory: `packages/${name}` },
      engines: { node: text },
      keywords: expect.arrayContaining([text]),
    });
  });

  test("has a source map with its sources for each module", () => {
    const modules = files.filter((file) => /^dist\/.*\.js$/.test(file) && !RE_EXPORTS.test(read(file)));
    const mapOf = (file) => /^\/\/# sourceMappingURL=(\S+)\s*$/m.exec(read(file))?.[1] ?? "a map";
    const isUnmapped = (file) => !files.includes(join(dirname(file), mapOf(file)));
    expect(modules.filter(isUnmapped)).toEqual([]);
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
