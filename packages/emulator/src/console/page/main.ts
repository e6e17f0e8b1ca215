import { choicesOf } from "./choices-of.ts";
import { readSnapshot, sendAnswer, type Snapshot } from "./console-api.ts";
import { byId, element } from "./element.ts";
import { listenToKeys } from "./keyboard.ts";
import { buildRail } from "./rail.ts";
import { buildStage, nameOf, type Stage } from "./stage.ts";
import { showTables } from "./tables.ts";

/** How long to wait between two looks at the emulator, in milliseconds: while the page is seen, and while it is not. */
const LOOK_MS = 1000;
const HIDDEN_LOOK_MS = 10_000;
const NAME = document.title;

/** How the emulator stands, as far as the page knows; `null` before the first look. */
let snapshot: Snapshot | null = null;
/** The task that is being looked at; `null` while none waits. */
let stage: Stage | null = null;
/** The answer that is on its way; `null` while there is none. */
let answering: Promise<void> | null = null;
/** How many tasks waited when that was last said; `null` when something else was said since that is over now. */
let saidCount: number | null = null;
/** The tasks that were answered here: a look that was on its way may still have them. */
const answered = new Set<string>();

const rail = buildRail(byId("rail"), (id) => show(id, { isFocused: true }));
listenToKeys({ pick: (number) => answering === null && stage?.pick(number), move });
document.addEventListener("visibilitychange", () => void (document.hidden || look()));
void keepLooking();

async function keepLooking(): Promise<never> {
  for (;;) {
    await look();
    await new Promise((resolve) => setTimeout(resolve, document.hidden ? HIDDEN_LOOK_MS : LOOK_MS));
  }
}

async function look(): Promise<void> {
  try {
    snapshot = await readSnapshot();
  } catch (error) {
    saidCount = null;
    say(`The emulator does not answer (${messageOf(error)}). Trying again.`);
    return;
  }
  showTables(snapshot);
  showWaiting();
  const { length } = waiting();
  if (answering === null && length !== saidCount) say(countText(length));
  saidCount = length;
}

/** The tasks that wait, without those that were answered here. */
function waiting(): Snapshot["waiting"] {
  return (snapshot?.waiting ?? []).filter((task) => !answered.has(task.id));
}

/** Keeps the task that is being looked at, as long as it waits; then the oldest one takes its place. */
function showWaiting(): void {
  const tasks = waiting();
  const current = tasks.find((task) => task.id === stage?.taskId) ?? tasks[0];
  byId("waiting").classList.toggle("empty", current === undefined);
  document.title = tasks.length === 0 ? NAME : `(${tasks.length}) ${NAME}`;
  show(current?.id ?? null, { isFocused: false });
}

function show(id: string | null, { isFocused }: { readonly isFocused: boolean }): void {
  const tasks = waiting();
  const task = tasks.find((one) => one.id === id);
  rail.show(tasks, task?.id ?? null);
  if (task === undefined || snapshot === null) {
    if (stage === null && byId("stage").hasChildNodes()) return;
    stage = null;
    const hint =
      "No task waits. A task that is sent to a labeling project, such as demo-labeling, appears here.";
    byId("stage").replaceChildren(element("p", { attributes: { class: "faint" } }, [hint]));
    return;
  }
  if (stage?.taskId !== task.id) {
    stage = buildStage(task, {
      choices: choicesOf(task, snapshot),
      answer: (labels) => answer(task.id, labels),
    });
    byId("stage").replaceWith(stage.root);
    if (isFocused) stage.focus();
  }
}

function move(step: 1 | -1): void {
  const tasks = waiting();
  const place = tasks.findIndex((task) => task.id === stage?.taskId);
  const next = tasks[Math.min(Math.max(place + step, 0), tasks.length - 1)];
  if (next !== undefined) show(next.id, { isFocused: true });
}

function answer(id: string, labels: readonly string[]): void {
  if (answering !== null) return;
  const task = waiting().find((one) => one.id === id);
  const name = task === undefined ? id : nameOf(task);
  stage?.setBusy(true);
  answering = sendAnswer(id, labels)
    .then(() => {
      answered.add(id);
      showWaiting();
      (stage ?? byId("waiting-title")).focus();
      saidCount = waiting().length;
      say(`${name}: ${labels.join(", ")}. ${countText(saidCount)}`);
    })
    .catch((error: unknown) => {
      stage?.setBusy(false);
      say(`${name} was not answered: ${messageOf(error)}`);
    })
    .finally(() => {
      answering = null;
    });
}

function countText(count: number): string {
  if (count === 0) return "No task waits.";
  return count === 1 ? "1 task waits." : `${count} tasks wait.`;
}

/** Screen readers read out what changes here. */
function say(text: string): void {
  const status = byId("status");
  if (status.textContent !== text) status.textContent = text;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
