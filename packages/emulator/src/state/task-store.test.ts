import { expect, it } from "vitest";
import { listProjects } from "./emulator-project.ts";
import type { FinishedTask, TaskRequest } from "./emulator-task.ts";
import { createTaskStore } from "./task-store.ts";

const project = listProjects([]).get("demo-visual")?.project;
if (project === undefined) throw new Error("demo-visual is missing");

function createRequest(id: string): TaskRequest {
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
    languages: null,
    metadata: null,
    callbackUrl: null,
  };
}

/** Creates a task with one frame that has these scores. */
function createFinishedTask(id: string, scores: readonly number[]): FinishedTask {
  const frames = [{ kind: "classes", timeSeconds: 0, classes: [], scores }] as const;
  const status = { code: "0", message: "SUCCESS" };
  const result = { kind: "model", status, frames, units: 1, textInfo: null, hash: null } as const;
  return { ...createRequest(id), finishedOn: new Date(0), media: null, result };
}

it("keeps the latest 64 MiB of results, and the last result regardless of its size", () => {
  const store = createTaskStore(100);
  const add = (id: string, scores: readonly number[]): void => {
    store.add(createRequest(id));
    store.finish(createFinishedTask(id, scores));
  };
  const ids = () => store.list().map(({ request }) => request.id);
  // 24 MB each, so two fit.
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
