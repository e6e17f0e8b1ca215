import { expect, it } from "vitest";
import { createEmulator } from "../../index.ts";
import { listChoices } from "./task-view.ts";

/** Answers a task of `demo-labeling` with these labels, and returns the next task, which is waiting. */
async function snapshotWith(labels: readonly string[]) {
  const emulator = createEmulator();
  const submit = () => {
    const body = new FormData();
    body.set("image", new File(["?"], "a.jpg"));
    const headers = { authorization: "Token demo-labeling" };
    return emulator.fetch("https://api.thehive.ai/api/v1/tag/task", { method: "POST", headers, body });
  };
  const first = submit();
  emulator.tasks.answer((await emulator.tasks.nextQueued()).id, labels);
  await first;
  void submit();
  const task = await emulator.tasks.nextQueued();
  return { task, projects: emulator.projects, tasks: emulator.tasks.list() };
}

it("offers the labels of the project, then those of earlier answers, without duplicates", async () => {
  const { task, ...snapshot } = await snapshotWith(["no", "cat"]);
  expect(listChoices(task, snapshot)).toEqual(["yes", "no", "cat"]);
});

it("offers at most one label per number key", async () => {
  const { task, ...snapshot } = await snapshotWith(
    Array.from({ length: 20 }, (_, place) => `label ${place}`),
  );
  expect(listChoices(task, snapshot)).toHaveLength(9);
});

it("does not offer labels of another project", async () => {
  const { task, ...snapshot } = await snapshotWith(["cat"]);
  expect(listChoices({ ...task, projectKey: "another" }, snapshot)).toEqual([]);
});
