import type { EmulatorTaskSummary } from "../../state/task-summary.ts";
import { mediaUrl, type Snapshot } from "./console-api.ts";
import { createElement } from "./element.ts";

/** The maximum number of labels to choose from: one per number key. */
const MAX_CHOICES = 9;

/** The current task with its media, and the controls to answer it. */
export type TaskView = {
  readonly taskId: string;
  readonly isMediaWithheld: boolean;
  readonly root: HTMLElement;
  /** Answers with the label of a number key, from 1; does nothing if the key has no label. */
  choose(number: number): void;
  /** Disables the controls while an answer is being sent. */
  setBusy(isBusy: boolean): void;
  /** Moves the focus to the title. */
  focus(): void;
};

/** Lists the labels to choose from for a task: those of its project, then those of the project's latest answers. */
export function listChoices(
  task: EmulatorTaskSummary,
  { projects, tasks }: Pick<Snapshot, "projects" | "tasks">,
): readonly string[] {
  const own = projects.find((project) => project.key === task.projectKey)?.choices ?? [];
  const given = tasks
    .filter((other) => other.projectKey === task.projectKey)
    .flatMap((other) => other.labels ?? []);
  return [...new Set([...own, ...given])].slice(0, MAX_CHOICES);
}

/**
 * Creates the view of a task.
 *
 * @param options.choices - the labels to choose from. They do not change, so that each number key keeps its label.
 * @param options.answer - called with the labels that the reviewer chooses or types.
 */
export function createTaskView(
  task: EmulatorTaskSummary,
  options: { readonly choices: readonly string[]; readonly answer: (labels: readonly string[]) => void },
): TaskView {
  const { choices, answer } = options;
  const title = createElement("h3", { attributes: { tabindex: "-1" } }, [formatTaskName(task)]);
  const choiceButtons = choices.map((label, index) =>
    createElement("button", { attributes: { type: "button" }, onClick: () => answer([label]) }, [
      createElement("kbd", { attributes: { "aria-hidden": "true" } }, [String(index + 1)]),
      label,
    ]),
  );
  const root = createElement("div", {}, [
    title,
    createElement("p", { attributes: { class: "faint" } }, [`${task.projectKey} · ${task.id}`]),
    ...(task.question === null ? [] : [createElement("p", {}, [task.question])]),
    createMediaFrame(task),
    createElement(
      "div",
      { attributes: { class: "choices", role: "group", "aria-label": "Labels" } },
      choiceButtons,
    ),
    createLabelForm(answer),
    createElement("p", { attributes: { class: "faint" } }, [
      "Press 1 to 9 to choose a label. Use the arrow keys to switch tasks.",
    ]),
  ]);
  root.id = "task-view";
  return {
    taskId: task.id,
    isMediaWithheld: task.isMediaWithheld,
    root,
    choose: (number) => choiceButtons[number - 1]?.click(),
    setBusy: (isBusy) => {
      for (const button of root.querySelectorAll("button")) button.disabled = isBusy;
    },
    focus: () => title.focus({ preventScroll: true }),
  };
}

/** Returns the name of a task for the reviewer: its file name, or the type of its media. */
export function formatTaskName(task: EmulatorTaskSummary): string {
  return task.filename ?? (task.mimetype === null ? "Unnamed file" : `Unnamed file (${task.mimetype})`);
}

function createMediaFrame(task: EmulatorTaskSummary): HTMLElement {
  if (task.isMediaWithheld) {
    const reason = "The emulator does not display this media, because CSAM detection flagged it.";
    return createElement("div", { attributes: { class: "screen" } }, [createElement("p", {}, [reason])]);
  }
  const src = mediaUrl(task.id);
  const isVideo = task.mimetype?.startsWith("video/") === true;
  const media = isVideo
    ? createElement("video", {
        attributes: { src, controls: "", "aria-label": `Video ${formatTaskName(task)}` },
      })
    : createElement("img", { attributes: { src, alt: `Image ${formatTaskName(task)}` } });
  const frame = createElement("div", { attributes: { class: "screen" } }, [media]);
  media.addEventListener("error", () => {
    const type = task.mimetype ?? "unknown type";
    frame.replaceChildren(createElement("p", {}, [`This browser cannot display the file (${type}).`]));
  });
  return frame;
}

function createLabelForm(answer: (labels: readonly string[]) => void): HTMLElement {
  const input = createElement("input", { attributes: { name: "label", autocomplete: "off", required: "" } });
  const form = createElement("form", {}, [
    createElement("label", {}, ["Other labels, separated by commas", input]),
    createElement("button", {}, ["Answer"]),
  ]);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const labels = input.value
      .split(",")
      .map((label) => label.trim())
      .filter((label) => label !== "");
    if (labels.length > 0) answer(labels);
  });
  return form;
}
