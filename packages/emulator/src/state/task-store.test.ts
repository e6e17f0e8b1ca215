import { expect, it } from "vitest";
import { listProjects } from "./emulator-project.ts";
import type { FinishedTask, TaskRequest } from "./emulator-task.ts";
import { createTaskStore } from "./task-store.ts";

const project = listProjects([]).get("demo-visual")?.project;
if (project === undefined) throw new Error("there is no demo-visual");

function requestOf(id: string): TaskRequest {
  return {
    id,
    inputId: id,
    project: project ?? expect.unreachable(),
    model: "emulator_visual",
    modelPath: null,
    generation: "v1",
    receivedOn: new Date(0),
    baseUrl: "",
    url: null,
    filename: null,
    text: null,
    metadata: null,
    callbackUrl: null,
  };
}

/** A task with one frame of so many scores. */
function finishedOf(id: string, scores: readonly number[]): FinishedTask {
  const frames = [{ kind: "classes", timeSeconds: 0, classes: [], scores }] as const;
  const status = { code: "0", message: "SUCCESS" };
  const result = { kind: "model", status, frames, findings: null, hash: null } as const;
  return { ...requestOf(id), finishedOn: new Date(0), media: null, result };
}

it("keeps 64 MiB of answers, the latest ones, and the last one however large it is", () => {
  const store = createTaskStore(100);
  const add = (id: string, scores: readonly number[]): void => {
    store.add(requestOf(id));
    store.finish(finishedOf(id, scores));
  };
  const ids = () => store.list().map(({ request }) => request.id);
  // 24 MB each: two fit.
  const many = Array.from({ length: 3_000_000 }, () => 0);
  for (const id of ["a", "b", "c"]) add(id, many);
  expect(ids()).toEqual(["b", "c"]);
  add(
    "d",
    Array.from({ length: 9_000_000 }, () => 0),
  );
  expect(ids()).toEqual(["d"]);
  add("e", []);
  expect(ids()).toEqual(["e"]);
});
