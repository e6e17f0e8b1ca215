import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { judgeWorkflow } from "./judge-workflow.mjs";
import { ROOT } from "./workspace.mjs";

const FOLDER = join(ROOT, ".github", "workflows");
const HASH = "de0fac2e4500dabe0009e67214ff5f5447ce83dd";
const GOOD = `
permissions: {}
concurrency:
  group: ci
jobs:
  test:
    timeout-minutes: 5
    permissions:
      # To tag.
      contents: write
    steps:
      - uses: actions/checkout@${HASH} # v6.0.2
        with:
          persist-credentials: false
      - run: .ci/run
  publish:
    needs: [test]
    if: github.ref == 'refs/heads/main'
    timeout-minutes: 5
    permissions:
      # To publish.
      id-token: write
    steps:
      - run: npm run release
`;

test.each(readdirSync(FOLDER))("%s is pinned, and has the least permissions", (file) => {
  expect(judgeWorkflow(readFileSync(join(FOLDER, file), "utf8"))).toEqual([]);
});

test("a workflow that keeps the rules is let through", () => {
  expect(judgeWorkflow(GOOD)).toEqual([]);
});

test.each([" || true", " | tee log", "; true", " &"])(
  "`.ci/run%s` is found, and does not count as tested",
  (behind) => {
    expect(judgeWorkflow(GOOD.replace(".ci/run", `.ci/run${behind}`))).toEqual([
      expect.stringMatching(/takes its exit code|counts for nothing/),
      expect.stringContaining("publishes what nobody tested"),
    ]);
  },
);

test.each([
  ["a tag in place of a hash", ["@" + HASH, "@v6"]],
  ["a short hash", [HASH, HASH.slice(0, 7)]],
  ["a hash without its version", [" # v6.0.2", ""]],
  ["rights for all jobs", ["permissions: {}", "permissions: write-all"]],
  [
    "a job that says nothing of its rights",
    ["    permissions:\n      # To tag.\n      contents: write\n", ""],
  ],
  ["a right without a reason", ["      # To tag.\n", ""]],
  [
    "a right without a reason, in quotes",
    ["      # To tag.\n      contents: write", "      contents: 'write'"],
  ],
  [
    "a right with a comment behind it",
    ["      # To tag.\n      contents: write", "      contents: write # x"],
  ],
  ["a right in braces", ["\n      # To tag.\n      contents: write", " { contents: write }"]],
  [
    "an action under a key in quotes",
    ["uses: actions/checkout@" + HASH + " # v6.0.2", '"uses": actions/checkout@main'],
  ],
  [
    "an action of a whole job",
    ["steps:\n      - run: npm run release", "uses: a/b/.github/workflows/c.yml@main"],
  ],
  ["an image that moves", ["    steps:", "    container:\n      image: node:24\n    steps:"]],
  [
    "a checkout that keeps its token by a word",
    ["persist-credentials: false", "persist-credentials: 'true'"],
  ],
  ["a failure that is forgiven", ["npm run release", "npm run release || true"]],
  [
    "a failure that is forgiven in a command of several lines",
    ["run: npm run release", "run: |\n          set +e\n          npm test"],
  ],
  [
    "a step that may fail",
    ["      - run: npm run release", "      - run: npm run release\n        continue-on-error: true"],
  ],
  ["a job that may fail", ["    needs: [test]", "    continue-on-error: ${{ true }}\n    needs: [test]"]],
  [
    "a shell that goes on",
    ["      - run: npm run release", "      - run: npm run release\n        shell: bash {0}"],
  ],
  ["a job that runs after failures", ["github.ref == 'refs/heads/main'", "always()"]],
  ["publishing that waits for nothing", ["    needs: [test]\n", ""]],
  ["publishing that waits for something else", ["      - run: .ci/run", "      - run: npm run build"]],
  ["rights for what strangers wrote", ["jobs:", "on: pull_request_target\njobs:"]],
  ["what is no YAML", ["permissions: {}", "permissions: {"]],
  ["a job without an end", ["    timeout-minutes: 5\n", ""]],
  ["no concurrency", ["concurrency:\n  group: ci\n", ""]],
  ["a checkout that leaves its token behind", ["        with:\n          persist-credentials: false\n", ""]],
  ["a value in a command", ["npm run release", "echo ${{ github.head_ref }}"]],
  [
    "a value in a command of several lines",
    ["run: npm run release", "run: |\n          echo ${{ github.head_ref }}"],
  ],
  ["no jobs", ["jobs:", "tasks:"]],
])("%s is found", (_, [before, after]) => {
  expect(judgeWorkflow(GOOD.replace(before, after))).toHaveLength(1);
});
