import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { extractProse } from "./extract-prose.mjs";
import { ROOT } from "./workspace.mjs";

const read = (...path) => readFileSync(join(ROOT, ...path), "utf8");
const manifests = (group) =>
  readdirSync(join(ROOT, group)).map((name) => JSON.parse(read(group, name, "package.json")));
const packages = manifests("packages");
const apps = manifests("apps");

test("all packages are public and share one version with the sample app", () => {
  const { fixed, ignore } = JSON.parse(read(".changeset", "config.json"));
  const sample = apps.find(({ name }) => name === "@hivekit/sample");
  const others = apps.filter((app) => app !== sample).map(({ name }) => name);
  expect(fixed.map((group) => new Set(group))).toEqual([
    new Set([...packages, sample].map(({ name }) => name)),
  ]);
  expect(ignore).toEqual(expect.arrayContaining(others));
  expect(new Set([...packages, sample].map(({ version }) => version)).size).toBe(1);
  for (const one of packages) {
    expect(one).toMatchObject({ publishConfig: { access: "public", provenance: true } });
    expect(one.private).toBeUndefined();
  }
});

test("no app can be published, and no package runs a script when it is installed", () => {
  expect(apps.map((app) => app.private)).toEqual(apps.map(() => true));
  const scripts = packages.flatMap((one) => Object.keys(one.scripts ?? {}));
  expect(scripts.filter((name) => /install|prepare/.test(name))).toEqual([]);
});

test("prose is extracted from comments and messages, on its lines", () => {
  const source =
    "/** Waits. `anew` */\nconst a = 1;\nthrow new Error(`The file ${a} does not exist.`); // See `b`.\n";
  expect(extractProse("a.ts", source)).toBe("Waits. `anew`\n\nSee `b`. The file `x` does not exist.\n");
});

// The step `workflows` checks the rest with actionlint.
test.each(readdirSync(join(ROOT, ".github", "workflows")))(
  "%s pins its actions and limits its permissions",
  (file) => {
    const text = read(".github", "workflows", file);
    const count = (pattern) => text.match(pattern)?.length ?? 0;
    expect(count(/uses: /g)).toBe(count(/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/gm));
    expect(text).toContain("\npermissions: {}\n");
    expect(count(/^ {4}permissions:$/gm)).toBe(count(/^ {4}runs-on:/gm));
    expect(count(/persist-credentials: false/g)).toBe(count(/actions\/checkout@/g));
  },
);
