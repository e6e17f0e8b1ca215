import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./workspace.mjs";

const packages = manifestsIn("packages");
const apps = manifestsIn("apps");

test("all packages are public, carry one version, and get the next one together", () => {
  const { fixed } = JSON.parse(readFileSync(join(ROOT, ".changeset", "config.json"), "utf8"));
  expect(fixed).toEqual([expect.arrayContaining(packages.map(({ name }) => name))]);
  expect(new Set(packages.map(({ version }) => version)).size).toBe(1);
  for (const { publishConfig, private: isPrivate } of packages) {
    expect(publishConfig).toMatchObject({ access: "public", provenance: true });
    expect(isPrivate).toBeUndefined();
  }
});

test("no app can be published, and none of what is published runs a script when it is installed", () => {
  expect(apps.map((app) => app.private)).toEqual(apps.map(() => true));
  for (const { scripts } of packages) {
    expect(Object.keys(scripts ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/install|prepare/)]),
    );
  }
});

function manifestsIn(group) {
  return readdirSync(join(ROOT, group)).map((name) =>
    JSON.parse(readFileSync(join(ROOT, group, name, "package.json"), "utf8")),
  );
}
