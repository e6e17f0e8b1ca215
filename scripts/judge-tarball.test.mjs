import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { judgeTarball } from "./judge-tarball.mjs";
import { ROOT } from "./workspace.mjs";

const MANIFEST = {
  name: "@hivekit/example",
  description: "An example.",
  license: "MIT",
  keywords: ["example"],
  homepage: "https://example.com/",
  bugs: { url: "https://example.com/issues" },
  repository: { type: "git", url: "git+https://example.com/a.git", directory: "packages/example" },
  engines: { node: ">=22.12" },
  publishConfig: { access: "public", provenance: true },
  exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } },
};
const GOOD = {
  "package.json": JSON.stringify(MANIFEST),
  "README.md": "# Example",
  "src/index.ts": "export const one = 1;",
  "dist/index.js": "const one = 1;\nexport { one };\n//# sourceMappingURL=index.js.map",
  "dist/index.js.map": JSON.stringify({ sources: ["../src/index.ts"] }),
  "dist/index.d.ts": "export declare const one = 1;\n//# sourceMappingURL=index.d.ts.map",
  "dist/index.d.ts.map": JSON.stringify({ sources: ["../src/index.ts"] }),
};

test("a tarball in which all is there, and no more, is let through", () => {
  const { files, mapCount, problems } = judge(GOOD);
  expect(problems).toEqual([]);
  expect(files).toHaveLength(7);
  expect(mapCount).toBe(2);
});

test("a module that only passes on what others export needs no map", () => {
  expect(judge({ ...GOOD, "dist/two.js": 'export { one as two } from "./index.js";\n' }).problems).toEqual(
    [],
  );
});

test.each([
  ["a test", { "src/index.test.ts": "" }],
  ["a fixture", { "src/fixtures/reply.json": "" }],
  ["a file that nobody ordered", { "notes.txt": "" }],
  ["a map that is missing", { "dist/index.js.map": undefined }],
  ["a module without a map", { "dist/index.js": "export const one = 1;", "dist/index.js.map": undefined }],
  ["a source that is missing", { "dist/index.js.map": JSON.stringify({ sources: ["../src/other.ts"] }) }],
  [
    "a source of the machine's, which is there",
    { "dist/index.js.map": JSON.stringify({ sources: [`${"../".repeat(32)}etc/hostname`] }) },
  ],
  [
    "a source outside that the map holds",
    { "dist/index.js.map": JSON.stringify({ sources: ["../../core/src/a.ts"], sourcesContent: ["1;"] }) },
  ],
  [
    "a root of sources outside",
    { "dist/index.js.map": JSON.stringify({ sources: ["hostname"], sourceRoot: "/etc" }) },
  ],
  [
    "a source that is an address",
    { "dist/index.js.map": JSON.stringify({ sources: ["file:///a.ts"], sourcesContent: ["1;"] }) },
  ],
  [
    "a script that runs when it is installed",
    {
      "package.json": JSON.stringify({ ...MANIFEST, scripts: { build: "tsdown", postinstall: "node a.js" } }),
    },
  ],
  ["a path of this machine", { "README.md": `See ${join(ROOT, "README.md")}` }],
  [
    "an entry that is missing",
    { "package.json": JSON.stringify({ ...MANIFEST, exports: "./dist/other.js" }) },
  ],
  ["an entry that is source", { "package.json": JSON.stringify({ ...MANIFEST, exports: "./src/index.ts" }) }],
  [
    "a package without provenance",
    { "package.json": JSON.stringify({ ...MANIFEST, publishConfig: { access: "public" } }) },
  ],
  [
    "a version of the workspace's",
    { "package.json": JSON.stringify({ ...MANIFEST, dependencies: { ky: "catalog:" } }) },
  ],
])("%s is found", (_, change) => {
  expect(judge({ ...GOOD, ...change }).problems).toHaveLength(1);
});

function judge(files) {
  const folder = mkdtempSync(join(tmpdir(), "hivekit-tarball-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(files)) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return judgeTarball(folder);
}
