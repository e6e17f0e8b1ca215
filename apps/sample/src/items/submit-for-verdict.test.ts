import { expect, it } from "vitest";
import type { Item } from "../../api/desk-api.ts";
import { createEmulatedProjects } from "../config/emulated-projects.ts";
import type { ItemChange } from "./item-store.ts";
import type { ItemWork } from "./item-work.ts";
import { PolicyTextError } from "../policies/parse-policy-text.ts";
import { createVerdictSubmitter } from "./submit-for-verdict.ts";

const ITEM: Item = {
  id: "b2a1f3f8-0000-4000-8000-000000000000",
  project: "prompt",
  source: { kind: "text", text: "Hello" },
  isRestricted: false,
  state: "submitting",
  submittedOn: "2026-12-01T00:00:00.000Z",
  frameCount: 0,
  decision: null,
  decidedBy: null,
  topClasses: [],
  tags: [],
  chargeUsd: null,
  failure: null,
};

/** Creates the work on an item. Every call to Hive is an error. */
function createWork(item: Item): { readonly work: ItemWork; readonly changes: readonly ItemChange[] } {
  const [project] = createEmulatedProjects({ url: "http://127.0.0.1:9" });
  if (project === undefined) throw new Error("There is no project.");
  const changes: ItemChange[] = [];
  const write = async (change: ItemChange): Promise<Item> => {
    changes.push(change);
    return item;
  };
  const unusable: object = new Proxy({}, { get: () => expect.fail("Hive was called.") });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing of the service may be used
  const hive = unusable as ItemWork["hive"];
  const submission = { text: "Hello" };
  return { work: { item, project, hive, submission, signal: new AbortController().signal, write }, changes };
}

const submitWith = (text: string) =>
  createVerdictSubmitter(
    { current: async () => ({ version: 3, text, savedOn: "2026-12-01T00:00:00.000Z" }) },
    { writeRetryMs: 1 },
  );

it("does not send an item to the model that became restricted while it was queued", async () => {
  const { work, changes } = createWork({ ...ITEM, isRestricted: true });
  await submitWith("A forum.\nblock a: B.")(work);
  expect(changes).toMatchObject([
    { state: "failed", wasSent: false, decision: null, failure: { kind: "restricted" } },
  ]);
});

it("sends nothing if the saved policy is no longer valid, and the item keeps its version", async () => {
  const { work, changes } = createWork(ITEM);
  await expect(submitWith("A forum.\nblock a")(work)).rejects.toBeInstanceOf(PolicyTextError);
  expect(changes).toEqual([{ policyVersion: 3 }]);
});
