import type { DeskInfo } from "../api/desk-api.ts";
import { confirmByDialog } from "./confirm-dialog.ts";
import { button, byId, element } from "./element.ts";
import { icon } from "./icons.ts";
import { projectFor, projectsFor, type SubmissionKind } from "./submission-kind.ts";
import { textLengthWords } from "./text-length.ts";
import type { Upload } from "./upload.ts";
import { limitText } from "./words.ts";

/** Where things are submitted. */
export type SubmitPanel = {
  /** Submits files to the project that is chosen for files. */
  addFiles(files: readonly File[]): void;
  /** Submits a demo file of the desk. */
  addDemo(name: string): void;
  /** Puts a web address or a text into its field; submitting it is the person's next step. */
  offer(text: string, kind: "url" | "text"): void;
};

const KINDS = [
  ["media", "File"],
  ["url", "Web address"],
  ["text", "Text"],
] as const satisfies readonly (readonly [SubmissionKind, string])[];

/** Builds the panel into the page's form. */
export function buildSubmitPanel(
  desk: DeskInfo,
  options: { readonly submit: (upload: Upload) => void; readonly say: (text: string) => void },
): SubmitPanel {
  const { projects, maxUploadBytes, maxTextCharacters, isLive } = desk;
  /** The project that was chosen for each kind; absent until somebody chooses. */
  const chosen = new Map<SubmissionKind, string>();
  let kind: SubmissionKind = "media";

  const select = element("select", { name: "project", "aria-describedby": "project-words" });
  const projectWords = element("p", { id: "project-words", class: "hint" });
  const url = element("input", {
    type: "url",
    name: "url",
    placeholder: "https://…",
    required: true,
    autocomplete: "off",
  });
  const text = element("textarea", {
    name: "text",
    rows: "3",
    required: true,
    "aria-describedby": "text-words",
  });
  const textWords = element("p", { id: "text-words", class: "hint" });
  const showLength = (): void => {
    const { words, problem } = textLengthWords(text.value, maxTextCharacters);
    textWords.textContent = words;
    text.setCustomValidity(problem);
  };
  text.addEventListener("input", showLength);
  showLength();
  const files = element("input", {
    type: "file",
    multiple: true,
    class: "visually-hidden",
    tabindex: "-1",
    "aria-hidden": "true",
  });
  const choose = button(() => files.click(), { class: "drop", "data-key": "choose" }, [
    icon("upload"),
    element("span", {}, [element("strong", {}, ["Choose files"]), " or drop them anywhere"]),
    element("small", {}, [`Pictures, GIFs, videos; up to ${limitText(maxUploadBytes)} each`]),
  ]);
  const demos = element("div", { class: "demos", role: "group", "aria-label": "Demo files" }, [
    element("span", { class: "faint" }, ["Try"]),
    ...desk.demoFiles.map((name) => button(() => void addDemo(name), { class: "chip" }, [name])),
  ]);
  const panels = {
    media: element("div", { class: "kind" }, [choose, files, ...(desk.demoFiles.length > 0 ? [demos] : [])]),
    url: element("div", { class: "kind" }, [
      element("label", {}, ["Web address of a picture, GIF or video", url]),
      element("button", { class: "primary" }, ["Submit the address"]),
    ]),
    text: element("div", { class: "kind" }, [
      element("label", {}, ["Text", text]),
      textWords,
      element("button", { class: "primary" }, ["Submit the text"]),
    ]),
  };
  const offered = KINDS.filter(([one]) => projectsFor(one, projects).length > 0);
  const radios = new Map<SubmissionKind, HTMLInputElement>(
    offered.map(([one]) => [one, element("input", { type: "radio", name: "kind", value: one })]),
  );
  const form = element("form", { id: "submit-form" }, [
    element("fieldset", { class: "kinds" }, [
      element("legend", { class: "visually-hidden" }, ["What to submit"]),
      ...offered.map(([one, word]) =>
        element("label", {}, [radios.get(one) ?? "", element("span", {}, [word])]),
      ),
    ]),
    ...Object.values(panels),
    element("label", { class: "project" }, [element("span", {}, ["Project"]), select]),
    projectWords,
    isLive
      ? element("p", { class: "billed" }, [icon("alert"), "Every submission goes to Hive and is billed."])
      : null,
  ]);

  const show = (next: SubmissionKind): void => {
    kind = next;
    const radio = radios.get(kind);
    if (radio !== undefined) radio.checked = true;
    for (const [one, panel] of Object.entries(panels)) panel.hidden = one !== kind;
    // What is hidden must not keep the form from being submitted.
    url.disabled = kind !== "url";
    text.disabled = kind !== "text";
    select.replaceChildren(
      ...projectsFor(kind, projects).map(({ name }) => element("option", { value: name }, [name])),
    );
    const project = projectFor(kind, projects, chosen.get(kind) ?? null);
    if (project !== null) select.value = project.name;
    projectWords.textContent = project?.description ?? "";
  };

  const projectOf = (what: SubmissionKind): string | null =>
    projectFor(what, projects, chosen.get(what) ?? null)?.name ?? null;

  const addFiles = (list: readonly File[]): void => void addAll(list);
  const addAll = async (list: readonly File[]): Promise<void> => {
    const project = projectOf("media");
    if (project === null) return options.say("No project of this desk takes files.");
    const isMany = isLive && list.length > 1;
    const words = {
      title: `Submit ${list.length} files?`,
      text: "Each of them goes to Hive and is billed.",
      yes: `Submit ${list.length} files`,
      no: "Cancel",
      isDangerous: false,
    };
    if (isMany && !(await confirmByDialog(words))) return;
    for (const content of list) options.submit({ kind: "media", project, content });
  };
  const addDemo = async (name: string): Promise<void> => {
    const response = await fetch(`demo/${encodeURIComponent(name)}`).catch(() => null);
    if (response?.ok !== true) return options.say(`The demo file ${name} could not be read.`);
    const blob = await response.blob();
    addFiles([new File([blob], name, { type: blob.type })]);
  };

  for (const [one, radio] of radios) radio.addEventListener("change", () => show(one));
  select.addEventListener("change", () => {
    chosen.set(kind, select.value);
    show(kind);
  });
  files.addEventListener("change", () => {
    addFiles([...(files.files ?? [])]);
    files.value = "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = kind === "url" ? url : text;
    const content = field.value.trim();
    const project = projectOf(kind);
    if (kind === "media" || content === "" || project === null) return;
    options.submit({ kind, project, content: kind === "url" ? content : field.value });
    field.value = "";
    showLength();
  });
  byId("submit").append(form);
  show(offered[0]?.[0] ?? "media");
  return {
    addFiles,
    addDemo: (name) => void addDemo(name),
    offer: (pasted, what) => {
      if (!radios.has(what)) return options.say("No project of this desk takes that.");
      show(what);
      const field = what === "url" ? url : text;
      field.value = what === "url" ? pasted.trim() : pasted;
      showLength();
      field.focus();
      options.say("Pasted. Press Submit to send it.");
    },
  };
}
