import { readSnapshot, sendAnswer, type Snapshot } from "./console-api.ts";
import { createElement, getElement } from "./element.ts";
import { handleKeys } from "./keyboard.ts";
import { showTables } from "./tables.ts";
import { createTaskList } from "./task-list.ts";
import { createTaskView, formatTaskName, listChoices, type TaskView } from "./task-view.ts";

/** The time between two polls in milliseconds, while the page is visible and while it is hidden. */
const POLL_MS = 1000;
const HIDDEN_POLL_MS = 10_000;
const TITLE = document.title;

/** The latest state of the emulator; `null` before the first poll. */
let snapshot: Snapshot | null = null;
/** The view of the current task; `null` while no task is waiting. */
let view: TaskView | null = null;
/** The answer that is being sent; `null` otherwise. */
let pendingAnswer: Promise<void> | null = null;
/** The number of waiting tasks in the status line; `null` after a failed poll, whose message replaces the number. */
let announcedCount: number | null = null;
/** The ids of the tasks that were answered on this page: a poll that was in flight can still return them. */
const answeredIds = new Set<string>();

const taskList = createTaskList(getElement("task-list"), (id) => showTask(id, { isFocused: true }));
handleKeys({ choose: (number) => pendingAnswer === null && view?.choose(number), move });
document.addEventListener("visibilitychange", () => void (document.hidden || poll()));
void keepPolling();

async function keepPolling(): Promise<never> {
  for (;;) {
    await poll();
    await new Promise((resolve) => setTimeout(resolve, document.hidden ? HIDDEN_POLL_MS : POLL_MS));
  }
}

async function poll(): Promise<void> {
  try {
    snapshot = await readSnapshot();
  } catch (error) {
    announcedCount = null;
    announce(`The emulator is not responding (${describeError(error)}). Retrying.`);
    return;
  }
  showTables(snapshot);
  showWaiting();
  const { length } = listWaiting();
  if (pendingAnswer === null && length !== announcedCount) announce(describeCount(length));
  announcedCount = length;
}

/** Lists the waiting tasks, except those that were answered on this page. */
function listWaiting(): Snapshot["waiting"] {
  return (snapshot?.waiting ?? []).filter((task) => !answeredIds.has(task.id));
}

/** Keeps showing the current task while it is waiting; otherwise shows the oldest waiting task. */
function showWaiting(): void {
  const tasks = listWaiting();
  const current = tasks.find((task) => task.id === view?.taskId) ?? tasks[0];
  getElement("waiting").classList.toggle("empty", current === undefined);
  document.title = tasks.length === 0 ? TITLE : `(${tasks.length}) ${TITLE}`;
  showTask(current?.id ?? null, { isFocused: false });
}

function showTask(id: string | null, { isFocused }: { readonly isFocused: boolean }): void {
  const tasks = listWaiting();
  const task = tasks.find((one) => one.id === id);
  taskList.show(tasks, task?.id ?? null);
  if (task === undefined || snapshot === null) {
    if (view === null && getElement("task-view").hasChildNodes()) return;
    view = null;
    const hint =
      "No tasks are waiting. Tasks submitted to a labeling project, such as demo-labeling, appear here.";
    getElement("task-view").replaceChildren(createElement("p", { attributes: { class: "faint" } }, [hint]));
    return;
  }
  // Media that is flagged while it is displayed must disappear.
  if (view?.taskId !== task.id || view.isMediaWithheld !== task.isMediaWithheld) {
    view = createTaskView(task, {
      choices: listChoices(task, snapshot),
      answer: (labels) => answer(task.id, labels),
    });
    getElement("task-view").replaceWith(view.root);
    if (isFocused) view.focus();
  }
}

function move(step: 1 | -1): void {
  const tasks = listWaiting();
  const position = tasks.findIndex((task) => task.id === view?.taskId);
  const next = tasks[Math.min(Math.max(position + step, 0), tasks.length - 1)];
  if (next !== undefined) showTask(next.id, { isFocused: true });
}

function answer(id: string, labels: readonly string[]): void {
  if (pendingAnswer !== null) return;
  const task = listWaiting().find((one) => one.id === id);
  const name = task === undefined ? id : formatTaskName(task);
  view?.setBusy(true);
  pendingAnswer = sendAnswer(id, labels)
    .then(() => {
      answeredIds.add(id);
      showWaiting();
      (view ?? getElement("waiting-title")).focus();
      announcedCount = listWaiting().length;
      announce(`${name}: ${labels.join(", ")}. ${describeCount(announcedCount)}`);
    })
    .catch((error: unknown) => {
      view?.setBusy(false);
      announce(`${name} could not be answered: ${describeError(error)}`);
    })
    .finally(() => {
      pendingAnswer = null;
    });
}

function describeCount(count: number): string {
  if (count === 0) return "No tasks waiting.";
  return count === 1 ? "1 task waiting." : `${count} tasks waiting.`;
}

/** Updates the status line, which screen readers announce. */
function announce(text: string): void {
  const status = getElement("status");
  if (status.textContent !== text) status.textContent = text;
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
