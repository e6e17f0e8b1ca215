import type { EmulatorTaskSummary } from "../../state/task-summary.ts";
import { mediaUrl } from "./console-api.ts";
import { element } from "./element.ts";

/** The task that is being looked at, with its media and the ways to answer it. */
export type Stage = {
  readonly taskId: string;
  readonly root: HTMLElement;
  /** Answers with the label of a number key, 1 and up; nothing where there is no such label. */
  pick(number: number): void;
  /** Whether an answer is on its way: nothing can be picked meanwhile. */
  setBusy(isBusy: boolean): void;
  /** Moves the focus to its title. */
  focus(): void;
};

/**
 * Builds the stage for a task.
 *
 * @param options.choices - the labels to pick from; they stay, so that no key changes its meaning under the finger.
 * @param options.answer - is given what the person picked or typed.
 */
export function buildStage(
  task: EmulatorTaskSummary,
  options: { readonly choices: readonly string[]; readonly answer: (labels: readonly string[]) => void },
): Stage {
  const { choices, answer } = options;
  const title = element("h3", { attributes: { tabindex: "-1" } }, [nameOf(task)]);
  const choiceButtons = choices.map((label, index) =>
    element("button", { attributes: { type: "button" }, onClick: () => answer([label]) }, [
      element("kbd", { attributes: { "aria-hidden": "true" } }, [String(index + 1)]),
      label,
    ]),
  );
  const form = typeForm(answer);
  const root = element("div", {}, [
    title,
    element("p", { attributes: { class: "faint" } }, [`${task.projectKey} · ${task.id}`]),
    ...(task.question === null ? [] : [element("p", {}, [task.question])]),
    screen(task),
    element(
      "div",
      { attributes: { class: "choices", role: "group", "aria-label": "Labels" } },
      choiceButtons,
    ),
    form,
    element("p", { attributes: { class: "faint" } }, [
      "Keys 1 to 9 pick a label; the arrow keys go from task to task.",
    ]),
  ]);
  root.id = "stage";
  return {
    taskId: task.id,
    root,
    pick: (number) => choiceButtons[number - 1]?.click(),
    setBusy: (isBusy) => {
      for (const button of root.querySelectorAll("button")) button.disabled = isBusy;
    },
    focus: () => title.focus({ preventScroll: true }),
  };
}

/** What to call a task. */
export function nameOf(task: EmulatorTaskSummary): string {
  return task.filename ?? (task.mimetype === null ? "A file" : `A file of type ${task.mimetype}`);
}

function screen(task: EmulatorTaskSummary): HTMLElement {
  const src = mediaUrl(task.id);
  const isVideo = task.mimetype?.startsWith("video/") === true;
  const media = isVideo
    ? element("video", { attributes: { src, controls: "", "aria-label": `Film ${nameOf(task)}` } })
    : element("img", { attributes: { src, alt: `Picture ${nameOf(task)}` } });
  const frame = element("div", { attributes: { class: "screen" } }, [media]);
  media.addEventListener("error", () => {
    frame.replaceChildren(
      element("p", {}, [`This browser cannot show the file (${task.mimetype ?? "of an unknown type"}).`]),
    );
  });
  return frame;
}

function typeForm(answer: (labels: readonly string[]) => void): HTMLElement {
  const input = element("input", { attributes: { name: "label", autocomplete: "off", required: "" } });
  const form = element("form", {}, [
    element("label", {}, ["Another label, or several with commas between them", input]),
    element("button", {}, ["Answer"]),
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
