import type { CallbackEntry } from "../../state/callback-log.ts";
import type { JournalEntry } from "../../state/journal.ts";
import type { EmulatorProjectSummary } from "../../state/emulator-state.ts";
import type { EmulatorTaskSummary } from "../../state/task-summary.ts";

/** The state of the emulator that the page displays. */
export type Snapshot = {
  readonly projects: readonly EmulatorProjectSummary[];
  /** The tasks that wait for a reviewer, oldest first. */
  readonly waiting: readonly EmulatorTaskSummary[];
  /** The latest tasks, newest first. */
  readonly tasks: readonly EmulatorTaskSummary[];
  /** The latest requests, newest first. */
  readonly journal: readonly JournalEntry[];
  /** The latest callbacks, newest first. */
  readonly callbacks: readonly AsJson<CallbackEntry>[];
};

/** A value as JSON represents it: dates are strings, ISO 8601. */
type AsJson<T> = { readonly [K in keyof T]: T[K] extends Date ? string : T[K] };

/** The maximum number of rows in a table. */
const MAX_ROWS = 50;
/** The maximum number of waiting tasks in the list, from the oldest. */
const MAX_WAITING = 1000;

/**
 * Reads the state of the emulator.
 *
 * @throws Error when it does not respond.
 */
export async function readSnapshot(): Promise<Snapshot> {
  const [{ projects }, queued, { tasks }, { journal }, { callbacks }] = await Promise.all([
    get<Pick<Snapshot, "projects">>("projects"),
    get<Pick<Snapshot, "tasks">>(`tasks?state=queued&limit=${MAX_WAITING}`),
    get<Pick<Snapshot, "tasks">>(`tasks?limit=${MAX_ROWS}`),
    get<Pick<Snapshot, "journal">>(`journal?limit=${MAX_ROWS}`),
    get<Pick<Snapshot, "callbacks">>(`callbacks?limit=${MAX_ROWS}`),
  ]);
  const waiting = queued.tasks.filter((task) => task.isWaitingForPeople);
  return { projects, waiting, tasks, journal, callbacks };
}

/** Returns the URL of the image or video of a waiting task. */
export function mediaUrl(id: string): string {
  return `console/api/tasks/${encodeURIComponent(id)}/media`;
}

/**
 * Answers a task.
 *
 * @throws Error with a message for the reviewer when the emulator rejects the answer.
 */
export async function sendAnswer(id: string, labels: readonly string[]): Promise<void> {
  const response = await fetch(`console/api/tasks/${encodeURIComponent(id)}/answer`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ labels }),
  });
  if (!response.ok) throw new Error(await readError(response));
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(`console/api/${path}`);
  if (!response.ok) throw new Error(await readError(response));
  return response.json();
}

async function readError(response: Response): Promise<string> {
  const { error } = await response.json().catch(() => ({}));
  return typeof error === "string" ? error : `The emulator responded with HTTP ${response.status}.`;
}
