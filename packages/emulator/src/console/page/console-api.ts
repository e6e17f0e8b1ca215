import type { CallbackEntry } from "../../state/callback-log.ts";
import type { JournalEntry } from "../../state/journal.ts";
import type { EmulatorProjectSummary } from "../../state/emulator-state.ts";
import type { EmulatorTaskSummary } from "../../state/task-summary.ts";

/** What the page knows of the emulator. */
export type Snapshot = {
  readonly projects: readonly EmulatorProjectSummary[];
  /** The tasks that wait for a person, the oldest first. */
  readonly waiting: readonly EmulatorTaskSummary[];
  /** The newest first, as the two below. */
  readonly tasks: readonly EmulatorTaskSummary[];
  readonly journal: readonly JournalEntry[];
  readonly callbacks: readonly Sent<CallbackEntry>[];
};

/** As it is in JSON: a time is a text, ISO 8601. */
type Sent<T> = { readonly [K in keyof T]: T[K] extends Date ? string : T[K] };

/** How many lines a table has. */
const LINES = 50;
/** How many tasks that wait are looked for, the oldest ones. */
const MOST_WAITING = 1000;

/**
 * Asks the emulator how it stands.
 *
 * @throws Error when it does not answer.
 */
export async function readSnapshot(): Promise<Snapshot> {
  const [{ projects }, queued, { tasks }, { journal }, { callbacks }] = await Promise.all([
    get<Pick<Snapshot, "projects">>("projects"),
    get<Pick<Snapshot, "tasks">>(`tasks?state=queued&limit=${MOST_WAITING}`),
    get<Pick<Snapshot, "tasks">>(`tasks?limit=${LINES}`),
    get<Pick<Snapshot, "journal">>(`journal?limit=${LINES}`),
    get<Pick<Snapshot, "callbacks">>(`callbacks?limit=${LINES}`),
  ]);
  const waiting = queued.tasks.filter((task) => task.isWaitingForPeople);
  return { projects, waiting, tasks, journal, callbacks };
}

/** Where the picture or film of a task that waits is. */
export function mediaUrl(id: string): string {
  return `console/api/tasks/${encodeURIComponent(id)}/media`;
}

/**
 * Answers a task.
 *
 * @throws Error with a sentence for the person, when it was not taken.
 */
export async function sendAnswer(id: string, labels: readonly string[]): Promise<void> {
  const response = await fetch(`console/api/tasks/${encodeURIComponent(id)}/answer`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ labels }),
  });
  if (!response.ok) throw new Error(await problemOf(response));
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(`console/api/${path}`);
  if (!response.ok) throw new Error(await problemOf(response));
  return response.json();
}

async function problemOf(response: Response): Promise<string> {
  const { error } = await response.json().catch(() => ({}));
  return typeof error === "string" ? error : `The emulator answered with HTTP ${response.status}.`;
}
