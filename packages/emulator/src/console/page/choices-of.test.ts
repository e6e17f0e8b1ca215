import { expect, it } from "vitest";
import { createEmulator } from "../../index.ts";
import { choicesOf } from "./choices-of.ts";

/** One task that waits in `demo-labeling`, and an answered one with these labels. */
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

it("offers the project's labels, then those that were given, each once", async () => {
  const { task, ...snapshot } = await snapshotWith(["no", "cat"]);
  expect(choicesOf(task, snapshot)).toEqual(["yes", "no", "cat"]);
});

it("offers as many as there are keys for", async () => {
  const { task, ...snapshot } = await snapshotWith(
    Array.from({ length: 20 }, (_, place) => `label ${place}`),
  );
  expect(choicesOf(task, snapshot)).toHaveLength(9);
});

it("offers nothing of another project", async () => {
  const { task, ...snapshot } = await snapshotWith(["cat"]);
  expect(choicesOf({ ...task, projectKey: "another" }, snapshot)).toEqual([]);
});
