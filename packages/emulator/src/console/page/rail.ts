import type { EmulatorTaskSummary } from "../../state/task-summary.ts";
import { element } from "./element.ts";
import { nameOf } from "./stage.ts";

/** The list of the tasks that wait. */
export type Rail = {
  /** Shows these tasks, and which of them is being looked at. Lines of tasks that stay keep the focus. */
  show(tasks: readonly EmulatorTaskSummary[], currentId: string | null): void;
};

/** @param select - is given the id of the task that was clicked. */
export function buildRail(list: HTMLElement, select: (id: string) => void): Rail {
  // The line of each task that is shown.
  const lines = new Map<string, { readonly item: HTMLElement; readonly button: HTMLElement }>();
  const lineOf = (task: EmulatorTaskSummary): { item: HTMLElement; button: HTMLElement } => {
    const button = element("button", { attributes: { type: "button" }, onClick: () => select(task.id) }, [
      nameOf(task),
      element("small", {}, [task.projectKey]),
    ]);
    return { item: element("li", {}, [button]), button };
  };
  return {
    show: (tasks, currentId) => {
      const ids = new Set(tasks.map((task) => task.id));
      for (const [id, { item }] of lines) {
        if (ids.has(id)) continue;
        item.remove();
        lines.delete(id);
      }
      for (const task of tasks) {
        const line = lines.get(task.id) ?? lineOf(task);
        if (!lines.has(task.id)) {
          lines.set(task.id, line);
          list.append(line.item);
        }
        line.button.setAttribute("aria-current", String(task.id === currentId));
      }
    },
  };
}
