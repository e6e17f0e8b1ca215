import type { EmulatorTaskSummary } from "../../state/task-summary.ts";
import type { Snapshot } from "./console-api.ts";

/** As many as there are keys for. */
const MOST_CHOICES = 9;

/** The labels that a person can pick for a task: those of its project, then those that were given in it lately. */
export function choicesOf(
  task: EmulatorTaskSummary,
  { projects, tasks }: Pick<Snapshot, "projects" | "tasks">,
): readonly string[] {
  const own = projects.find((project) => project.key === task.projectKey)?.choices ?? [];
  const given = tasks
    .filter((other) => other.projectKey === task.projectKey)
    .flatMap((other) => other.labels ?? []);
  return [...new Set([...own, ...given])].slice(0, MOST_CHOICES);
}
