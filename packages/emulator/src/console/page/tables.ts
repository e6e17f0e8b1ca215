import type { EmulatorTaskSummary } from "../../state/task-summary.ts";
import type { Snapshot } from "./console-api.ts";
import { createElement, getElement } from "./element.ts";
import { ABSENT, formatBytes, formatDollars, formatTimeOfDay } from "./format.ts";

/** The content of a cell: text, with a color if it is good or bad. */
type Cell = string | { readonly text: string; readonly mood: "good" | "bad" };

type Column<T> = {
  readonly title: string;
  readonly cell: (row: T) => Cell;
  readonly isNumber?: boolean;
};

const PROJECTS: readonly Column<Snapshot["projects"][number]>[] = [
  { title: "Key", cell: (project) => project.key },
  { title: "Model", cell: (project) => project.model },
  { title: "Submissions", cell: (project) => String(project.submissions), isNumber: true },
  { title: "Failures", cell: (project) => failuresCell(project.failures), isNumber: true },
  { title: "Charged", cell: (project) => formatDollars(project.chargedUsd), isNumber: true },
  { title: "Balance", cell: (project) => balanceCell(project.balanceUsd), isNumber: true },
];

const TASKS: readonly Column<Snapshot["tasks"][number]>[] = [
  { title: "Received", cell: (task) => formatTimeOfDay(task.receivedOn) },
  { title: "Project", cell: (task) => task.projectKey },
  { title: "File", cell: (task) => task.filename ?? ABSENT },
  { title: "State", cell: stateCell },
  { title: "Result", cell: resultCell },
  { title: "Charge", cell: (task) => formatDollars(task.chargeUsd), isNumber: true },
  { title: "ID", cell: (task) => task.id },
];

const JOURNAL: readonly Column<Snapshot["journal"][number]>[] = [
  { title: "Request", cell: (entry) => entry.route },
  { title: "Project", cell: (entry) => entry.projectKey ?? "unknown key" },
  { title: "Field", cell: (entry) => entry.kind ?? ABSENT },
  { title: "Size", cell: (entry) => formatBytes(entry.sizeBytes), isNumber: true },
  { title: "HTTP status", cell: (entry) => httpStatusCell(entry.httpStatus), isNumber: true },
  { title: "Task code", cell: (entry) => taskCodeCell(entry.taskCode) },
  { title: "Fault", cell: (entry) => entry.fault ?? ABSENT },
  { title: "Charge", cell: (entry) => formatDollars(entry.chargeUsd), isNumber: true },
];

const CALLBACKS: readonly Column<Snapshot["callbacks"][number]>[] = [
  { title: "Sent", cell: (entry) => formatTimeOfDay(entry.sentOn) },
  { title: "URL", cell: (entry) => entry.url },
  { title: "HTTP status", cell: (entry) => httpStatusCell(entry.httpStatus), isNumber: true },
  { title: "Problem", cell: (entry) => entry.problem ?? ABSENT },
  { title: "Task", cell: (entry) => entry.taskId },
];

/** Displays the projects, and the latest tasks, requests and callbacks. */
export function showTables({ projects, tasks, journal, callbacks }: Snapshot): void {
  showTable(getElement("projects"), projects, { columns: PROJECTS, emptyText: "No projects." });
  showTable(getElement("tasks"), tasks, { columns: TASKS, emptyText: "No tasks yet." });
  showTable(getElement("journal"), journal, { columns: JOURNAL, emptyText: "No requests yet." });
  showTable(getElement("callbacks"), callbacks, { columns: CALLBACKS, emptyText: "No callbacks yet." });
}

/** Displays rows in a container. An unchanged table is not rendered again, so that selected text stays selected. */
function showTable<T>(
  container: HTMLElement,
  rows: readonly T[],
  options: { readonly columns: readonly Column<T>[]; readonly emptyText: string },
): void {
  const { columns, emptyText } = options;
  const cells = rows.map((row) => columns.map((column) => column.cell(row)));
  const content = JSON.stringify(cells);
  if (container.dataset["content"] === content) return;
  container.dataset["content"] = content;
  if (rows.length === 0) {
    container.replaceChildren(createElement("p", { attributes: { class: "faint" } }, [emptyText]));
    return;
  }
  const head = columns.map(({ title, isNumber }) =>
    createElement("th", { attributes: { scope: "col", class: isNumber === true ? "number" : "" } }, [title]),
  );
  const body = cells.map((row) =>
    createElement(
      "tr",
      {},
      row.map((cell, index) => renderCell(cell, columns[index]?.isNumber === true)),
    ),
  );
  container.replaceChildren(
    createElement("table", {}, [
      createElement("thead", {}, [createElement("tr", {}, head)]),
      createElement("tbody", {}, body),
    ]),
  );
}

function renderCell(cell: Cell, isNumber: boolean): HTMLElement {
  const text = typeof cell === "string" ? cell : cell.text;
  const mood = typeof cell === "string" ? "" : cell.mood;
  return createElement("td", { attributes: { class: `${isNumber ? "number" : ""} ${mood}`.trim() } }, [text]);
}

function failuresCell(count: number): Cell {
  return count === 0 ? "0" : { text: String(count), mood: "bad" };
}

function balanceCell(usd: number | null): Cell {
  if (usd === null) return "unlimited";
  return usd > 0 ? formatDollars(usd) : { text: formatDollars(usd), mood: "bad" };
}

function stateCell(task: EmulatorTaskSummary): Cell {
  if (task.isWaitingForPeople) return "waiting";
  if (task.state === "done") return { text: "done", mood: "good" };
  return task.state === "failed" ? { text: "failed", mood: "bad" } : task.state;
}

function resultCell(task: EmulatorTaskSummary): Cell {
  if (task.labels !== null) return task.labels.join(", ");
  if (task.taskCode !== null && task.taskCode !== "0") return { text: `code ${task.taskCode}`, mood: "bad" };
  return task.frameCount === null
    ? ABSENT
    : `${task.frameCount} ${task.frameCount === 1 ? "frame" : "frames"}`;
}

function httpStatusCell(status: number | null): Cell {
  if (status === null) return ABSENT;
  return status < 400 ? String(status) : { text: String(status), mood: "bad" };
}

function taskCodeCell(code: string | null): Cell {
  if (code === null || code === "0") return code ?? ABSENT;
  return { text: code, mood: "bad" };
}
