import type { EmulatorTaskSummary } from "../../state/task-summary.ts";
import { createElement } from "./element.ts";
import { formatTaskName } from "./task-view.ts";

/** The list of waiting tasks. */
export type TaskList = {
  /** Displays these tasks and marks the current one. Items of tasks that remain in the list keep the focus. */
  show(tasks: readonly EmulatorTaskSummary[], currentId: string | null): void;
};

/**
 * Creates the list of waiting tasks.
 *
 * @param select - called with the id of a task that the reviewer clicks.
 */
export function createTaskList(list: HTMLElement, select: (id: string) => void): TaskList {
  // The item of each displayed task, by the id of the task.
  const items = new Map<string, { readonly item: HTMLElement; readonly button: HTMLElement }>();
  const createItem = (task: EmulatorTaskSummary): { item: HTMLElement; button: HTMLElement } => {
    const options = { attributes: { type: "button" }, onClick: () => select(task.id) };
    const button = createElement("button", options, [
      formatTaskName(task),
      createElement("small", {}, [task.projectKey]),
    ]);
    return { item: createElement("li", {}, [button]), button };
  };
  return {
    show: (tasks, currentId) => {
      const ids = new Set(tasks.map((task) => task.id));
      for (const [id, { item }] of items) {
        if (ids.has(id)) continue;
        item.remove();
        items.delete(id);
      }
      for (const task of tasks) {
        const entry = items.get(task.id) ?? createItem(task);
        if (!items.has(task.id)) {
          items.set(task.id, entry);
          list.append(entry.item);
        }
        entry.button.setAttribute("aria-current", String(task.id === currentId));
      }
    },
  };
}
