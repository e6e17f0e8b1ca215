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

test("prose is extracted from comments and messages, with its line numbers", () => {
  const source =
    "/** Waits. `anew` */\nconst a = 1;\nthrow new Error(`The file ${a} does not exist.`); // See `b`.\n";
  expect(extractProse("a.ts", source)).toBe("Waits. `anew`\n\nSee `b`. The file `x` does not exist.\n");
});

/** Patterns that no workflow may contain. The step `workflows` checks the rest with actionlint. */
const FORBIDDEN = {
  "runs untrusted code with permissions": /\bpull_request_target\b|\bworkflow_run\b/,
  "ignores a failure":
    /^ *(?:- )?continue-on-error: (?!false)|\|\| *(?:true|:|exit 0|echo)(?:\W|$)|\bset \+e\b/m,
  "runs after a failure": /\b(?:always|failure|cancelled)\(/,
  // The lines of a block are indented more than `run`.
  "writes an expression into a command": /^ +(?:- )?run:.*(?:\n(?: {9,}.*)?)*?.*\$\{\{/m,
};
const WORKFLOWS = Object.fromEntries(
  readdirSync(join(ROOT, ".github", "workflows")).map((file) => [file, read(".github", "workflows", file)]),
);

/** Lists the problems of a workflow. */
function checkWorkflow(text) {
  const count = (pattern) => text.match(pattern)?.length ?? 0;
  const jobs = count(/^ {4}runs-on:/gm);
  const required = {
    "pins its actions": count(/uses: /g) === count(/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/gm),
    "has no default permissions": text.includes("\npermissions: {}\n"),
    "limits the permissions of each job": count(/^ {4}permissions:$/gm) === jobs,
    "explains each write permission": count(/: write$/gm) === count(/#.*\n +[\w-]+: write$/gm),
    "limits the time of each job": count(/^ {4}timeout-minutes: \d+$/gm) === jobs,
    "sets its concurrency": text.includes("\nconcurrency:\n"),
    "stores no credentials": count(/persist-credentials: false/g) === count(/actions\/checkout@/g),
  };
  return [
    ...Object.keys(FORBIDDEN).filter((name) => FORBIDDEN[name].test(text)),
    ...Object.keys(required).filter((name) => !required[name]),
  ];
}

test.each(Object.entries(WORKFLOWS))(
  "%s pins its actions, limits its permissions and hides no failures",
  (_, text) => {
    expect(checkWorkflow(text)).toEqual([]);
  },
);

test.each([
  ["runs untrusted code with permissions", "  pull_request:", "  pull_request_target:"],
  ["ignores a failure", "    steps:", "    continue-on-error: true\n    steps:"],
  ["ignores a failure", ".ci/run", ".ci/run || true"],
  ["ignores a failure", ".ci/run", "set +e; .ci/run"],
  ["runs after a failure", "      - run:", "      - if: always()\n        run:"],
  ["writes an expression into a command", ".ci/run", ".ci/run ${{ github.ref }}"],
  [
    "writes an expression into a command",
    "- run:",
    "- run: |\n          echo\n\n          ${{ github.ref }}\n      - run:",
  ],
  ["pins its actions", /@[0-9a-f]{40} # v/, "@v"],
  ["has no default permissions", "permissions: {}", "permissions: read-all"],
  ["limits the permissions of each job", "    permissions:\n      contents: read\n", ""],
  ["explains each write permission", "contents: read", "contents: write"],
  ["limits the time of each job", "    timeout-minutes: 30\n", ""],
  ["sets its concurrency", /^concurrency:\n.*\n.*\n/m, ""],
  ["stores no credentials", "persist-credentials: false", "persist-credentials: true"],
])("a workflow is rejected: %s (%s)", (problem, text, planted) => {
  expect(checkWorkflow(WORKFLOWS["ci.yml"].replace(text, () => planted))).toEqual([problem]);
});
