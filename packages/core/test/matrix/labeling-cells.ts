import { readFixture } from "../read-fixture.ts";
import { failedWith, unreadable, unreadableAt } from "./cell.ts";
import type { Cell, Expected } from "./cell.ts";
import { damaged, MISSING } from "./damage.ts";
import type { ExpectedHead } from "./expected-task.ts";

/** Creates an expected labeling task, which has no results. */
const labeled = (labels: readonly string[], differences: Partial<ExpectedHead> = {}): Expected => ({
  outcome: "task",
  task: {
    kind: "labeling",
    id: "demo_0b5c9f3e-2f7a-11f0-8d51-00000000a002",
    projectId: 0,
    userId: 3,
    createdOn: new Date("2026-03-01T09:00:00.000Z"),
    fromCache: false,
    metadata: null,
    labels,
    ...differences,
    results: [],
  },
});
const asDocumented = labeled(["yes", "outdoor"]);

const rows: readonly (readonly [damage: string, path: string | null, value: unknown, expected: Expected])[] =
  [
    ["as documented", null, null, asDocumented],
    ["status is missing", "status", MISSING, unreadableAt("status")],
    ["status is null", "status", null, unreadableAt("status")],
    ["status is empty", "status", [], unreadableAt("status")],
    ["status is a string", "status", "yes", unreadableAt("status")],
    ["status is an object", "status", { yes: 1 }, unreadableAt("status")],
    ["status is a list of numbers", "status", [1, 2], unreadableAt("status[0]")],
    // The format of a list of neither strings nor entries is unknown, and so is the position of the invalid element.
    ["a label is null", "status[1]", null, unreadable],
    ["a label is a number", "status[0]", 1, unreadable],
    ["a label is a list", "status[0]", ["yes"], unreadable],
    ["a label is an entry that failed", "status[1]", { status: { code: "1000" } }, unreadable],
    ["a label is empty", "status[1]", "", labeled(["yes", ""])],
    ["a label is omitted", "status[1]", MISSING, labeled(["yes"])],
    ["id is missing", "id", MISSING, labeled(["yes", "outdoor"], { id: "" })],
    ["project_id is null", "project_id", null, labeled(["yes", "outdoor"], { projectId: null })],
    ["user_id is a string", "user_id", "3", labeled(["yes", "outdoor"], { userId: null })],
    ["created_on is missing", "created_on", MISSING, labeled(["yes", "outdoor"], { createdOn: null })],
    ["callback is missing", "callback", MISSING, asDocumented],
    ["callback is a URL", "callback", "https://app.example/hook", asDocumented],
    ["project_type is null", "project_type", null, asDocumented],
    ["media_type is a number", "media_type", 1, asDocumented],
    ["params is missing", "params", MISSING, asDocumented],
    ["params is null", "params", null, asDocumented],
    ["params is not empty", "params", { priority: 1 }, asDocumented],
    ["metadata is a string", "metadata", "order-17", labeled(["yes", "outdoor"], { metadata: "order-17" })],
    ["an unknown key", "worker_count", 3, asDocumented],
    ["code is 200", "code", 200, asDocumented],
    ["code is 400", "code", 400, failedWith("400")],
    ["error is a string", "error", "no workers", failedWith(null)],
  ];

/** The answers of reviewers: strings in `status`. `hive-api.md` 1.2. */
export const labelingCells: readonly Cell[] = rows.map(([damage, path, value, expected]) => {
  const reply = readFixture("v1/labeling");
  return {
    api: "v1",
    type: "v1, labeling",
    damage,
    reply: path === null ? reply : damaged(reply, path, value),
    expected,
  };
});
