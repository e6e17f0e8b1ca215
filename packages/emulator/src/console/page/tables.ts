import type { EmulatorTaskSummary } from "../../state/task-summary.ts";
import type { Snapshot } from "./console-api.ts";
import { byId } from "./element.ts";
import { showTable, type Cell, type Column } from "./table.ts";
import { bytes, dollars, NOTHING, timeOfDay } from "./write.ts";

const PROJECTS: readonly Column<Snapshot["projects"][number]>[] = [
  { title: "Key", cell: (project) => project.key },
  { title: "Model", cell: (project) => project.model },
  { title: "Submissions", cell: (project) => String(project.submissions), isNumber: true },
  { title: "Failures", cell: (project) => failures(project.failures), isNumber: true },
  { title: "Charged", cell: (project) => dollars(project.chargedUsd), isNumber: true },
  { title: "Balance", cell: (project) => balance(project.balanceUsd), isNumber: true },
];

const TASKS: readonly Column<Snapshot["tasks"][number]>[] = [
  { title: "Came", cell: (task) => timeOfDay(task.receivedOn) },
  { title: "Project", cell: (task) => task.projectKey },
  { title: "File", cell: (task) => task.filename ?? NOTHING },
  { title: "State", cell: stateOf },
  { title: "Answer", cell: answerOf },
  { title: "Charge", cell: (task) => dollars(task.chargeUsd), isNumber: true },
  { title: "Id", cell: (task) => task.id },
];

const JOURNAL: readonly Column<Snapshot["journal"][number]>[] = [
  { title: "Request", cell: (entry) => entry.route },
  { title: "Project", cell: (entry) => entry.projectKey ?? "unknown key" },
  { title: "Field", cell: (entry) => entry.kind ?? NOTHING },
  { title: "Size", cell: (entry) => bytes(entry.sizeBytes), isNumber: true },
  { title: "HTTP", cell: (entry) => httpStatus(entry.httpStatus), isNumber: true },
  { title: "Task code", cell: (entry) => taskCode(entry.taskCode) },
  { title: "Fault", cell: (entry) => entry.fault ?? NOTHING },
  { title: "Charge", cell: (entry) => dollars(entry.chargeUsd), isNumber: true },
];

const CALLBACKS: readonly Column<Snapshot["callbacks"][number]>[] = [
  { title: "Sent", cell: (entry) => timeOfDay(entry.sentOn) },
  { title: "To", cell: (entry) => entry.url },
  { title: "HTTP", cell: (entry) => httpStatus(entry.httpStatus), isNumber: true },
  { title: "Problem", cell: (entry) => entry.problem ?? NOTHING },
  { title: "Task", cell: (entry) => entry.taskId },
];

/** Shows the projects, and what came lately. */
export function showTables({ projects, tasks, journal, callbacks }: Snapshot): void {
  showTable(byId("projects"), projects, { columns: PROJECTS, nothing: "There are no projects." });
  showTable(byId("tasks"), tasks, { columns: TASKS, nothing: "No task has come yet." });
  showTable(byId("journal"), journal, { columns: JOURNAL, nothing: "No request has come yet." });
  showTable(byId("callbacks"), callbacks, { columns: CALLBACKS, nothing: "None was sent yet." });
}

function failures(count: number): Cell {
  return count === 0 ? "0" : { text: String(count), mood: "bad" };
}

function balance(usd: number | null): Cell {
  if (usd === null) return "no limit";
  return usd > 0 ? dollars(usd) : { text: dollars(usd), mood: "bad" };
}

function stateOf(task: EmulatorTaskSummary): Cell {
  if (task.isWaitingForPeople) return "waits for a label";
  if (task.state === "done") return { text: "done", mood: "good" };
  return task.state === "failed" ? { text: "failed", mood: "bad" } : task.state;
}

function answerOf(task: EmulatorTaskSummary): Cell {
  if (task.labels !== null) return task.labels.join(", ");
  if (task.taskCode !== null && task.taskCode !== "0") return { text: `code ${task.taskCode}`, mood: "bad" };
  return task.frameCount === null
    ? NOTHING
    : `${task.frameCount} ${task.frameCount === 1 ? "frame" : "frames"}`;
}

function httpStatus(status: number | null): Cell {
  if (status === null) return NOTHING;
  return status < 400 ? String(status) : { text: String(status), mood: "bad" };
}

function taskCode(code: string | null): Cell {
  if (code === null || code === "0") return code ?? NOTHING;
  return { text: code, mood: "bad" };
}
