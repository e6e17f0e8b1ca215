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
      - run: npm test
`;

test.each(readdirSync(FOLDER))("%s is pinned, and has the least permissions", (file) => {
  expect(judgeWorkflow(readFileSync(join(FOLDER, file), "utf8"))).toEqual([]);
});

test("a workflow that keeps the rules is let through", () => {
  expect(judgeWorkflow(GOOD)).toEqual([]);
});

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
  ["a job without an end", ["    timeout-minutes: 5\n", ""]],
  ["no concurrency", ["concurrency:\n  group: ci\n", ""]],
  ["a checkout that leaves its token behind", ["        with:\n          persist-credentials: false\n", ""]],
  ["a value in a command", ["npm test", "echo ${{ github.head_ref }}"]],
  [
    "a value in a command of several lines",
    ["run: npm test", "run: |\n          echo ${{ github.head_ref }}"],
  ],
  ["no jobs", ["jobs:", "tasks:"]],
])("%s is found", (_, [before, after]) => {
  expect(judgeWorkflow(GOOD.replace(before, after))).toHaveLength(1);
});
